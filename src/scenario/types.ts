import type { Guarantee as OwnGuarantee } from "../guarantees/own.ts";
import type { Limits } from "../guarantees/checker.ts";
import type { Distribution } from "../kernel/distribution.ts";
import type { Plain } from "../kernel/plain.ts";
import type { Duration } from "../kernel/time.ts";
import type { NodeId } from "../world/fault.ts";
import type { Factory } from "../world/process.ts";

/**
 * One experiment: who runs what over which network, what goes wrong, and what is promised. Plain but for the factories and the
 * guarantees of one's own. `scenario` checks it; a wrong name or value is an InputError that names the place.
 */
export interface Scenario {
  /** Default: the file's name. */
  readonly name?: string;
  /** What it shows, on one line of `faultline list`. */
  readonly title: string;
  /** Of `run` and of pinned plans. Default "1". */
  readonly seed?: string;
  /** More about it, for whoever reads the file. */
  readonly about?: string;
  /** Roles by name; "consumer" with count 2 makes c1, c2. 1 to 4,095 nodes. */
  readonly nodes: readonly NodeSpec[];
  readonly workload: Workload;
  /** Default: exponential(5ms) latency and no faults. */
  readonly network?: NetworkSpec;
  /** Faults by rate and by mean interval, drawn from the seed during the storm. Default: none. */
  readonly nemesis?: readonly Nemesis[];
  /** How long chance strikes, from time 0. Default: until 1us after the last message is handed over. */
  readonly storm?: Duration;
  /** How long after the last disturbance (hand-over, fault, heal, storm's end) every obligation must be met. Default 60s. */
  readonly settle?: Duration;
  /** A run that gets there ends as *unknown*. Default 10,000,000 events and 1h of virtual time. */
  readonly limit?: { readonly events?: number; readonly time?: Duration };
  /** Who is owed each message: a message is owed to each of them. Default: one, "default". */
  readonly subscriptions?: readonly string[];
  /** The outside world. Default: one sink, "world", that applies whatever it is told. */
  readonly sinks?: readonly SinkSpec[];
  /** What excuses an obligation, in its own subscription. Default: nothing. */
  readonly excuses?: readonly ("expire" | "dead-letter")[];
  /** What makes a message owed: the producer's confirm (default), or for protocols without confirms its hand-over. */
  readonly obligation?: "confirmed" | "published";
  /** By guarantee: `holds()` or `breaks()`. The built-in names are in the README; the others are those of `guarantees`. */
  readonly promises: { readonly [guarantee: string]: Promise_ };
  /** Guarantees of one's own, judged in every run. Default: none. */
  readonly guarantees?: readonly Guarantee[];
  /** Beats of a lecture in the order of the run, with what must be true at each; `playBeats` plays them. Default: none. */
  readonly beats?: readonly Beat[];
}

/** With `count` n: n nodes named by the first letter of `name` and a number; without: one node of that very name. */
export interface NodeSpec {
  /** A letter or _, then letters, digits, _ . -; 60 characters at most. */
  readonly name: string;
  /** 1 to 4,000. Default: one node, not numbered. */
  readonly count?: number;
  /** Producers are handed the workload; the others only say where a diagram puts them. */
  readonly role: "producer" | "broker" | "consumer" | "other";
  /** Called at every start of the node. */
  readonly run: Factory;
  /**
   * Kinds of fault under which the protocol keeps its promises. Campaigns add those that every node which says so tolerates
   * to the scenario's own kinds, and stay inside. Default: nothing is added.
   */
  readonly tolerates?: readonly string[];
  /** `offset`: what it shows at time 0, default 0. `ppm`: how far off its rate is, whole parts per million from -999,999 to 999,999, default 0. */
  readonly clock?: { readonly offset?: Duration; readonly ppm?: number };
  /** How long a sync takes. Default 500us. A distribution is keyed by the last key written. */
  readonly disk?: { readonly sync?: Distribution };
}

/** `messages` is the total, dealt round-robin to the producers in name order; the ordinal is the position. Hand-over waits for a producer that is down. */
export interface Workload {
  /** 0 to 2^27. */
  readonly messages: number;
  /** How many keys a producer's messages are dealt to in turn. Default 1. */
  readonly keys?: number;
  /** Gap before each hand-over, the first included. Default 10ms. */
  readonly every?: Distribution;
  /** Characters of a body, 1,000,000 at most. Default: the body is the ordinal. */
  readonly bytes?: number;
}

/** Rates are chances from 0 to 1 for each datagram, default 0. Connections know none of them but `reorder`, which delays a frame and those behind it. */
export interface NetworkSpec {
  /** Default exponential(5ms). */
  readonly latency?: Distribution;
  /** Packets that never arrive: recorded as `drop`. */
  readonly loss?: number;
  readonly duplicate?: number;
  /** Packets held back, by exponential(50ms): recorded as `delay`. */
  readonly reorder?: number;
  readonly corrupt?: number;
  /** When an unanswered connection gives up. Default 30s. */
  readonly timeout?: Duration;
}

/**
 * Faults by chance. Three forms, and defaults for everything but the rates:
 * Packets: { fault: "drop" | "corrupt" | "duplicate" | "delay" | "replay", rate, link?, by? }. `link`: "p1>broker", default every link.
 * `by`: a delay's length, default exponential(50ms), or a replay's, default exponential(1s).
 * Crashes at a random output of a handler: { fault: "crash", rate, in: "step", for?, nodes?, how?, disk? }.
 * Now and then: { fault: "crash" | "pause" | "partition" | "clock" | "disk" | "reset" | "stall", every, for?, nodes?, how?,
 * disk?, kinds?, by?, ppm?, oneWay? }.
 * `every`: the mean time between strikes. `for`: default exponential(500ms), or "forever". `nodes`: default all. `how`: default
 * "power", "any" for each kind of crash. `disk`: default "lose", "any" for any fate of unsynced writes. `kinds`: of disk faults,
 * default all. `by`: how far a clock jumps, either way, default exponential(1s). `ppm`: its largest drift, default 500.
 * `oneWay`: the share of one-way partitions, resets and stalls, default 0.2.
 * @throws InputError where the scenario is read, for a parameter that the form does not have.
 */
export interface Nemesis {
  readonly fault: string;
  readonly [parameter: string]: Plain;
}

/** A place where effects happen; its memory survives every crash. */
export interface SinkSpec {
  readonly name: string;
  /** The subscription its effects count for. Default: what the effect says, or the only one. */
  readonly subscription?: string;
  /** Answers "already" for a message it has applied. Default false. */
  readonly dedup?: boolean;
  /** Answers "fenced" for a token older than one it has seen for the message's key, and for none. Default false. */
  readonly fenced?: boolean;
  /** Nodes (or names of roles, for all their nodes) with whose disks it is co-located, so that their transactions may include it. Default: none. */
  readonly at?: readonly NodeId[];
}

/** What is promised of one guarantee: that it holds, or that something breaks it. Made by `holds` and `breaks`. */
export type Promise_ = { readonly holds: true; readonly limits?: Limits } | { readonly breaks: true; readonly plan?: readonly string[]; readonly limits?: Limits };

/** One step of a lecture: the run stops, the teacher speaks, the class looks. */
export interface Beat {
  /** What the teacher says. */
  readonly say: string;
  /**
   * The moment at which the run stops for it; the first, where there are several:
   * "start", before anything; "end", when the books are closed; a duration such as "250ms", the first instant at or after it;
   * "violation", when a guarantee breaks that the scenario promises something about, or "violation of effectively-once";
   * a step by its key, when it was handled: "c1>broker ack m1 #1", "p1 timer retry m1 #1", "broker synced batch #1"; a packet
   * that a fault dropped, when it died; or what was said or done: "effect m1 #2", the second time ("#1" may be left out).
   */
  readonly until: string;
  /** A question to the class. */
  readonly ask?: string;
  /**
   * By name: `published`, `confirmed`, `refused` (messages), `effects`, `duplicates` (effects beyond the first of a message in a
   * subscription), `lost` (owed, at the end of a run in which nothing is left to deliver), `gauge NAME` (the highest value so
   * far), or a guarantee with "pass" (nothing has broken it) or "fail".
   */
  readonly expect?: { readonly [name: string]: Plain };
}

/** A guarantee of one's own; it is shown the scenario it judges. */
export type Guarantee = OwnGuarantee<Scenario>;
