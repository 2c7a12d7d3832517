import { InputError } from "../kernel/errors.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Scenario } from "../scenario/types.ts";
import { counterexampleOf, witness } from "../search/counterexample.ts";
import type { Counterexample } from "../search/counterexample.ts";
import { Reduction } from "../search/shrink.ts";
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
  /** Ends it early, with what it has come to. */
  readonly signal?: AbortSignal;
  /** Called now and then, with the replays so far. */
  readonly onProgress?: (replays: number) => void;
}

/**
 * Reduces a failing plan: the fewest faults, then the plainest setting and words for them. `replays` (default 500) caps the
 * work; the best so far is kept.
 * @throws InputError when the plan does not break the guarantee to begin with; the signal's reason when it came before that was known.
 */
export async function shrink(scenario: Scenario, failing: Failing, options: ShrinkOptions = {}): Promise<Counterexample> {
  const { signal } = options;
  const resolved = resolve(scenario);
  const plan = checkPlan(failing.plan, resolved.world.nodes.map(({ name }) => name));
  const reduction = new Reduction(resolved, failing.seed, plan, failing.guarantee, options.replays ?? 500);
  const work = reduction.work();
  while (signal?.aborted !== true && work.next().done !== true) {
    options.onProgress?.(reduction.replays);
    await new Promise<void>((done) => void setImmediate(done));
  }
  if (reduction.best === undefined) signal?.throwIfAborted();
  if (reduction.best === undefined) throw new InputError(`this plan does not break ${failing.guarantee} in ${resolved.name} under seed ${JSON.stringify(failing.seed)}, so there is nothing to shrink; replay it to see what it does`);
  const reduced = { ...reduction.best, guarantee: failing.guarantee, seed: failing.seed, runsToFind: 0 };
  return counterexampleOf(reduced, witness(resolved, reduced));
}
