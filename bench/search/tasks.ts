/** What is measured, in pieces that processes of their own can do. */
import { resolve } from "../../src/scenario/resolve.ts";
import type { Resolved } from "../../src/scenario/resolve.ts";
import { frozenPlan } from "../../src/scenario/result.ts";
import { attempt, finishWork } from "../../src/search/attempt.ts";
import { hunt } from "../../src/search/hunt.ts";
import type { Hunt } from "../../src/search/hunt.ts";
import { optionsOf } from "../../src/search/outcome.ts";
import { shrinkPlan } from "../../src/search/shrink.ts";
import type { Minimality } from "../../src/search/shrink.ts";
import { strategyNamed } from "../../src/search/strategies.ts";
import { auto } from "../../src/search/strategies/auto.ts";
import { exhaustive } from "../../src/search/strategies/exhaustive.ts";
import type { StrategyMaker } from "../../src/search/strategy.ts";
import { InputError } from "../../src/kernel/errors.ts";
import { CORRECT, MUTANTS } from "./mutants/mutants.ts";

/** The strategies that are compared; the first against all others. */
export const STRATEGIES = ["auto", "lineage", "pct", "swarm", "rounds", "random", "exhaustive"] as const;
/** Campaign seeds of a false alarm's task, and runs of each. */
const ALARM_SEEDS = 20;
const ALARM_RUNS = 2_500;

/** A piece of work. */
export type Task =
  /** Runs of a strategy to the first failure of a mutant. */
  | { readonly task: "hunts"; readonly mutant: number; readonly strategy: string; readonly seeds: number; readonly most: number }
  /** What `auto` finds of a mutant, reduced; and whether no smaller plan breaks it. */
  | { readonly task: "reductions"; readonly mutant: number; readonly seeds: number; readonly most: number }
  /** `auto` on what is correct. */
  | { readonly task: "alarms"; readonly correct: number; readonly from: number };

/** Of one hunt: the runs it took, null where none was found; and CPU time, ms, compiling and collecting included. */
export type Hunted = readonly [runs: number | null, ms: number];

/** A failure reduced. */
export interface Reduced {
  readonly faults: number;
  readonly replays: number;
  readonly polishing: number;
  readonly minimal: Minimality;
}

/** What a task came to. */
export type Answer = { readonly hunts: readonly Hunted[] } | { readonly reduced: readonly Reduced[]; readonly certified: boolean } | { readonly alarms: number; readonly runs: number };

/** All tasks; those that take longest first. */
export function tasks(seeds: number, few: number, most: number): readonly Task[] {
  const mutants = MUTANTS.map((_, index) => index).reverse();
  const hunts = ["pct", "rounds", "random", "swarm", "exhaustive", "lineage", "auto"].flatMap((strategy) => mutants.map((mutant): Task => ({ task: "hunts", mutant, strategy, seeds: strategy === "exhaustive" ? few : seeds, most })));
  const alarms = CORRECT.flatMap((_, correct) => Array.from({ length: seeds / ALARM_SEEDS }, (__, piece): Task => ({ task: "alarms", correct, from: piece * ALARM_SEEDS })));
  return [...hunts, ...mutants.map((mutant): Task => ({ task: "reductions", mutant, seeds, most })), ...alarms];
}

/** Does one. */
export function perform(task: Task): Answer {
  switch (task.task) {
    case "hunts": {
      const resolved = resolve(MUTANTS[task.mutant]!.scenario);
      return { hunts: seedsUpTo(task.seeds).map((seed) => measured(resolved, strategyNamed(task.strategy), seed, task.most)) };
    }
    case "reductions": return reductions(task.mutant, task.seeds, task.most);
    case "alarms": {
      const resolved = resolve(CORRECT[task.correct]!.scenario);
      const found = seedsUpTo(ALARM_SEEDS, task.from).map((seed) => hunted(resolved, auto(), seed, ALARM_RUNS));
      return { alarms: found.filter((one) => one.found !== undefined).length, runs: found.reduce((sum, { runs }) => sum + runs, 0) };
    }
  }
}

function seedsUpTo(many: number, from: number = 0): readonly string[] {
  return Array.from({ length: many }, (_, index) => `bench ${from + index}`);
}

function hunted(resolved: Resolved, maker: StrategyMaker, seed: string, most: number): Hunt {
  return finishWork(hunt(resolved, maker, seed, most));
}

/** What a strategy refuses it does not find: `exhaustive`, where there are too many plans. */
function measured(resolved: Resolved, maker: StrategyMaker, seed: string, most: number): Hunted {
  const before = process.cpuUsage();
  let runs: number | null = null;
  try {
    const one = hunted(resolved, maker, seed, most);
    if (one.found !== undefined) runs = one.runs;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return [runs, Math.round((user + system) / 100) / 10];
}

function reductions(index: number, seeds: number, most: number): Answer {
  const mutant = MUTANTS[index]!;
  const resolved = resolve(mutant.scenario);
  const reduced = seedsUpTo(seeds).flatMap((seed): Reduced[] => {
    const { found } = hunted(resolved, auto(), seed, most);
    if (found === undefined) return [];
    const simulation = finishWork(attempt(resolved, optionsOf(found)));
    const { plan, replays, polishing, minimal } = finishWork(shrinkPlan(resolved, found.seed, frozenPlan(simulation), resolved.promises[0]!.guarantee, 500))!;
    return [{ faults: plan.length, replays, polishing, minimal }];
  });
  // Over a few messages, where all smaller plans can be tried.
  const small = resolve({ ...mutant.scenario, workload: { ...mutant.scenario.workload, messages: mutant.certify } });
  const below = hunted(small, exhaustive({ faults: mutant.smallest - 1 }), "1", 1_000_000);
  const at = hunted(small, exhaustive({ faults: mutant.smallest }), "1", 1_000_000);
  return { reduced, certified: below.exhausted && below.found === undefined && at.found?.plan?.length === mutant.smallest };
}
