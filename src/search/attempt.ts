import type { Resolved } from "../scenario/resolve.ts";
import { Simulation } from "../scenario/simulation.ts";
import type { SimulationOptions } from "../scenario/simulation.ts";
import type { Plan } from "../world/fault.ts";

/** Events between two yields: long runs stay interruptible. */
export const SLICE = 4096;

/** A piece of search as a generator: it yields now and then, so that whoever drives it can look at the clock, or stop. */
export type Work<T> = Generator<undefined, T, undefined>;

/** Runs to the end, yielding on the way, and once at least: a campaign of short runs stays interruptible too. */
export function* attempt(resolved: Resolved, options: SimulationOptions): Work<Simulation> {
  const simulation = new Simulation(resolved, options);
  for (let more = true; more; yield) more = simulation.advance(SLICE);
  return simulation;
}

/** A guarantee, broken: in what words, and by which entries of the plan that had struck by then. */
export interface Broken {
  readonly sentence: string;
  readonly struck: Plan;
  /** How many events it took, up to 63 too many. */
  readonly events: number;
}

/** Does this plan, with rates off, break this guarantee under this seed, within so many events? Stops at the violation. */
export function* breaksUnder(resolved: Resolved, seed: string, plan: Plan, guarantee: string, events: number = Infinity): Work<Broken | undefined> {
  const simulation = new Simulation(resolved, { seed, plan, rates: false });
  const { judge, world } = simulation;
  while (!judge.hasFailed(guarantee) && simulation.advance(64)) {
    if (world.kernel.events > events) return undefined;
    if (world.kernel.events % SLICE < 64) yield;
  }
  yield;
  const finding = world.ending === undefined ? judge.failure(guarantee) : simulation.findings.find((one) => one.guarantee === guarantee && one.status === "fail");
  if (finding === undefined) return undefined;
  return { sentence: finding.sentence ?? "", struck: plan.filter((_, index) => world.planned.entries[index]!.struck), events: world.kernel.events };
}

/** Drives work to its end without looking up. */
export function finishWork<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
