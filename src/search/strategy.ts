import type { Finding } from "../guarantees/judge.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { Plan } from "../world/fault.ts";
import type { Chances } from "../world/spec.ts";
import type { Choice } from "./choices.ts";
import type { Lineage } from "./lineage/lineage.ts";
import type { Profile } from "./profile.ts";

/** A batch has at most so many candidates. */
export const BATCH = 64;

/** What to run next. A run is a function of it and the scenario. Plain data: it crosses to a worker as it is. */
export interface Candidate {
  /** Without a plan and other chances, typed as it is, it runs the same: S/1, S/2, ... for a campaign of seed S. */
  readonly seed: string;
  /** Faults to strike. Chance is off with a plan, unless `chances` says which. Default: none, and chance is on. */
  readonly plan?: Plan;
  /** Other chances than the scenario's own. Default: the scenario's. A failure under them is reproduced by its frozen plan. */
  readonly chances?: Chances;
  /** The strategy that made it. */
  readonly strategy: string;
  /** What else its outcome has to tell. Each takes a trace; default: nothing. */
  readonly observe?: Observe;
}

/** What a strategy wants to learn of a run beyond how it was judged. */
export interface Observe {
  /** Why each effect happened: what would have to go wrong for it not to. */
  readonly lineage?: boolean;
  /** Which packets were under way, when, and in what order they arrived. */
  readonly profile?: boolean;
  /** Every point at which something could have gone wrong. */
  readonly choices?: boolean;
}

/** What a run came to, as far as strategies learn from it. Plain data: it crosses from a worker as it is. */
export interface Outcome {
  readonly findings: readonly Finding[];
  /** Faults that struck. */
  readonly struck: number;
  readonly events: number;
  /** Of the run, 16 hexadecimal digits: equal digests, equal runs. */
  readonly digest: string;
  /** Of its history without times, 16 hexadecimal digits: did anything happen that had not happened before? */
  readonly fingerprint: string;
  /** Asked for by `observe.lineage`. */
  readonly lineage?: Lineage;
  /** Asked for by `observe.profile`. */
  readonly profile?: Profile;
  /** Asked for by `observe.choices`. */
  readonly choices?: readonly Choice[];
}

/** What a strategy has covered, in one sentence that names the bounds: "all 77,824 plans of at most 3 drops hold". */
export interface Certificate {
  readonly strategy: string;
  /** The promised guarantees that it is about: none of the runs broke them. */
  readonly guarantees: readonly string[];
  readonly sentence: string;
  /** Runs it took. */
  readonly runs: number;
}

/** How much a strategy has before it. */
export interface Notice {
  /** So many runs at least. */
  readonly plans: number;
  /** The same in words. */
  readonly sentence: string;
}

/**
 * Decides what a campaign runs. Deterministic from scenario, campaign seed and outcomes. Candidates come in batches of at most
 * `BATCH`. Before batch n is asked for, `learn` is told the outcomes of every batch up to n - 2, in order, each once; so up to two
 * batches are under way at a time, and what comes out does not depend on the number of workers (DESIGN 10).
 * An empty batch waits for outcomes. Two empty batches in a row are the end: nothing is left to learn from.
 */
export interface Strategy {
  readonly name: string;
  /** Batch n, from 0; asked for in order, each once. A strategy that does not learn may be asked for any, in any order. */
  batch(n: number): readonly Candidate[];
  /** The outcomes of batch n, in the order of its candidates. Absent: it does not learn, and a campaign may begin anywhere. */
  learn?(n: number, outcomes: readonly Outcome[]): void;
  /** It learns from the outcomes of its first so many runs alone: of the batches that begin after them it is told nothing. Default: from all. */
  readonly learnsFirst?: number;
  /** Once everything within its bounds has been tried and held. */
  readonly certificate?: Certificate | undefined;
  /** What it is about to do, where that can be known and is worth knowing. */
  readonly notice?: Notice | undefined;
}

/** Makes a strategy for a scenario and the seed of a campaign. @throws InputError where it cannot be used with this scenario. */
export type StrategyMaker = (resolved: Resolved, seed: string) => Strategy;

/** Seed of run `index` (from 0) of a campaign. */
export function seedOf(campaign: string, index: number): string {
  return `${campaign}/${index + 1}`;
}

/** A strategy whose run i depends on i alone. */
export function independent(name: string, candidate: (index: number) => Candidate): Strategy {
  return { name, batch: (n) => Array.from({ length: BATCH }, (_, place) => candidate(n * BATCH + place)) };
}

/** Drawn from the scenario's own distribution: what confidence is counted over. */
export function isOwn({ plan, chances }: Candidate): boolean {
  return plan === undefined && chances === undefined;
}
