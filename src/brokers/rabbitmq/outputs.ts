import type { DeliveryVerb, Message } from "../../delivery/message.ts";
import type { Plain } from "../../kernel/plain.ts";
import type { Micros } from "../../kernel/time.ts";
import type { ServerMethod } from "./methods.ts";

/**
 * All that a broker does to the world around it, in call order: whoever drives the state machine carries it out. A node of a simulation
 * does so with its context (and a crash may fall between any two); a conformance script with a list.
 */
export interface Outputs {
  /** The broker's clock, µs. */
  readonly now: Micros;
  /** A frame to the client at the other end. `connection` is the name it was opened under. */
  send(connection: string, method: ServerMethod): void;
  /** The broker ends a connection. */
  close(connection: string): void;
  /** Storage: buffered until `sync`, after which `Broker.synced` is to be called with the tag. */
  write(key: string, value: Plain): void;
  remove(key: string): void;
  sync(tag: string): void;
  /** Calls `Broker.wake` with this name after so many µs; a second call of the same name replaces the first. Background timers keep no run alive. */
  timer(name: string, after: Micros, background: boolean): void;
  cancel(name: string): void;
  /** What an observer may say of a message: "dead-letter", "expire". `queue`: whose copy it was. */
  note(verb: DeliveryVerb, message: Message, queue: string): void;
  /** A measured quantity has grown beyond what it was before: "depth <queue>", its ready messages. */
  gauge(name: string, value: number): void;
}

/** What a broker finds when it starts. */
export interface Stored {
  keys(prefix?: string): readonly string[];
  read(key: string): Plain | undefined;
}
