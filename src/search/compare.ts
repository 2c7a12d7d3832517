import { InputError } from "../kernel/errors.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Plan } from "../world/fault.ts";
import { attempt } from "./attempt.ts";
import type { Work } from "./attempt.ts";
import type { Condition } from "./conditions.ts";
import { fateDifferences, historyDifference } from "./difference.ts";
import type { FateDifference, HistoryDifference } from "./difference.ts";
import { SideRuns } from "./side.ts";
import type { Side } from "./side.ts";

/** A pair of runs of one seed that did not come to the same. */
export interface ToldPair {
  readonly seed: string;
  /** undefined when only times differ. */
  readonly history: HistoryDifference | undefined;
  readonly fates: readonly FateDifference[];
  /** Guarantees that did not come to the same. */
  readonly guarantees: readonly string[];
}

/** Two scenarios under the same plans and seeds. */
export interface Comparison {
  readonly sides: readonly [Side, Side];
  /** Pairs of runs. */
  readonly runs: number;
  /** Of the runs; of many, run i has the seed S/i. */
  readonly seed: string;
  readonly plan: Plan;
  /** Faults by chance as well. */
  readonly rates: boolean;
  /** Where workload, network and the like differ. */
  readonly conditions: readonly Condition[];
  /** The pair in which most differs: the first with different verdicts, else with messages that fare differently, else with different histories. */
  readonly told?: ToldPair;
  readonly interrupted: boolean;
}

/** What is run, on both sides. */
export interface ComparePlan {
  readonly seeds: readonly string[];
  readonly plan: Plan;
  readonly rates: boolean;
}

/** A comparison under way: pair after pair of runs. Drive `work`, read the rest at any time. */
export class CompareRun {
  runs = 0;
  told: ToldPair | undefined;
  readonly sides: readonly [SideRuns, SideRuns];
  readonly #plan: ComparePlan;
  #rank = 0;

  constructor(first: Resolved, second: Resolved, plan: ComparePlan) {
    this.sides = [new SideRuns(first, plan.plan), new SideRuns(second, plan.plan)];
    this.#plan = plan;
  }

  *work(): Work<void> {
    for (const seed of this.#plan.seeds) {
      const first = yield* this.#simulation(this.sides[0], seed);
      const second = yield* this.#simulation(this.sides[1], seed);
      // Both or none: an interrupt may fall between the two.
      this.sides[0].add(first);
      this.sides[1].add(second);
      this.runs++;
      if (this.#rank < 3) this.#look(seed, first, second);
    }
  }

  *#simulation({ resolved }: SideRuns, seed: string): Work<Simulation> {
    const { plan, rates } = this.#plan;
    const simulation = yield* attempt(resolved, { seed, plan, rates, trace: true, sizes: true, freezes: this.runs === 0 });
    if (simulation.world.kernel.trace!.truncated) throw new InputError(`${resolved.name} is too long to be compared: a run does not fit into a trace; make it shorter, such as with --set workload.messages=1000`);
    return simulation;
  }

  #look(seed: string, first: Simulation, second: Simulation): void {
    const guarantees = first.findings.filter(({ guarantee, status }) => (second.findings.find((other) => other.guarantee === guarantee)?.status ?? status) !== status).map(({ guarantee }) => guarantee);
    const fates = fateDifferences(first, second);
    const history = historyDifference(first, second);
    const rank = guarantees.length > 0 ? 3 : fates.length > 0 ? 2 : history === undefined ? 0 : 1;
    if (rank <= this.#rank) return;
    this.#rank = rank;
    this.told = { seed, history, fates, guarantees };
  }
}
