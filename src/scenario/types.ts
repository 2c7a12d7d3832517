import type { Guarantee as OwnGuarantee } from "../guarantees/own.ts";
import type { Limits } from "../guarantees/checker.ts";
import type { Distribution } from "../kernel/distribution.ts";
import type { Plain } from "../kernel/plain.ts";
import type { Duration } from "../kernel/time.ts";
import type { NodeId } from "../world/fault.ts";
import type { Factory } from "../world/process.ts";

/** One experiment: who runs what over which network, what goes wrong, and what is promised. Plain but for the factories. */
export interface Scenario {
  /** Default: the file's name. */
  readonly name?: string;
  readonly title: string;
  /** Of `run` and of pinned plans. Default "1". */
  readonly seed?: string;
  readonly about?: string;
  /** Roles by name; "consumer" with count 2 makes c1, c2. */
  readonly nodes: readonly NodeSpec[];
  readonly workload: Workload;
  readonly network?: NetworkSpec;
  /** Faults by rate and by mean interval, drawn from the seed during the storm. */
  readonly nemesis?: readonly Nemesis[];
  /** Default: until the last message is handed over. */
  readonly storm?: Duration;
  /** Default 60s. */
  readonly settle?: Duration;
  /** Default 10,000,000 events and 1h. */
  readonly limit?: { readonly events?: number; readonly time?: Duration };
  readonly subscriptions?: readonly string[];
  /** The outside world. Default: one sink that applies whatever it is told. `at`: co-located with these nodes' disks, so usable in their transactions. */
  readonly sinks?: readonly SinkSpec[];
  /** What excuses an obligation. */
  readonly excuses?: readonly ("expire" | "dead-letter")[];
  /** Default "confirmed". */
  readonly obligation?: "confirmed" | "published";
  readonly promises: { readonly [guarantee: string]: Promise_ };
  readonly guarantees?: readonly Guarantee[];
  /** Beats of a lecture, with what must be true at each. */
  readonly beats?: readonly Beat[];
}

/** With `count` n: n nodes named by the first letter of `name` and a number; without: one node of that very name. */
export interface NodeSpec {
  readonly name: string;
  readonly count?: number;
  readonly role: "producer" | "broker" | "consumer" | "other";
  readonly run: Factory;
  /** Kinds of fault under which the protocol keeps its promises: campaigns that must come out clean stay inside them. */
  readonly tolerates?: readonly string[];
  /** `ppm`: how far off its rate is, parts per million. */
  readonly clock?: { readonly offset?: Duration; readonly ppm?: number };
  /** How long a sync takes. Default 500us. A distribution is keyed by the last key written. */
  readonly disk?: { readonly sync?: Distribution };
}

/** `messages` is the total, dealt round-robin to the producers in name order; the ordinal is the position. Hand-over waits for a producer that is down. */
export interface Workload {
  readonly messages: number;
  /** Default 1. */
  readonly keys?: number;
  /** Gap before each hand-over. Default 10ms. */
  readonly every?: Distribution;
  /** Characters of a body. Default: the body is the ordinal. */
  readonly bytes?: number;
}

/** Rates are chances from 0 to 1 for each packet. */
export interface NetworkSpec {
  /** Default exponential(5ms). */
  readonly latency?: Distribution;
  readonly loss?: number;
  readonly duplicate?: number;
  readonly reorder?: number;
  readonly corrupt?: number;
  /** When an unanswered connection gives up. Default 30s. */
  readonly timeout?: Duration;
}

/** Packets: { fault, rate, link?, by? }. Others: { fault, every, for, nodes? }. Crashes also { fault: "crash", rate, in: "step" }, for cuts. */
export interface Nemesis {
  readonly fault: string;
  readonly [parameter: string]: Plain;
}

export interface SinkSpec {
  readonly name: string;
  readonly subscription?: string;
  readonly dedup?: boolean;
  readonly fenced?: boolean;
  readonly at?: readonly NodeId[];
}

/** What is promised of one guarantee: that it holds, or that something breaks it. */
export type Promise_ = { readonly holds: true; readonly limits?: Limits } | { readonly breaks: true; readonly plan?: readonly string[]; readonly limits?: Limits };

export interface Beat {
  readonly say: string;
  readonly until: string;
  readonly ask?: string;
  readonly expect?: { readonly [name: string]: Plain };
}

/** A guarantee of one's own; it is shown the scenario it judges. */
export type Guarantee = OwnGuarantee<Scenario>;
