import type { Plain } from "../../kernel/plain.ts";
import { AmqpConnection } from "./connection.ts";
import { AmqpError } from "./errors.ts";
import { BrokerNode } from "./node.ts";
import type { ClientMethod } from "./methods.ts";
import type { Outputs, Stored } from "./outputs.ts";
import { DEFAULTS } from "./settings.ts";
import type { Settings } from "./settings.ts";
import { markClean, recover } from "./storage/recovery.ts";

/** A node of a cluster is made in its own way. */
export type MakeNode = (...given: ConstructorParameters<typeof BrokerNode>) => BrokerNode;

/**
 * One node of RabbitMQ 3.10 as a state machine: nothing but these calls goes in, nothing but `Outputs` comes out.
 * Rules are those of the conformance table (docs/brokers/rabbitmq.md), cited by number.
 */
export class Broker {
  readonly node: BrokerNode;
  readonly #connections = new Map<string, AmqpConnection>();

  /** A node starts: `stored` is what the disk kept. */
  constructor(outputs: Outputs, settings: Partial<Settings> = {}, stored?: Stored, make: MakeNode = (...given) => new BrokerNode(...given)) {
    this.node = make(outputs, { ...DEFAULTS, ...settings }, (connection) => void this.#connections.delete(connection));
    if (stored !== undefined) recover(this.node, stored);
    this.node.flush();
  }

  /** Names of the connections of clients. */
  get connections(): readonly string[] {
    return [...this.#connections.keys()];
  }

  /** A client's connection is open. Names are given by the driver and never used again. */
  opened(connection: string): void {
    this.#connections.set(connection, new AmqpConnection(connection, this.node));
  }

  /** A frame from a client. */
  received(connection: string, method: ClientMethod): void {
    this.#connections.get(connection)?.received(method);
    this.node.flush();
  }

  /** The connection is gone: closed, reset or timed out. */
  closed(connection: string): void {
    this.#connections.get(connection)?.closed();
    this.#connections.delete(connection);
    this.node.flush();
  }

  /** A timer came due. */
  wake(timer: string): void {
    this.node.timers.wake(timer);
    this.node.flush();
  }

  /** A `sync` is over. With an error nothing of it is durable. */
  synced(_tag: string, error?: "full" | "error"): void {
    this.node.journal.synced(error);
    this.node.flush();
  }

  /** What a viewer may show of it. */
  state(): Plain {
    return { connections: [...this.#connections.keys()], ...(this.node.state() as object) };
  }

  /** A graceful stop: what is to be durable is written and synced, with a mark that says so. */
  stopping(): void {
    const shutdown = new AmqpError("CONNECTION_FORCED", "broker forced connection closure with reason 'shutdown'");
    for (const connection of this.#connections.values()) connection.fail(shutdown);
    this.node.flush();
    markClean(this.node);
    this.node.journal.commit();
  }
}
