import { VERBS } from "../world/verbs.ts";
import type { Verb } from "../world/verbs.ts";

/** How often one thing was said or done. */
export interface Tally {
  readonly verb: Verb;
  /** What of the verb enters the fingerprint. */
  readonly code: number;
  count: number;
}

/** History events so far by verb; effects that were not applied apart ("effect already", "effect fenced"). */
export class Tallies {
  readonly publish: Tally = { verb: "publish", code: VERBS.publish, count: 0 };
  readonly effect: Tally = { verb: "effect", code: VERBS.effect, count: 0 };
  readonly #others = new Map<string, Tally>();

  /** The tally of a verb, or of effects with a `result` other than "applied". */
  of(verb: Verb, result?: string): Tally {
    const name = result === undefined ? verb : `${verb} ${result}`;
    let tally = this.#others.get(name);
    if (tally === undefined) this.#others.set(name, (tally = { verb, code: VERBS[verb], count: 0 }));
    return tally;
  }

  /** Those that occurred, in the order of their first occurrence; publish and effect first. */
  get counts(): { readonly [verb: string]: number } {
    const all: [string, Tally][] = [["publish", this.publish], ["effect", this.effect], ...this.#others];
    return Object.fromEntries(all.filter(([, { count }]) => count > 0).map(([name, { count }]) => [name, count]));
  }
}
