import { Simulation } from "../scenario/simulation.ts";
import { withParameters } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { Plan } from "../world/fault.ts";
import { printFault } from "../world/plan-text.ts";
import type { Minimality } from "./shrink.ts";

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
  /** Replays spent on reducing it. */
  readonly shrinkRuns: number;
  readonly minimal: Minimality;
  /** Of the run of the plan, 16 hexadecimal digits. */
  readonly digest: string;
  /** Number of the violating event. */
  readonly event: number;
  readonly sentence: string;
  /** What to set on the scenario: there when latency was taken out of chance, because only an order was needed. */
  readonly parameters?: Parameters;
  /** Where it was written. */
  readonly file?: string;
}

/** What was found, and where. */
export interface Reduced {
  readonly guarantee: string;
  readonly seed: string;
  readonly plan: Plan;
  readonly minimal: Minimality;
  readonly replays: number;
  readonly runsToFind: number;
  readonly parameters?: Parameters;
}

/** Runs the reduced plan once more, with trace and checkpoints: the run that is shown and written down. */
export function witness(resolved: Resolved, { seed, plan, parameters }: { readonly seed: string; readonly plan: Plan; readonly parameters?: Parameters }): Simulation {
  const altered = parameters === undefined ? resolved : resolve(withParameters(resolved.scenario, parameters));
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
    minimal: reduced.minimal,
    digest: simulation.world.kernel.digest.toString(),
    event: finding?.at ?? simulation.world.kernel.events,
    sentence: finding?.sentence ?? "",
    ...(reduced.parameters === undefined ? {} : { parameters: reduced.parameters }),
  };
}
