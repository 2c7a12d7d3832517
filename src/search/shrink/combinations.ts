import type { Plan } from "../../world/fault.ts";
import type { Work } from "../attempt.ts";
import type { Reducer } from "./reducer.ts";
import { byNeed } from "./slice.ts";
import { subsets } from "./subsets.ts";

/** Pairs are tried up to this many faults; any part of what is left, up to this many. */
const PAIRS_UP_TO = 40;
const PARTS_UP_TO = 5;
/** Every smaller plan out of all that struck is tried where there are at most so many; of more, the most plausible ones. */
const ALL_UP_TO = 128;
const PLAUSIBLE = 48;

/** Two at once: what undoes each other can only go together. */
export function* deleteTwo(reducer: Reducer): Work<void> {
  if (reducer.best.plan.length > PAIRS_UP_TO) return;
  for (let second = reducer.best.plan.length - 1; second > 0; second--) {
    for (let first = second - 1; first >= 0 && second < reducer.best.plan.length; first--) {
      yield* reducer.breaks(reducer.best.plan.toSpliced(second, 1).toSpliced(first, 1));
    }
  }
}

/** Any part of what is left, the smallest first. */
export function* deleteAny(reducer: Reducer): Work<void> {
  if (reducer.best.plan.length <= PARTS_UP_TO) yield* proves(reducer, reducer.best.plan);
}

/**
 * Tries smaller plans out of these faults, the smallest and the most plausible first, while that is cheap; one that breaks
 * becomes the best. True when there is no plan with fewer faults than the best that was not tried.
 */
export function* proves(reducer: Reducer, from: Plan): Work<boolean> {
  const { plan: { length }, sentence } = reducer.best;
  const ordered = byNeed(from, sentence);
  const most = smallerPlans(from.length, length) <= ALL_UP_TO ? ALL_UP_TO : PLAUSIBLE;
  let tries = 0;
  for (let size = 0; size < length; size++) {
    for (const subset of subsets(ordered, size)) {
      if (++tries > most) return false;
      if (yield* reducer.breaks(from.filter((fault) => subset.includes(fault)))) return true;
      if (reducer.capped) return false;
    }
  }
  return true;
}

/** How many plans of fewer than `size` faults can be made of so many. */
function smallerPlans(faults: number, size: number): number {
  let all = 0;
  for (let count = 1, chosen = 0; chosen < size; count = (count * (faults - chosen)) / ++chosen) all += count;
  return all;
}
