import type { DeliveryVerb, Message } from "../../delivery/message.ts";
import type { Plain } from "../../kernel/plain.ts";
import type { Connection, Context, Factory } from "../../world/process.ts";
import { Broker } from "./broker.ts";
import { loadDefinitions } from "./definitions.ts";
import type { Definitions } from "./definitions.ts";
import type { ClientMethod, ServerMethod } from "./methods.ts";
import type { Outputs } from "./outputs.ts";
import type { Settings } from "./settings.ts";

/** Frames of a connection: what goes either way. */
export type RabbitFrame = ClientMethod | ServerMethod;

export interface RabbitOptions {
  /** Exchanges, queues and bindings that are there from the start. Default: none. */
  readonly definitions?: Definitions;
  /** Default: those of RabbitMQ 3.10. */
  readonly settings?: Partial<Settings>;
  /**
   * Which subscription of the scenario each queue serves: whom it excuses when a message of that queue expires or is dead-lettered.
   * Queues that are not named excuse nobody. Default: the scenario has one subscription, and every queue serves it.
   */
  readonly subscriptions?: { readonly [queue: string]: string };
}

const BACKGROUND = { background: true };

/** Carries out what the broker does with the context of its node. */
export class NodeOutputs implements Outputs {
  ctx: Context<RabbitFrame>;
  readonly connections = new Map<string, Connection<RabbitFrame>>();
  readonly #subscriptions: RabbitOptions["subscriptions"];

  constructor(ctx: Context<RabbitFrame>, subscriptions: RabbitOptions["subscriptions"]) {
    this.ctx = ctx;
    this.#subscriptions = subscriptions;
  }

  get now(): number {
    return this.ctx.now;
  }

  send(connection: string, method: ServerMethod): void {
    this.connections.get(connection)?.send(method);
  }

  close(connection: string): void {
    this.connections.get(connection)?.close();
    this.connections.delete(connection);
  }

  write(key: string, value: Plain): void {
    this.ctx.disk.write(key, value);
  }

  remove(key: string): void {
    this.ctx.disk.remove(key);
  }

  sync(tag: string): void {
    this.ctx.disk.sync(tag);
  }

  timer(name: string, after: number, background: boolean): void {
    this.ctx.timer(name, after, undefined, background ? BACKGROUND : undefined);
  }

  cancel(name: string): void {
    this.ctx.cancel(name);
  }

  gauge(name: string, value: number): void {
    this.ctx.gauge(name, value);
  }

  note(verb: DeliveryVerb, message: Message, queue: string): void {
    if (this.#subscriptions === undefined) return this.ctx.note(verb, message);
    const subscription = this.#subscriptions[queue];
    if (subscription !== undefined) this.ctx.note(verb, message, { subscription });
  }
}

/**
 * A RabbitMQ node for a scenario: `{ name: "broker", run: rabbitmq() }`. Clients connect to it and send the methods of AMQP as frames.
 * What it does to the world is what the state machine asks for, in that order, so a crash may fall between any two outputs.
 */
export function rabbitmq(options: RabbitOptions = {}): Factory<RabbitFrame> {
  return () => {
    let outputs: NodeOutputs;
    let broker: Broker;
    return {
      start(ctx) {
        outputs = new NodeOutputs(ctx, options.subscriptions);
        broker = new Broker(outputs, options.settings, ctx.disk);
        loadDefinitions(broker.node, options.definitions ?? {});
        broker.node.flush();
      },
      opened(_ctx, connection) {
        outputs.connections.set(connection.id, connection);
        broker.opened(connection.id);
      },
      data: (_ctx, connection, frame) => broker.received(connection.id, frame as ClientMethod),
      closed(_ctx, connection) {
        outputs.connections.delete(connection.id);
        broker.closed(connection.id);
      },
      wake: (_ctx, timer) => broker.wake(timer),
      synced: (_ctx, tag, error) => broker.synced(tag, error),
      stopping: () => broker.stopping(),
      state: () => broker.state(),
    };
  };
}
