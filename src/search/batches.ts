import type { Work } from "./attempt.ts";
import type { Candidate, Outcome, Strategy } from "./strategy.ts";

/**
 * Lets a strategy propose batch after batch, and runs them one after the other: the reference for any other way of doing it. Before batch
 * n is made, the strategy is told of those up to n - 2. `run` gives the outcome of a candidate, undefined to end here.
 * True when the strategy has nothing left.
 */
export function* inBatches(strategy: Strategy, run: (candidate: Candidate) => Work<Outcome | undefined>): Work<boolean> {
  let before: readonly Outcome[] = [];
  let empty = 0;
  for (let n = 0; empty < 2; n++) {
    const batch = strategy.batch(n);
    const outcomes: Outcome[] = [];
    empty = batch.length === 0 ? empty + 1 : 0;
    for (const candidate of batch) {
      const outcome = yield* run(candidate);
      if (outcome === undefined) return false;
      outcomes.push(outcome);
    }
    if (n > 0) strategy.learn?.(n - 1, before);
    before = outcomes;
  }
  return true;
}
