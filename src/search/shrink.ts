import type { Resolved } from "../scenario/resolve.ts";
import type { Fault, Plan } from "../world/fault.ts";
import { parsePacketKey, parseStepKey } from "../world/step-key.ts";
import { printPlan } from "../world/plan-text.ts";
import { breaksUnder } from "./attempt.ts";
import type { Work } from "./attempt.ts";

/**
 * How far a result is known to be the smallest. "proved": every plan with fewer faults, out of those that struck, was tried.
 * "one-minimal": none of its faults can be left out alone. "capped": the replays ran out before either was known.
 */
export type Minimality = "capped" | "one-minimal" | "proved";

export interface Shrunk {
  readonly plan: Plan;
  readonly minimal: Minimality;
  readonly replays: number;
  readonly sentence: string;
}

/** Pairs are tried up to this many faults; every smaller plan, where these are at most so many. */
const PAIRS_UP_TO = 40;
const PROOF_TRIES = 60;

/**
 * Finds a small plan that breaks the same guarantee under the same seed: first the slice (what had struck by the violation,
 * and of that the faults of nodes and those on messages that the violation names), then by halving the end of what must stay,
 * then one by one and in pairs, to a fixpoint; then, where that is cheap, every smaller plan over the faults it began with.
 * Deterministic; keeps the best so far when `replays` runs out. SEARCH.md 2.1 has the figures.
 */
export function* shrinkPlan(resolved: Resolved, seed: string, plan: Plan, guarantee: string, replays: number): Work<Shrunk | undefined> {
  const reducer = new Reducer(resolved, seed, guarantee, replays);
  if (!(yield* reducer.breaks(plan))) return undefined;
  yield* reducer.slice();
  yield* reducer.deleteByHalves();
  for (let before = -1; before !== reducer.best.length && !reducer.capped; ) {
    before = reducer.best.length;
    yield* reducer.deleteOne();
    if (reducer.best.length <= PAIRS_UP_TO) yield* reducer.deleteTwo();
    if (reducer.best.length === before) yield* reducer.tryEverySmaller(reducer.best);
  }
  const proved = yield* reducer.tryEverySmaller(plan);
  return { plan: reducer.best, minimal: proved ? "proved" : reducer.isOneMinimal ? "one-minimal" : "capped", replays: reducer.replays, sentence: reducer.sentence };
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
  /** Of the best, what had struck when it broke. */
  #struck: Plan = [];

  constructor(resolved: Resolved, seed: string, guarantee: string, most: number) {
    this.#resolved = resolved;
    this.#seed = seed;
    this.#guarantee = guarantee;
    // Whether there is anything to reduce is always looked at.
    this.#most = Math.max(1, most);
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
    const broken = yield* breaksUnder(this.#resolved, this.#seed, plan, this.#guarantee);
    this.#tried.set(text, broken !== undefined);
    if (broken === undefined) return false;
    this.best = plan;
    this.sentence = broken.sentence;
    this.#struck = broken.struck;
    return true;
  }

  *slice(): Work<void> {
    const messages = new Set([...this.sentence.matchAll(/\bm(\d+)\b/g)].map((match) => Number(match[1])));
    const struck = this.#struck;
    const sliced = struck.filter((fault) => concerns(fault, messages));
    if (sliced.length === this.best.length || (yield* this.breaks(sliced))) return;
    if (struck.length < this.best.length) yield* this.breaks(struck);
  }

  /** From the end, removes all that can go before the next fault that must stay, which it finds by halving what is left. */
  *deleteByHalves(): Work<void> {
    for (let end = this.best.length; end > 0 && !this.capped; end--) {
      const base = this.best;
      const without = (count: number): Plan => [...base.slice(0, end - count), ...base.slice(end)];
      if (yield* this.breaks(without(end))) return;
      let good = 0;
      for (let bad = end; bad - good > 1; ) {
        const middle = (good + bad) >>> 1;
        if (yield* this.breaks(without(middle))) good = middle;
        else bad = middle;
      }
      end -= good;
    }
  }

  *deleteOne(): Work<void> {
    for (let index = this.best.length - 1; index >= 0 && !this.capped; index--) yield* this.breaks(this.best.toSpliced(index, 1));
  }

  *deleteTwo(): Work<void> {
    for (let second = this.best.length - 1; second > 0; second--) {
      for (let first = second - 1; first >= 0 && second < this.best.length && !this.capped; first--) {
        yield* this.breaks(this.best.toSpliced(second, 1).toSpliced(first, 1));
      }
    }
  }

  /** No fault can be taken out alone: each was. */
  get isOneMinimal(): boolean {
    return this.best.every((_, index) => this.#tried.get(printPlan(this.best.toSpliced(index, 1))) === false);
  }

  /** True when every plan with fewer faults than the best, out of these, was tried and held; a smaller one that breaks becomes the best. */
  *tryEverySmaller(from: Plan): Work<boolean> {
    let tries = 0;
    for (let size = 0; size < this.best.length; size++) tries += combinations(from.length, size);
    if (tries > PROOF_TRIES) return false;
    for (let size = 0; size < this.best.length; size++) {
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
