import type { Parameters } from "../scenario/parameters.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { Plan } from "../world/fault.ts";
import type { Work } from "./attempt.ts";
import { freezeOrder } from "./shrink/freeze.ts";
import { constantTimes } from "./shrink/latency.ts";
import { polish } from "./shrink/polish.ts";
import { reduce } from "./shrink/reduce.ts";
import type { Minimality } from "./shrink/reduce.ts";
import { Reducer } from "./shrink/reducer.ts";

export type { Minimality } from "./shrink/reduce.ts";
export { subsets } from "./shrink/subsets.ts";

/** A failure reduced. */
export interface Shrunk {
  readonly plan: Plan;
  /** What to set on the scenario for the plan to break it. */
  readonly parameters: Parameters;
  readonly minimal: Minimality;
  /** Replays until the plan was as small as it is. */
  readonly replays: number;
  /** Replays after that: to know how small it can get, and to make it easier to read. */
  readonly polishing: number;
  readonly sentence: string;
}

/**
 * A reduction under way: finds a small plan that breaks the same guarantee under the same seed, then the plainest setting
 * and the plainest words for it. Drive `work`; read `best` at any time. Deterministic; ends when the replays run out.
 */
export class Reduction {
  readonly #reducer: Reducer;
  readonly #plan: Plan;
  #minimal: Minimality = "capped";

  constructor(resolved: Resolved, seed: string, plan: Plan, guarantee: string, replays: number) {
    this.#reducer = new Reducer(resolved, seed, guarantee, replays);
    this.#plan = plan;
  }

  /** The best so far; undefined while it is not known that the plan breaks the guarantee at all. */
  get best(): Shrunk | undefined {
    const { best, replays, reached } = this.#reducer;
    if (reached === 0) return undefined;
    return { plan: best.plan, parameters: best.parameters, minimal: this.#minimal, replays: reached, polishing: replays - reached, sentence: best.sentence };
  }

  get replays(): number {
    return this.#reducer.replays;
  }

  *work(): Work<void> {
    const reducer = this.#reducer;
    if (!(yield* reducer.breaks(this.#plan))) return;
    this.#minimal = yield* reduce(reducer);
    if (this.#minimal === "capped") return;
    yield* constantTimes(reducer);
    if (reducer.best.plan.every(({ fault }) => fault === "delay")) this.#minimal = (yield* freezeOrder(reducer)) ?? this.#minimal;
    yield* polish(reducer);
    if (this.#minimal === "proved" && !(yield* reducer.isSmallest())) this.#minimal = "one-minimal";
  }
}

/** Reduces a plan to the end. undefined when it does not break the guarantee. */
export function* shrinkPlan(resolved: Resolved, seed: string, plan: Plan, guarantee: string, replays: number): Work<Shrunk | undefined> {
  const reduction = new Reduction(resolved, seed, plan, guarantee, replays);
  yield* reduction.work();
  return reduction.best;
}
