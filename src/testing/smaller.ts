import { subsets } from "../search/shrink.ts";
import type { Plan } from "../world/fault.ts";
import { shorter } from "./shorter.ts";

/** A smaller plan to try, and how to go on from it should it be taken. */
export interface Candidate {
  readonly plan: Plan;
  readonly onward: Walk;
}

/** What to try in place of a plan, in order. */
export type Walk = (plan: Plan) => Generator<Candidate>;

/** Pairs are tried up to this many entries, and so many of the smaller plans there are, as in `search/shrink.ts`. */
const PAIRS_UP_TO = 40;
const SMALLER_TRIED = 60;

/**
 * Smaller plans for a greedy walk, which takes the first that fails and goes on from there: none at all, then without whole runs
 * of entries (halves, quarters, ...), single ones until each was tried in vain, pairs; then the smallest plans over the entries
 * it began with; and last with entries shortened and rounded. This is delta debugging (Zeller and Hildebrandt, TSE 2002), told
 * nothing but which plan was taken.
 */
export function* smaller(plan: Plan): Generator<Candidate> {
  if (plan.length > 0) yield { plan: [], onward: nothing };
  yield* withoutRuns(plan, plan.length, plan.length >>> 1)(plan);
}

/** Ends a walk when so many plans have been handed out on it, failing or not. */
export function atMost(most: number, walk: Walk): Walk {
  return function* (plan) {
    let left = most;
    for (const { plan: next, onward } of walk(plan)) {
      if (left === 0) return;
      left--;
      yield { plan: next, onward: atMost(left, onward) };
    }
  };
}

function* nothing(): Generator<Candidate> {
  // There is nothing smaller than no fault.
}

/** Runs of this length from `at` down, then shorter ones. From the end: what struck last is often but a consequence. */
function withoutRuns(whole: Plan, at: number, length: number): Walk {
  return function* (plan) {
    for (let size = length, end = at; size > 1; size >>>= 1, end = plan.length) {
      for (; end > 0; end -= size) {
        const start = Math.max(0, end - size);
        const left = [...plan.slice(0, start), ...plan.slice(end)];
        if (left.length > 0) yield { plan: left, onward: withoutRuns(whole, start, size) };
      }
    }
    yield* withoutOne(whole, plan.length)(plan);
  };
}

function withoutOne(whole: Plan, at: number): Walk {
  return function* (plan) {
    yield* withoutFew(whole, at)(plan);
    yield* withShorter(0)(plan);
  };
}

/** Each entry once, going round from `at`: when none of them can go, no single one can. Then pairs, then what was passed by. */
function withoutFew(whole: Plan, at: number): Walk {
  return function* (plan) {
    for (let count = 1; count <= plan.length && plan.length > 1; count++) {
      const index = (at - count + plan.length) % plan.length;
      yield { plan: plan.toSpliced(index, 1), onward: withoutOne(whole, index) };
    }
    if (plan.length > 2 && plan.length <= PAIRS_UP_TO) yield* withoutTwo(whole, plan);
    yield* fewerOf(whole, plan.length);
  };
}

function* withoutTwo(whole: Plan, plan: Plan): Generator<Candidate> {
  for (let second = plan.length - 1; second > 0; second--) {
    for (let first = second - 1; first >= 0; first--) {
      yield { plan: plan.toSpliced(second, 1).toSpliced(first, 1), onward: withoutOne(whole, plan.length - 2) };
    }
  }
}

/** What the greedy walk may have passed by: plans over the entries it began with, by size. */
function* fewerOf(whole: Plan, than: number): Generator<Candidate> {
  let tried = 0;
  for (let size = 1; size < than; size++) {
    for (const plan of subsets(whole, size)) {
      if (++tried > SMALLER_TRIED) return;
      yield { plan, onward: withShorter(0) };
    }
  }
}

/** Entry by entry from `at`. What was shortened or moved may have made another entry needless: those are tried again at the end. */
function withShorter(at: number, changed = false): Walk {
  return function* (plan) {
    for (let index = at; index < plan.length; index++) {
      for (const fault of shorter(plan[index]!)) yield { plan: plan.with(index, fault), onward: withShorter(index, true) };
    }
    if (changed) yield* withoutFew(plan, plan.length)(plan);
  };
}
