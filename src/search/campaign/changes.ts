import type { Resolved } from "../../scenario/resolve.ts";
import { frozenPlan } from "../../scenario/result.ts";
import { attempt } from "../attempt.ts";
import type { Work } from "../attempt.ts";
import { optionsOf } from "../outcome.ts";
import type { Candidate } from "../strategy.ts";

/** By kind of fault that struck: did the history, times apart, change without it? */
export type Changes = { readonly [kind: string]: boolean };

/** Takes each kind out of the run's frozen plan in turn and compares the histories, times apart. */
export function* changesIn(resolved: Resolved, candidate: Candidate): Work<Changes> {
  const whole = yield* attempt(resolved, optionsOf(candidate));
  const plan = frozenPlan(whole);
  const changes: { [kind: string]: boolean } = {};
  for (const kind of new Set(plan.map(({ fault }) => fault))) {
    const without = yield* attempt(resolved, { seed: candidate.seed, plan: plan.filter(({ fault }) => fault !== kind), rates: false });
    changes[kind] = without.delivery.fingerprint.toString() !== whole.delivery.fingerprint.toString();
  }
  return changes;
}
