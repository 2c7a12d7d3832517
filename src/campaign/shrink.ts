import { InputError } from "../kernel/errors.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Scenario } from "../scenario/types.ts";
import { counterexampleOf, witness } from "../search/counterexample.ts";
import type { Counterexample } from "../search/counterexample.ts";
import { shrinkPlan } from "../search/shrink.ts";
import type { Plan } from "../world/fault.ts";
import { checkPlan } from "../world/plan-check.ts";

/** A failure to reduce. */
export interface Failing {
  /** The seed under which it fails: latencies are drawn from it. */
  readonly seed: string;
  /** What struck, all of it: rates are off. */
  readonly plan: Plan;
  /** The guarantee that breaks. */
  readonly guarantee: string;
}

/** How much work shrinking may be. */
export interface ShrinkOptions {
  /** Most replays. Default 500. */
  readonly replays?: number;
  /** Called now and then. */
  readonly onProgress?: (steps: number) => void;
}

/**
 * Reduces a failing plan. `replays` (default 500) caps the work; the best so far is kept.
 * @throws InputError when the plan does not break the guarantee to begin with.
 */
export async function shrink(scenario: Scenario, failing: Failing, options: ShrinkOptions = {}): Promise<Counterexample> {
  const resolved = resolve(scenario);
  const plan = checkPlan(failing.plan, resolved.world.nodes.map(({ name }) => name));
  const work = shrinkPlan(resolved, failing.seed, plan, failing.guarantee, options.replays ?? 500);
  for (let steps = 1; ; steps++) {
    const step = work.next();
    if (step.done !== true) {
      options.onProgress?.(steps);
      await new Promise<void>((done) => void setImmediate(done));
      continue;
    }
    const shrunk = step.value;
    if (shrunk === undefined) throw new InputError(`this plan does not break ${failing.guarantee} in ${resolved.name} under seed ${JSON.stringify(failing.seed)}, so there is nothing to shrink; replay it to see what it does`);
    const reduced = { ...shrunk, guarantee: failing.guarantee, seed: failing.seed, runsToFind: 0 };
    return counterexampleOf(reduced, witness(resolved, reduced));
  }
}
