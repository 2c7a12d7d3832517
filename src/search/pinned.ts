import type { Resolved, ResolvedPromise } from "../scenario/resolve.ts";
import type { FaultKind } from "../world/fault.ts";
import type { Work } from "./attempt.ts";
import { counterexampleOf, witness } from "./counterexample.ts";
import type { Counterexample } from "./counterexample.ts";
import { checkPin } from "./pins.ts";

/**
 * Counterexamples that a scenario knows: plans it pins which are of this kind of fault alone (undefined: no fault at all), under its own
 * seed. A plan may break more than it is pinned for; of several, a guarantee has its own.
 */
export function* pinnedCounterexamples(resolved: Resolved, promises: readonly ResolvedPromise[], fault: FaultKind | undefined, guarantees: readonly string[]): Work<readonly Counterexample[]> {
  const pins = promises.flatMap(({ guarantee, plan }) => (plan !== undefined && (fault === undefined ? plan.length === 0 : plan.length > 0 && plan.every((entry) => entry.fault === fault)) ? [{ pinned: guarantee, plan }] : []));
  const found: Counterexample[] = [];
  for (const guarantee of guarantees) {
    for (const { pinned, plan } of pins.toSorted((a, b) => Number(b.pinned === guarantee) - Number(a.pinned === guarantee))) {
      const { breaks, smallest, sentence = "" } = yield* checkPin(resolved, guarantee, plan);
      if (!breaks || !(smallest || pinned === guarantee)) continue;
      const reduced = { guarantee, seed: resolved.seed, plan, minimal: smallest ? ("one-minimal" as const) : ("capped" as const), sentence, parameters: {}, replays: 0, polishing: 0, runsToFind: 0 };
      found.push(counterexampleOf(reduced, witness(resolved, reduced)));
      break;
    }
  }
  return found;
}
