import type { Plain } from "../kernel/plain.ts";

/** A business message. The ledger judges these; any dedup id a protocol sends is the protocol's own affair. (A type, not an interface: assignable to Plain.) */
export type Message = {
  /** Ordinal from 1: shown as m1, m2, ... Keeps its value when a shrunk workload leaves others out. */
  readonly id: number;
  /** "k1" to "kN" of the workload's `keys`, dealt in turn to the messages of each producer: what `order` and fencing tokens go by. */
  readonly key: string;
  /** Name of the node it is handed to. */
  readonly producer: string;
  /** The ordinal, or a text of the workload's `bytes` characters. */
  readonly body: Plain;
};

/** Verbs of delivery that a process notes itself; publish, confirm, refuse, give-up and effect have calls of their own. */
export type DeliveryVerb =
  | "deliver" | "ack" | "nack" | "reject" | "dead-letter" | "expire"
  | "grant" | "replace" | "begin" | "commit" | "abort" | "poll" | "seek" | "assign" | "revoke";

/** Which sink and subscription an effect belongs to. A name that is missing where there are several, or is not the scenario's, ends the run as bad input. */
export interface EffectOptions {
  /** Default: the sink's own, or the only one there is. */
  readonly subscription?: string;
  /** Default: the only one, or the only one of the subscription. */
  readonly sink?: string;
  /** A fencing token: larger is newer, for each key. A sink with `fenced` refuses an effect without one. */
  readonly token?: number;
}

/**
 * What a sink answers; only "applied" counts as an effect. "already": it has applied this message before (sinks with `dedup`).
 * "fenced": it has seen a newer token for the message's key, or was given none (sinks with `fenced`).
 */
export type EffectResult = "applied" | "already" | "fenced";
