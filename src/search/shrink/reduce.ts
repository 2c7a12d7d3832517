import type { Work } from "../attempt.ts";
import { oneAlone } from "./alone.ts";
import { deleteAny, deleteTwo, proves } from "./combinations.ts";
import { deleteMany, deleteOne } from "./deletion.ts";
import type { Reducer } from "./reducer.ts";
import { slice } from "./slice.ts";

/**
 * How far a plan is known to be the smallest. "proved": every plan with fewer faults, out of those that struck, was tried.
 * "one-minimal": none of its faults can be left out alone. "capped": the replays ran out before either was known.
 */
export type Minimality = "capped" | "one-minimal" | "proved";

/**
 * Takes faults out of the best plan: first the slice, then runs of faults at once, then one by one, in pairs and in any
 * combination, to a fixpoint; then looks whether something smaller can be made of the faults it began with, or one alone does at another moment.
 */
export function* reduce(reducer: Reducer): Work<Minimality> {
  const { plan } = reducer.best;
  yield* slice(reducer);
  yield* deleteMany(reducer);
  for (let before = -1; before !== reducer.best.plan.length && !reducer.capped; ) {
    before = reducer.best.plan.length;
    yield* deleteOne(reducer);
    yield* deleteTwo(reducer);
    if (reducer.best.plan.length === before) yield* deleteAny(reducer);
  }
  let proved = yield* proves(reducer, plan);
  if (yield* oneAlone(reducer)) proved = yield* proves(reducer, reducer.best.plan);
  if (proved) return "proved";
  return reducer.isOneMinimal ? "one-minimal" : "capped";
}
