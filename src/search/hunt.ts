import type { Resolved } from "../scenario/resolve.ts";
import { attempt } from "./attempt.ts";
import type { Work } from "./attempt.ts";
import { inBatches } from "./batches.ts";
import { breaksPromise, optionsOf, outcomeOf } from "./outcome.ts";
import type { Candidate, Certificate, StrategyMaker } from "./strategy.ts";

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
  let found: Candidate | undefined;
  const exhausted = yield* inBatches(strategy, function* (candidate) {
    if (runs >= most) return undefined;
    const outcome = outcomeOf(yield* attempt(resolved, optionsOf(candidate)), candidate);
    runs++;
    if (!breaksPromise(resolved, outcome)) return outcome;
    found = candidate;
    return undefined;
  });
  return { runs, found, certificate: exhausted ? strategy.certificate : undefined, exhausted };
}
