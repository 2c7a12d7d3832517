import type { Shape } from "../kernel/distribution.ts";

/** Messages as the application hands them over, resolved. */
export interface WorkloadSetup {
  readonly messages: number;
  /** Of these, in order, the only ones that are handed over; undefined: all. The others' turns pass. */
  readonly only: readonly number[] | undefined;
  /** Keys a producer deals its messages to, k1 to kN in turn. */
  readonly keys: number;
  /** Gap before each hand-over. */
  readonly every: Shape;
  /** Size of the body in characters; 0: the body is the ordinal. */
  readonly bytes: number;
}

/** A place where effects happen. */
export interface SinkSetup {
  readonly name: string;
  /** Index of its subscription, or undefined when the effect must say it. */
  readonly subscription: number | undefined;
  /** Answers "already" for a message it has applied. */
  readonly dedup: boolean;
  /** Answers "fenced" for a token older than one it has seen for the message's key, and without a token. */
  readonly fenced: boolean;
  /** Nodes whose transactions may include it. */
  readonly at: readonly string[];
}

/** What makes an obligation, and what excuses one. */
export interface Terms {
  readonly subscriptions: readonly string[];
  readonly excuses: readonly ("expire" | "dead-letter")[];
  readonly obligation: "confirmed" | "published";
}

/** The delivery side of a scenario, resolved. */
export interface DeliverySetup extends Terms {
  readonly workload: WorkloadSetup;
  /** Names of the nodes that get messages, in name order. */
  readonly producers: readonly string[];
  readonly sinks: readonly SinkSetup[];
}
