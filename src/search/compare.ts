import type { Status } from "../guarantees/judge.ts";
import { InputError } from "../kernel/errors.ts";
import type { Parameters } from "../scenario/parameters.ts";
import type { Resolved } from "../scenario/resolve.ts";
import { verdictsOf } from "../scenario/result.ts";
import type { Verdict } from "../scenario/result.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Plan } from "../world/fault.ts";
import { attempt } from "./attempt.ts";
import type { Work } from "./attempt.ts";
import type { Condition } from "./conditions.ts";
import { fateDifferences, historyDifference } from "./difference.ts";
import type { FateDifference, HistoryDifference } from "./difference.ts";
import { Costs } from "./price.ts";
import type { Price } from "./price.ts";

/** What one guarantee came to over the runs of one side. */
export interface ComparedVerdict {
  readonly guarantee: string;
  readonly promised: Verdict["promised"];
  /** Fail beats unknown beats pass. */
  readonly status: Status;
  readonly failures: number;
  readonly unknowns: number;
  /** Of the first run that did not pass. */
  readonly sentence?: string;
  readonly seed?: string;
}

/** One of the two. */
export interface Side {
  readonly scenario: string;
  readonly title: string;
  /** What was set on it. */
  readonly parameters: Parameters;
  readonly verdicts: readonly ComparedVerdict[];
  readonly price: Price;
  /** How often each kind of fault struck, in all runs. */
  readonly struck: { readonly [kind: string]: number };
  /** Entries of the plan that struck nothing in any run. */
  readonly missed: Plan;
}

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

/** The runs of one side, added up. */
class SideRuns {
  readonly resolved: Resolved;
  readonly #costs = new Costs();
  readonly #plan: Plan;
  readonly #verdicts = new Map<string, ComparedVerdict>();
  readonly #struck = new Map<string, number>();
  readonly #hit = new Set<number>();

  constructor(resolved: Resolved, plan: Plan) {
    this.resolved = resolved;
    this.#plan = plan;
  }

  add(simulation: Simulation): void {
    const { world, options } = simulation;
    this.#costs.add(simulation);
    for (const verdict of verdictsOf(simulation)) this.#verdicts.set(verdict.guarantee, added(this.#verdicts.get(verdict.guarantee), verdict, options.seed));
    for (const [kind, { injected }] of world.struck.figures) this.#struck.set(kind, (this.#struck.get(kind) ?? 0) + injected);
    for (const [index, { struck }] of world.planned.entries.entries()) if (struck) this.#hit.add(index);
  }

  side(parameters: Parameters): Side {
    return {
      scenario: this.resolved.name,
      title: this.resolved.scenario.title,
      parameters,
      verdicts: [...this.#verdicts.values()],
      price: this.#costs.price,
      struck: Object.fromEntries([...this.#struck].filter(([, injected]) => injected > 0).sort(([a], [b]) => (a < b ? -1 : 1))),
      missed: this.#plan.filter((_, index) => !this.#hit.has(index)),
    };
  }
}

function added(before: ComparedVerdict | undefined, { guarantee, promised, status, sentence }: Verdict, seed: string): ComparedVerdict {
  const failures = (before?.failures ?? 0) + (status === "fail" ? 1 : 0);
  const unknowns = (before?.unknowns ?? 0) + (status === "unknown" ? 1 : 0);
  // A failure says more than what nobody knows, whichever came first.
  const tells = status !== "pass" && (before === undefined || before.status === "pass" || (status === "fail" && before.failures === 0));
  const told = tells ? { seed, ...(sentence === undefined ? {} : { sentence }) } : { ...(before?.seed === undefined ? {} : { seed: before.seed }), ...(before?.sentence === undefined ? {} : { sentence: before.sentence }) };
  return { guarantee, promised, status: failures > 0 ? "fail" : unknowns > 0 ? "unknown" : "pass", failures, unknowns, ...told };
}
