import type { Status } from "../guarantees/judge.ts";
import { verdictsOf } from "../scenario/result.ts";
import type { Verdict } from "../scenario/result.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Fault } from "../world/fault.ts";
import { attempt } from "./attempt.ts";
import type { Work } from "./attempt.ts";
import { fateDifferences, historyDifference } from "./difference.ts";
import type { FateDifference, HistoryDifference } from "./difference.ts";

/** What a fault of a plan was needed for: the same run without it, and with all the others. */
export interface Necessity {
  readonly fault: Fault;
  /** What becomes of the guarantee then; undefined when it was not tried. */
  readonly status: Status | undefined;
  /** What else of the promised then does not hold. */
  readonly broken: readonly Verdict[];
  /** Where the histories part: with the fault, and without. Undefined when only times differ, or it was not tried. */
  readonly history: HistoryDifference | undefined;
  /** Messages that fare differently: with the fault, and without. */
  readonly fates: readonly FateDifference[];
}

/** A plan of hundreds of faults over a long run would take minutes. */
const EVENTS = 3_000_000;

/**
 * Takes each fault out of the plan of a traced run in turn, and tells what happens instead. In the order of the plan; what there is no
 * time for is not tried. A run at a time: their traces are not kept.
 * @param most events of these runs together, after which no more is begun.
 */
export function* necessity(simulation: Simulation, guarantee: string, most: number = EVENTS): Work<readonly Necessity[]> {
  const told: Necessity[] = [];
  let spent = 0;
  for (const [index, fault] of simulation.options.plan.entries()) {
    if (spent > most) {
      told.push({ fault, status: undefined, broken: [], history: undefined, fates: [] });
      continue;
    }
    const without = yield* withoutFault(simulation, index);
    spent += without.world.kernel.events;
    told.push(necessityIn(simulation, without, index, guarantee));
  }
  return told;
}

/** The same run without one fault of its plan, traced. */
export function withoutFault({ resolved, options: { seed, plan } }: Simulation, index: number): Work<Simulation> {
  return attempt(resolved, { seed, plan: plan.toSpliced(index, 1), rates: false, trace: true });
}

/** What a fault was needed for, by the run without it. */
export function necessityIn(simulation: Simulation, without: Simulation, index: number, guarantee: string): Necessity {
  const verdicts = verdictsOf(without);
  return {
    fault: simulation.options.plan[index]!,
    status: verdicts.find((verdict) => verdict.guarantee === guarantee)?.status,
    broken: verdicts.filter((verdict) => verdict.promised !== "nothing" && verdict.guarantee !== guarantee && verdict.status === "fail"),
    history: historyDifference(simulation, without),
    fates: fateDifferences(simulation, without),
  };
}
