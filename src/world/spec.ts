import type { Shape } from "../kernel/distribution.ts";
import type { Micros } from "../kernel/time.ts";
import type { Factory } from "./process.ts";

export type Role = "producer" | "broker" | "consumer" | "other";

/** One node, resolved: durations in µs. Its index is its place in name order. */
export interface NodeSetup {
  readonly name: string;
  readonly role: Role;
  readonly run: Factory;
  readonly offset: Micros;
  readonly ppm: number;
  readonly sync: Shape;
}

/** A fault that strikes packets by chance, each packet for itself. */
export interface PacketRate {
  readonly fault: "drop" | "corrupt" | "duplicate" | "delay" | "replay" | "forge";
  readonly rate: number;
  /** Only packets from one node to another, or all. */
  readonly link: { readonly from: string; readonly to: string } | undefined;
  /** Of `delay` and `replay`: how much later. */
  readonly by: Shape | undefined;
  /** Never later than this, µs. Default: no limit. */
  readonly most?: Micros;
}

/** A fault that strikes a handler at a random output (`crash` with `in: "step"`). */
export interface StepCrashRate {
  readonly rate: number;
  readonly for: Shape | "forever";
  readonly nodes: readonly string[];
  readonly how: readonly CrashKind[];
  readonly disk: "lose" | "any";
}

/** A fault that strikes now and then: the gaps between strikes are exponential with mean `every`. */
export interface IntervalNemesis {
  readonly fault: "crash" | "pause" | "partition" | "clock" | "disk" | "reset" | "stall";
  readonly every: Micros;
  readonly for: Shape | "forever";
  readonly nodes: readonly string[];
  readonly how: readonly CrashKind[];
  readonly disk: "lose" | "any";
  readonly kinds: readonly DiskFaultKind[];
  /** Clock: how far a jump goes (either way), and the largest drift in parts per million. */
  readonly by: Shape;
  readonly ppm: number;
  /** Share of partitions, resets and stalls that are one-way. */
  readonly oneWay: number;
}

export type CrashKind = "kill" | "power" | "stop";
export type DiskFaultKind = "lost-sync" | "torn" | "slow" | "full" | "error";

/** Everything by chance. */
export interface Chances {
  readonly packets: readonly PacketRate[];
  readonly steps: readonly StepCrashRate[];
  readonly intervals: readonly IntervalNemesis[];
}

/** What a world is made from: a scenario with every default and duration resolved. */
export interface WorldSetup {
  readonly nodes: readonly NodeSetup[];
  readonly latency: Shape;
  /** When an unanswered connection gives up, µs. */
  readonly timeout: Micros;
  readonly chances: Chances;
  /** When the storm ends, µs; undefined: just after the last hand-over. */
  readonly storm: Micros | undefined;
  /** How long after the last disturbance the run may take, µs. */
  readonly settle: Micros;
  /** Limits that end a run as unknown. */
  readonly events: number;
  readonly time: Micros;
}
