import type { ClientMethod } from "../methods.ts";
import type { Settings } from "../settings.ts";
import type { RuleId } from "./rules.ts";

/** Without its channel, which the script names "a1"; a message is its number alone. */
type Bare<M> = M extends { readonly type: "basic.publish" } ? never : M extends unknown ? Omit<M, "channel" | "message"> : never;
/** Any method of a client but `basic.publish`. */
export type Sent = Bare<ClientMethod>;
/** `basic.publish`, of one message or of several in turn. */
export type Published = Omit<Extract<ClientMethod, { readonly type: "basic.publish" }>, "channel" | "message" | "type">;

/**
 * What a client of a script does, as plain data. A channel is "a1": channel 1 of connection a. Connections and channels are opened when
 * they are first used, and again when an error has closed them.
 */
export type Operation =
  | { readonly do: "send"; readonly on: string; readonly method: Sent }
  /** Messages m`from` to m`to`. */
  | { readonly do: "publish"; readonly on: string; readonly from: number; readonly to: number; readonly method: Published }
  /** All of them at once, without waiting for what each one leads to. */
  | { readonly do: "together"; readonly operations: readonly Operation[] }
  /** The socket is gone, without a word. */
  | { readonly do: "cut"; readonly connection: string }
  /** The client reads no further. */
  | { readonly do: "deafen"; readonly connection: string }
  | { readonly do: "wait"; readonly ms: number }
  /** The broker: stopped gracefully, or killed, and started again. */
  | { readonly do: "restart" | "kill" };

/**
 * An operation and all that is observed after it until nothing moves any more, as `observation.ts` writes it: "a1: A#1 m1". In order
 * within a channel. A `*` stands for one word.
 */
export type Line = readonly [operation: Operation, ...observed: string[]];

/** One row of the table: a script with what it must observe. */
export interface Row {
  /** Those of RABBITMQ.md have its numbers; ours begin at 101. */
  readonly id: number;
  readonly title: string;
  /** Ids of `rules.ts`. */
  readonly rules: readonly RuleId[];
  /** Beginnings of the versions it is true of, where it is no law of the protocol: ["3.10."]. */
  readonly versions?: readonly string[];
  /** What it differs in, or why it needs no broker's word. */
  readonly note?: string;
  /** It needs a broker of our own, with the settings of `IMPATIENT`; so does every row that stops or kills it. */
  readonly own?: boolean;
  /** What deliveries show beside the message: exchange and routing key, or properties. */
  readonly show?: readonly Shown[];
  readonly lines: readonly Line[];
}

export type Shown = "route" | "properties";

export function operationsOf(row: Pick<Row, "lines">): Operation[] {
  return row.lines.map(([operation]) => operation);
}

/** What brokers of our own are set to, and the model in the same rows: consumers that do not acknowledge are found out within seconds. */
export const IMPATIENT: Partial<Settings> = { consumerTimeout: 6_000_000, channelTick: 1_000_000 };

export function needsOwnBroker({ own, lines }: Row): boolean {
  return own === true || lines.some(([operation]) => stops(operation) !== undefined);
}

/** Whether it stops the broker, and how. */
export function stops(operation: Operation): "restart" | "kill" | undefined {
  if (operation.do === "together") return operation.operations.map(stops).find((one) => one !== undefined);
  return operation.do === "restart" || operation.do === "kill" ? operation.do : undefined;
}
