import type { Resolved } from "../scenario/resolve.ts";
import type { Plan } from "../world/fault.ts";
import { printPlan } from "../world/plan-text.ts";
import { breaksUnder } from "./attempt.ts";
import type { Work } from "./attempt.ts";
import { subsets } from "./shrink.ts";

/** Whether a pinned plan does what its scenario says (DESIGN 9). */
export interface PinResult {
  /** It breaks the guarantee, with rates off, under the scenario's own seed. */
  readonly breaks: boolean;
  /** No proper subset of it does. */
  readonly smallest: boolean;
  /** A smaller one that does. */
  readonly smaller?: string;
  readonly sentence?: string;
}

/** Tries the plan and every proper subset of it. */
export function* checkPin(resolved: Resolved, guarantee: string, plan: Plan): Work<PinResult> {
  const broken = yield* breaksUnder(resolved, resolved.seed, plan, guarantee);
  if (broken === undefined) return { breaks: false, smallest: false };
  const { sentence } = broken;
  for (let size = 0; size < plan.length; size++) {
    for (const subset of subsets(plan, size)) {
      if ((yield* breaksUnder(resolved, resolved.seed, subset, guarantee)) !== undefined) return { breaks: true, smallest: false, smaller: printPlan(subset), sentence };
    }
  }
  return { breaks: true, smallest: true, sentence };
}
