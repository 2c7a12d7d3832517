import { seedText } from "../kernel/chance.ts";
import { InputError } from "../kernel/errors.ts";
import { withParameters } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Scenario } from "../scenario/types.ts";
import { CompareRun } from "../search/compare.ts";
import type { Comparison } from "../search/compare.ts";
import { conditions } from "../search/conditions.ts";
import type { Plan } from "../world/fault.ts";
import { checkPlan } from "../world/plan-check.ts";
import { inTurns } from "./turns.ts";

/** How to compare; everything has a default. */
export interface CompareOptions {
  /** Pairs of runs. Default 1. */
  readonly runs?: number;
  /** Of the runs; of more than one, run i has the seed S/i. Default: the first scenario's, of many "1". */
  readonly seed?: string | number;
  /** Faults that strike on both sides; turns rates off unless they are said to be on. Default: none. */
  readonly plan?: Plan | readonly string[];
  /** Faults by chance, each scenario's own. Default "on" without a plan, "off" with one. */
  readonly rates?: "on" | "off";
  /** Parameters by path, set on both. Default: none. */
  readonly set?: Parameters;
  /** Parameters by path, set on the second alone, after those for both. Default: none. */
  readonly with?: Parameters;
  /** Ends the comparison early, with what was found. */
  readonly signal?: AbortSignal;
  /** Called some fifty times a second. */
  readonly onProgress?: (comparison: CompareRun) => void;
}

/**
 * Runs two scenarios, or one with two sets of parameters, under the same seeds and plan, and holds verdicts, histories and prices side by side.
 * Without a plan chance strikes each by its own rates; being keyed, it treats a packet of the same name alike.
 * @throws InputError for bad input, a plan included that names a node which one of them does not have.
 */
export async function compare(first: Scenario, second: Scenario, options: CompareOptions = {}): Promise<Comparison> {
  const parameters: readonly [Parameters, Parameters] = [options.set ?? {}, { ...options.set, ...options.with }];
  const scenarios = [altered(first, parameters[0], "A"), altered(second, parameters[1], "B")] as const;
  const resolved = [resolve(scenarios[0]), resolve(scenarios[1])] as const;
  const runs = options.runs ?? 1;
  if (!Number.isSafeInteger(runs) || runs < 1) throw new InputError(`compare: runs: ${runs} is not a whole number of at least 1`);
  const seed = options.seed === undefined ? (runs === 1 ? resolved[0].seed : "1") : seedText(options.seed);
  const [plan] = resolved.map(({ name, world }) => checkPlan(options.plan ?? [], world.nodes.map((node) => node.name), `plan for ${name}`)) as [Plan, Plan];
  const rates = (options.rates ?? (options.plan === undefined ? "on" : "off")) === "on";
  const run = new CompareRun(resolved[0], resolved[1], { seeds: runs === 1 ? [seed] : Array.from({ length: runs }, (_, index) => `${seed}/${index + 1}`), plan, rates });
  const finished = await inTurns(run.work(), { signal: options.signal, onTurn: () => options.onProgress?.(run) });
  return {
    sides: [run.sides[0].side(parameters[0]), run.sides[1].side(parameters[1])],
    runs: run.runs, seed, plan, rates,
    conditions: conditions(scenarios[0], scenarios[1]),
    ...(run.told === undefined ? {} : { told: run.told }),
    interrupted: !finished,
  };
}

/** What is wrong with a parameter says on which side. */
function altered(scenario: Scenario, parameters: Parameters, letter: string): Scenario {
  try {
    return withParameters(scenario, parameters);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${letter} (${scenario.name ?? "scenario"}): ${error.message}`, { cause: error }) : error;
  }
}
