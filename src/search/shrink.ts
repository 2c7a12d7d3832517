import type { Resolved } from "../scenario/resolve.ts";
import type { Fault, Plan } from "../world/fault.ts";
import { parsePacketKey, parseStepKey } from "../world/step-key.ts";
import { printPlan } from "../world/plan-text.ts";
import { breaksUnder } from "./attempt.ts";
import type { Work } from "./attempt.ts";

/** How far a result is known to be the smallest. */
export type Minimality = "capped" | "one-minimal" | "proved";

export interface Shrunk {
  readonly plan: Plan;
  readonly minimal: Minimality;
  readonly replays: number;
  readonly sentence: string;
}

/** Pairs are tried up to this many faults, smaller plans up to this many tries. */
const PAIRS_UP_TO = 40;
const PROOF_TRIES = 120;

/**
 * Finds a small plan that breaks the same guarantee under the same seed: first the slice (faults on the messages that the
 * violation names, and those of nodes), then adaptive deletion (Hypothesis' find_integer: runs of faults at once, in
 * O(log) tries a run), then pairs, to a fixpoint; then, while that is cheap, every smaller plan over the faults it began with.
 * Deterministic; keeps the best so far when `replays` runs out. SEARCH.md 2.1 has the figures.
 */
export function* shrinkPlan(resolved: Resolved, seed: string, plan: Plan, guarantee: string, replays: number): Work<Shrunk | undefined> {
  const reducer = new Reducer(resolved, seed, guarantee, replays);
  if (!(yield* reducer.breaks(plan))) return undefined;
  yield* reducer.slice(plan);
  for (let before = -1; before !== reducer.best.length && !reducer.capped; ) {
    before = reducer.best.length;
    yield* reducer.deleteRuns();
    if (reducer.best.length <= PAIRS_UP_TO) yield* reducer.deletePairs();
  }
  const minimal = reducer.capped ? "capped" : (yield* reducer.tryEverySmaller(plan)) ? "proved" : "one-minimal";
  return { plan: reducer.best, minimal: reducer.capped && minimal !== "proved" ? "capped" : minimal, replays: reducer.replays, sentence: reducer.sentence };
}

class Reducer {
  best: Plan = [];
  replays = 0;
  sentence = "";
  capped = false;
  readonly #resolved: Resolved;
  readonly #seed: string;
  readonly #guarantee: string;
  readonly #most: number;
  readonly #tried = new Map<string, boolean>();

  constructor(resolved: Resolved, seed: string, guarantee: string, most: number) {
    this.#resolved = resolved;
    this.#seed = seed;
    this.#guarantee = guarantee;
    this.#most = most;
  }

  /** Replays a candidate; one that breaks becomes the best. */
  *breaks(plan: Plan): Work<boolean> {
    const text = printPlan(plan);
    const known = this.#tried.get(text);
    if (known !== undefined) return known;
    if (this.replays >= this.#most) {
      this.capped = true;
      return false;
    }
    this.replays++;
    const finding = yield* breaksUnder(this.#resolved, this.#seed, plan, this.#guarantee);
    this.#tried.set(text, finding !== undefined);
    if (finding === undefined) return false;
    this.best = plan;
    this.sentence = finding.sentence ?? "";
    return true;
  }

  *slice(plan: Plan): Work<void> {
    const messages = new Set([...this.sentence.matchAll(/\bm(\d+)\b/g)].map((match) => Number(match[1])));
    const sliced = plan.filter((fault) => concerns(fault, messages));
    if (sliced.length > 0 && sliced.length < plan.length) yield* this.breaks(sliced);
  }

  /** From the end, removes as long a run of faults as still breaks: doubling while it does, then bisecting. */
  *deleteRuns(): Work<void> {
    for (let end = this.best.length; end > 0; ) {
      const base = this.best;
      const without = (count: number): Plan => [...base.slice(0, end - count), ...base.slice(end)];
      let good = 0;
      let bad = 1;
      while (bad <= end && (yield* this.breaks(without(bad)))) {
        good = bad;
        bad = bad * 2;
      }
      bad = Math.min(bad, end + 1);
      while (bad - good > 1) {
        const middle = (good + bad) >>> 1;
        if (yield* this.breaks(without(middle))) good = middle;
        else bad = middle;
      }
      if (this.capped) return;
      end -= good + 1;
    }
  }

  *deletePairs(): Work<void> {
    for (let first = this.best.length - 1; first > 0; first--) {
      for (let second = first - 1; second >= 0; second--) {
        if (first >= this.best.length) break;
        yield* this.breaks(this.best.filter((_, index) => index !== first && index !== second));
        if (this.capped) return;
      }
    }
  }

  /** True when every plan smaller than the best, over the faults of `from`, was tried and held. Starts again below a smaller one. */
  *tryEverySmaller(from: Plan): Work<boolean> {
    for (let size = 0; size < this.best.length; size++) {
      if (combinations(from.length, size) > PROOF_TRIES) return false;
      for (const subset of subsets(from, size)) {
        if (yield* this.breaks(subset)) return true;
        if (this.capped) return false;
      }
    }
    return true;
  }
}

/** Faults of nodes and links, and those on packets and steps of these messages. */
function concerns(fault: Fault, messages: ReadonlySet<number>): boolean {
  if ("packet" in fault) return messages.has(parsePacketKey(fault.packet, "plan").message);
  if (!("in" in fault)) return true;
  const key = parseStepKey(fault.in, "plan");
  return !("message" in key) || key.message === 0 || messages.has(key.message);
}

function combinations(from: number, size: number): number {
  let count = 1;
  for (let step = 1; step <= size; step++) count = (count * (from - step + 1)) / step;
  return count;
}

/** Every subset of `size`, in order. */
export function* subsets<T>(from: readonly T[], size: number, start: number = 0): Generator<readonly T[]> {
  if (size === 0) return yield [];
  for (let index = start; index <= from.length - size; index++) for (const rest of subsets(from, size - 1, index + 1)) yield [from[index]!, ...rest];
}
