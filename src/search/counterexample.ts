import { Simulation } from "../scenario/simulation.ts";
import { withParameters } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { Fault, Plan } from "../world/fault.ts";
import { printFault } from "../world/plan-text.ts";
import type { Minimality, Shrunk } from "./shrink.ts";

/** A failure reduced: the plan that breaks the guarantee, and what it took. */
export interface Counterexample {
  readonly guarantee: string;
  /** The seed that plan and guarantee need: latencies are drawn from it. */
  readonly seed: string;
  /** With rates off, under that seed, it breaks the guarantee. */
  readonly plan: Plan;
  /** The plan as text, a line an entry. */
  readonly lines: readonly string[];
  /** Entries of the plan. */
  readonly faults: number;
  /** Number of the run in which it was found, from 1; 0 when it was given. */
  readonly runsToFind: number;
  /** Replays until the plan was as small as it is. */
  readonly shrinkRuns: number;
  /** Replays after that: to know how small it can get, and to make it easier to read. */
  readonly polishRuns: number;
  readonly minimal: Minimality;
  /** Of the run of the plan, 16 hexadecimal digits. */
  readonly digest: string;
  /** Number of the violating event. */
  readonly event: number;
  readonly sentence: string;
  /** What to set on the scenario beyond what was given, for the plan to break it: fewer messages, constant latency. Absent when nothing is. */
  readonly parameters?: Parameters;
  /** Where it was written. */
  readonly file?: string;
}

/** Whether two failures are the same one: of the same guarantee, and reduced to the same plan. */
export function isSameFailure(one: Pick<Counterexample, "guarantee" | "plan">, other: Pick<Counterexample, "guarantee" | "plan">): boolean {
  return one.guarantee === other.guarantee && JSON.stringify(one.plan.map(sorted)) === JSON.stringify(other.plan.map(sorted));
}

/** Which group of a partition is named first makes no difference, unless it is torn one way only. */
function sorted(fault: Fault): Fault {
  if (fault.fault !== "partition" || fault.oneWay === true) return fault;
  const groups = fault.groups.map((group) => group.toSorted()).toSorted((a, b) => (a.join() < b.join() ? -1 : 1));
  return { ...fault, groups };
}

/** What was found, and where. */
export interface Reduced extends Shrunk {
  readonly guarantee: string;
  readonly seed: string;
  readonly runsToFind: number;
}

/** Runs the reduced plan once more, with trace and checkpoints: the run that is shown and written down. */
export function witness(resolved: Resolved, { seed, plan, parameters }: { readonly seed: string; readonly plan: Plan; readonly parameters?: Parameters }): Simulation {
  const altered = parameters === undefined || Object.keys(parameters).length === 0 ? resolved : resolve(withParameters(resolved.scenario, parameters));
  const simulation = new Simulation(altered, { seed, plan, rates: false, trace: true, checkpoints: true, freezes: true });
  while (simulation.advance());
  return simulation;
}

export function counterexampleOf(reduced: Reduced, simulation: Simulation): Counterexample {
  const finding = simulation.findings.find(({ guarantee }) => guarantee === reduced.guarantee);
  return {
    guarantee: reduced.guarantee,
    seed: reduced.seed,
    plan: reduced.plan,
    lines: reduced.plan.map(printFault),
    faults: reduced.plan.length,
    runsToFind: reduced.runsToFind,
    shrinkRuns: reduced.replays,
    polishRuns: reduced.polishing,
    minimal: reduced.minimal,
    digest: simulation.world.kernel.digest.toString(),
    event: finding?.at ?? simulation.world.kernel.events,
    sentence: finding?.sentence ?? "",
    ...(Object.keys(reduced.parameters).length === 0 ? {} : { parameters: reduced.parameters }),
  };
}
