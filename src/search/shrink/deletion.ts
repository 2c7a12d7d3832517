import type { Work } from "../attempt.ts";
import type { Reducer } from "./reducer.ts";
import { byNeed } from "./slice.ts";

/** Runs of faults at once. */
export function* deleteMany(reducer: Reducer): Work<void> {
  const { plan, sentence } = reducer.best;
  yield* deleteRuns(byNeed(plan, sentence), (kept) => {
    const stays = new Set(kept);
    return reducer.breaks(plan.filter((fault) => stays.has(fault)));
  });
}

/** One by one. */
export function* deleteOne(reducer: Reducer): Work<void> {
  const { plan, sentence } = reducer.best;
  for (const fault of byNeed(plan, sentence).toReversed()) yield* reducer.breaks(reducer.best.plan.filter((other) => other !== fault));
}

/**
 * Adaptive deletion (as in Hypothesis; SEARCH.md 2.1): from the end, as many items at once as can go. First all of them;
 * where one must stay, the last such is found by halving, and the next run is about as long as the gaps so far. So items that
 * are needed far apart cost log n tries each, and those that stand together one.
 * @param holds whether what is kept will do. @returns what it came to.
 */
export function* deleteRuns<T>(items: readonly T[], holds: (kept: readonly T[]) => Work<boolean>): Work<readonly T[]> {
  let left = items;
  let end = items.length;
  const without = (count: number): readonly T[] => left.toSpliced(end - count, count);
  for (let run = end, found = 0; end > 0; ) {
    const whole = Math.min(run, end);
    let good = 0;
    if (yield* holds(without(whole))) {
      good = whole;
      run = whole * 2;
    } else {
      for (let bad = whole; bad - good > 1; ) {
        const middle = (good + bad) >>> 1;
        if (yield* holds(without(middle))) good = middle;
        else bad = middle;
      }
      found++;
      run = Math.ceil((items.length - end + good + 1) / found);
    }
    left = without(good);
    end -= good < whole ? good + 1 : good;
  }
  return left;
}
