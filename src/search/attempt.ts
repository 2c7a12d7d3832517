import type { Finding } from "../guarantees/judge.ts";
import type { Resolved } from "../scenario/resolve.ts";
import { Simulation } from "../scenario/simulation.ts";
import type { SimulationOptions } from "../scenario/simulation.ts";
import type { Plan } from "../world/fault.ts";

/** Events between two yields: long runs stay interruptible. */
const SLICE = 4096;

/** A piece of search as a generator: it yields now and then, so that whoever drives it can look at the clock, or stop. */
export type Work<T> = Generator<undefined, T, undefined>;

/** Runs to the end, yielding on the way. */
export function* attempt(resolved: Resolved, options: SimulationOptions): Work<Simulation> {
  const simulation = new Simulation(resolved, options);
  while (simulation.advance(SLICE)) yield;
  return simulation;
}

/** Does this plan, with rates off, break this guarantee under this seed? Stops at the violation. */
export function* breaksUnder(resolved: Resolved, seed: string, plan: Plan, guarantee: string): Work<Finding | undefined> {
  const simulation = new Simulation(resolved, { seed, plan, rates: false });
  while (!simulation.judge.hasFailed(guarantee) && simulation.advance(64)) if (simulation.world.kernel.events % SLICE < 64) yield;
  yield;
  if (simulation.world.ending === undefined) return simulation.judge.failure(guarantee);
  return simulation.findings.find((finding) => finding.guarantee === guarantee && finding.status === "fail");
}

/** Drives work to its end without looking up. */
export function finishWork<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
