import type { Plain } from "../kernel/plain.ts";

/** A business message. The ledger judges these; any dedup id a protocol sends is the protocol's own affair. (A type, not an interface: assignable to Plain.) */
export type Message = {
  /** Ordinal from 1: shown as m1, m2, ... Keeps its value when a shrunk workload leaves others out. */
  readonly id: number;
  readonly key: string;
  readonly producer: string;
  readonly body: Plain;
};

/** Verbs of delivery that a process notes itself; publish, confirm, refuse, give-up and effect have calls of their own. */
export type DeliveryVerb =
  | "deliver" | "ack" | "nack" | "reject" | "dead-letter" | "expire"
  | "grant" | "replace" | "begin" | "commit" | "abort" | "poll" | "seek" | "assign" | "revoke";

/** Which sink and subscription an effect belongs to; either may be left out when the scenario has only one. `token`: a fencing token. */
export interface EffectOptions {
  readonly subscription?: string;
  readonly sink?: string;
  readonly token?: number;
}

/** What a sink answers. Only "applied" counts as an effect. */
export type EffectResult = "applied" | "already" | "fenced";
