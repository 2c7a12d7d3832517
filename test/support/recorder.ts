/** Sees everything a protocol does: wraps its factories, and notes each output before it passes it on. */
import type { Plain } from "../../src/kernel/plain.ts";
import { resolve } from "../../src/scenario/resolve.ts";
import { Simulation } from "../../src/scenario/simulation.ts";
import type { Scenario } from "../../src/scenario/types.ts";
import { checkPlan } from "../../src/world/plan-check.ts";
import type { Connection, Context, Disk, Factory, Process, Transaction } from "../../src/world/process.ts";
import type { Contents } from "./model-disk.ts";

/** A change of the disk: a removal's `value` is undefined. */
export type Change = { readonly key: string; readonly value: Plain | undefined };
/** One output that was asked for. What it left in the trace are the records from `from` to before `to`. */
export interface Output {
  readonly call: string;
  readonly from: number;
  readonly to: number;
  readonly changes: readonly Change[];
  /** Durable at once. */
  readonly durable: boolean;
  readonly sync: string | undefined;
}
/** A life of a node: which step ran its handlers, and what its disk held before the first. */
export interface Life {
  readonly node: string;
  readonly found: Contents;
  readonly events: Set<number>;
}

const OUTPUTS = ["send", "connect", "effect", "confirm", "refuse", "giveUp", "note"];

/** The disk of a node as its process sees it. */
export function contentsOf({ world }: Simulation, node: string): Contents {
  const { storage } = world.nodes.find(({ name }) => name === node)!;
  return storage.keysWith("").map((key) => [key, storage.read(key) ?? "torn"]);
}

export class Recorder {
  readonly simulation: Simulation;
  /** What each step asked for, by the number of its event. */
  readonly outputs: Map<number, Output[]> = new Map();
  readonly lives: Life[] = [];
  readonly #wrapped = new WeakMap<object, object>();

  constructor(scenario: Scenario, plan: readonly string[]) {
    const resolved = resolve(scenario);
    const nodes = resolved.world.nodes.map((node) => ({ ...node, run: this.#factory(node.run) }));
    this.simulation = new Simulation({ ...resolved, world: { ...resolved.world, nodes } }, { seed: resolved.seed, plan: checkPlan(plan, nodes.map(({ name }) => name)), rates: false, trace: true });
  }

  #factory(factory: Factory): Factory {
    return () => {
      const node = this.simulation.world.step.node!.name;
      const life: Life = { node, found: contentsOf(this.simulation, node), events: new Set() };
      this.lives.push(life);
      return new Proxy(factory(), { get: (process, name) => this.#handler(process, Reflect.get(process, name), life) });
    };
  }

  #handler(process: Process, handler: unknown, life: Life): unknown {
    if (typeof handler !== "function") return handler;
    return (...given: unknown[]) => {
      life.events.add(this.simulation.world.step.event);
      return handler.apply(process, given.map((one, index) => (index === 0 ? this.#context(one as Context) : isConnection(one) ? this.#connection(one) : one))) as unknown;
    };
  }

  #context(ctx: Context): Context {
    return this.#wrap(ctx, (name, method) => {
      if (name === "transaction") return (body: (tx: Transaction) => void) => this.#transaction(ctx, body);
      if (!OUTPUTS.includes(name)) return undefined;
      return (...given: unknown[]) => {
        const result = this.#note(name, given, () => method(...given));
        return isConnection(result) ? this.#connection(result) : result;
      };
    }, { disk: this.#disk(ctx.disk) });
  }

  #disk(disk: Disk): Disk {
    return this.#wrap(disk, (name, method) => (!["write", "remove", "sync"].includes(name) ? undefined : (key: string, value?: Plain) =>
      this.#note(name, [key], () => method(key, value), { changes: name === "sync" ? [] : [{ key, value }], sync: name === "sync" ? key : undefined })));
  }

  #connection(connection: Connection): Connection {
    return this.#wrap(connection, (name, method) => (typeof method === "function" ? (...given: unknown[]) => this.#note(`connection ${name}`, given, () => method(...given)) : undefined));
  }

  #transaction(ctx: Context, body: (tx: Transaction) => void): "committed" | "failed" {
    const changes: Change[] = [];
    const recording = (tx: Transaction): Transaction => this.#wrap(tx, (name, method) => (name === "effect" ? undefined : (key: string, value?: Plain) => (changes.push({ key, value }), method(key, value))));
    return this.#note("transaction", [], () => ctx.transaction((tx) => body(recording(tx))), { changes, durable: true });
  }

  #note<T>(call: string, given: readonly unknown[], perform: () => T, more: Partial<Output> = {}): T {
    const { world } = this.simulation;
    const { event } = world.step;
    const trace = world.kernel.trace!;
    const from = trace.length;
    const result = perform();
    const all = this.outputs.get(event) ?? this.outputs.set(event, []).get(event)!;
    all.push({ call: `${call} ${JSON.stringify(given)}`, from, to: trace.length, changes: [], durable: false, sync: undefined, ...more });
    return result;
  }

  /** The same object for the same object: processes keep connections in sets. `replace` gives undefined for what is passed on as it is. */
  #wrap<T extends object>(target: T, replace: (name: string, method: (...given: any[]) => any) => unknown, own: { readonly [name: string]: unknown } = {}): T {
    let wrapped = this.#wrapped.get(target);
    if (wrapped === undefined) {
      wrapped = new Proxy(target, { get: (_target, name) => {
        if (name in own) return own[name as string];
        const value: unknown = Reflect.get(target, name, target);
        const method = typeof value === "function" ? (value.bind(target) as () => unknown) : undefined;
        return method === undefined ? value : (replace(String(name), method) ?? method);
      } });
      this.#wrapped.set(target, wrapped);
    }
    return wrapped as T;
  }
}

function isConnection(value: unknown): value is Connection {
  return typeof value === "object" && value !== null && "peer" in value && "send" in value;
}
