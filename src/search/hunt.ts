import type { Resolved } from "../scenario/resolve.ts";
import { attempt } from "./attempt.ts";
import type { Work } from "./attempt.ts";
import { breaksPromise, optionsOf, outcomeOf } from "./outcome.ts";
import type { Candidate, Certificate, Outcome, StrategyMaker } from "./strategy.ts";

/** What a hunt came to. */
export interface Hunt {
  /** Runs that were made, the last of which broke something, if any did. */
  readonly runs: number;
  /** The candidate that broke a promised guarantee. */
  readonly found: Candidate | undefined;
  readonly certificate: Certificate | undefined;
  /** Nothing was left to try. */
  readonly exhausted: boolean;
}

/** Runs a strategy until it breaks a promised guarantee, has nothing left, or has made so many runs: a campaign's search and nothing else. */
export function* hunt(resolved: Resolved, maker: StrategyMaker, seed: string, most: number): Work<Hunt> {
  const strategy = maker(resolved, seed);
  let runs = 0;
  let before: readonly Outcome[] = [];
  let empty = 0;
  for (let n = 0; empty < 2; n++) {
    const batch = strategy.batch(n);
    const outcomes: Outcome[] = [];
    empty = batch.length === 0 ? empty + 1 : 0;
    for (const candidate of batch) {
      if (runs >= most) return { runs, found: undefined, certificate: undefined, exhausted: false };
      const outcome = outcomeOf(yield* attempt(resolved, optionsOf(candidate)), candidate);
      runs++;
      if (breaksPromise(resolved, outcome)) return { runs, found: candidate, certificate: undefined, exhausted: false };
      outcomes.push(outcome);
    }
    if (n > 0) strategy.learn?.(n - 1, before);
    before = outcomes;
  }
  return { runs, found: undefined, certificate: strategy.certificate, exhausted: true };
}
