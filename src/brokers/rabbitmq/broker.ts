import type { ClientMethod } from "./methods.ts";
import type { Outputs, Stored } from "./outputs.ts";
import type { Settings } from "./settings.ts";

/**
 * One node of RabbitMQ 3.10 as a state machine: nothing but these calls goes in, nothing but `Outputs` comes out.
 * Rules are those of the conformance table (docs/brokers/rabbitmq.md), cited by number.
 */
export class Broker {
  /** A node starts: `stored` is what the disk kept. `clean`: it had been stopped gracefully. */
  constructor(_outputs: Outputs, _settings: Partial<Settings> = {}, _stored?: Stored) {}

  /** A client's connection is open. Names are given by the driver and never used again. */
  opened(_connection: string): void {}

  /** A frame from a client. */
  received(_connection: string, _method: ClientMethod): void {}

  /** The connection is gone: closed, reset or timed out. */
  closed(_connection: string): void {}

  /** A timer came due. */
  wake(_timer: string): void {}

  /** A `sync` is over. With an error nothing of it is durable. */
  synced(_tag: string, _error?: "full" | "error"): void {}

  /** A graceful stop: what is to be durable is written and synced. */
  stopping(): void {}
}
