import type { QueueDefinition } from "../queue/definition.ts";
import { bindingKey } from "./definition.ts";
import type { Binding, ExchangeDefinition } from "./definition.ts";

const predeclared = (name: string, kind: ExchangeDefinition["kind"], internal = false): ExchangeDefinition => ({ name, kind, durable: true, autoDelete: false, internal, arguments: {} });

const PREDECLARED: readonly ExchangeDefinition[] = [
  predeclared("", "direct"), predeclared("amq.direct", "direct"), predeclared("amq.fanout", "fanout"), predeclared("amq.topic", "topic"),
  predeclared("amq.headers", "headers"), predeclared("amq.match", "headers"), predeclared("amq.rabbitmq.trace", "topic", true),
];

/** A change of the metadata. In a cluster all nodes make the same ones, in the same order. */
export type Change =
  | { readonly type: "exchange"; readonly exchange: ExchangeDefinition }
  | { readonly type: "queue"; readonly queue: QueueDefinition }
  | { readonly type: "binding"; readonly binding: Binding }
  | { readonly type: "no exchange" | "no queue"; readonly name: string }
  | { readonly type: "no binding"; readonly binding: Binding };

/** Who is told of each definition that came or went, those that went along with another too. */
export interface TopologyObserver {
  changed(change: Change): void;
}

/** Which exchanges, queues and bindings there are: the metadata of a broker, apart from what queues hold. */
export class Topology {
  readonly exchanges = new Map<string, ExchangeDefinition>(PREDECLARED.map((one) => [one.name, one]));
  readonly queues = new Map<string, QueueDefinition>();
  /** By source. */
  readonly #bindings = new Map<string, Map<string, Binding>>();
  readonly #observer: TopologyObserver;
  /** Grows with every change: what was found out about routes holds for one version. */
  version = 0;

  constructor(observer: TopologyObserver) {
    this.#observer = observer;
  }

  bindings(source: string): Iterable<Binding> {
    return this.#bindings.get(source)?.values() ?? [];
  }

  *allBindings(): Generator<Binding> {
    for (const bindings of this.#bindings.values()) yield* bindings.values();
  }

  has(binding: Binding): boolean {
    return this.#bindings.get(binding.source)?.has(bindingKey(binding)) === true;
  }

  apply(change: Change): void {
    switch (change.type) {
      case "exchange": this.exchanges.set(change.exchange.name, change.exchange); break;
      case "queue": this.queues.set(change.queue.name, change.queue); break;
      case "binding": this.#bind(change.binding); break;
      case "no exchange": if (!this.exchanges.delete(change.name)) return; break;
      case "no queue": if (!this.queues.delete(change.name)) return; break;
      case "no binding": if (this.#bindings.get(change.binding.source)?.delete(bindingKey(change.binding)) !== true) return; break;
    }
    this.version++;
    this.#observer.changed(change);
    if (change.type === "no exchange") this.#unbind(({ source, kind, destination }) => source === change.name || (kind === "exchange" && destination === change.name));
    else if (change.type === "no queue") this.#unbind(({ kind, destination }) => kind === "queue" && destination === change.name);
    else if (change.type === "no binding") this.#autoDelete(change.binding.source);
  }

  #bind(binding: Binding): void {
    let bindings = this.#bindings.get(binding.source);
    if (bindings === undefined) this.#bindings.set(binding.source, (bindings = new Map()));
    bindings.set(bindingKey(binding), binding);
  }

  #unbind(which: (binding: Binding) => boolean): void {
    for (const binding of [...this.allBindings()]) if (which(binding)) this.apply({ type: "no binding", binding });
  }

  /** An auto-delete exchange goes with its last binding as a source. */
  #autoDelete(source: string): void {
    if (this.exchanges.get(source)?.autoDelete === true && this.#bindings.get(source)!.size === 0) this.apply({ type: "no exchange", name: source });
  }
}
