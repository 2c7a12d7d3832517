import type { Checked } from "./program.ts";

/** How a mutant was caught: a guarantee that is promised to hold broke, in a drawn run or under the plan pinned to its promise. */
export interface Kill {
  readonly scenario: string;
  readonly guarantee: string;
  /** Number of the drawn run, from 1; undefined for a pinned plan. */
  readonly run?: number;
  readonly sentence: string;
  /** Faults of the reduced plan and how far it is known to be smallest; undefined for a pinned plan. */
  readonly reduced?: { readonly faults: number; readonly minimal: string };
}

/**
 * The kill of the earliest drawn run, of several the one of the first scenario and guarantee; else that of a pinned plan; undefined when the
 * mutant survived. That what is promised to break no longer does is no kill: a pinned plan whose key no longer occurs is enough for that.
 */
export function killIn(checked: readonly Checked[]): Kill | undefined {
  const drawn: (Kill & { readonly run: number })[] = [];
  const pinned: Kill[] = [];
  for (const { name: scenario, verdicts = [], counterexamples } of checked) {
    for (const { guarantee, promised, pin } of verdicts) {
      if (promised !== "holds") continue;
      if (pin?.breaks === true) pinned.push({ scenario, guarantee, sentence: pin.sentence ?? "" });
      const found = counterexamples.find((one) => one.guarantee === guarantee);
      if (found !== undefined) drawn.push({ scenario, guarantee, run: Number(found.seed.split("/").at(-1)), sentence: found.sentence, reduced: { faults: found.faults, minimal: found.minimal } });
    }
  }
  return drawn.sort((a, b) => a.run - b.run)[0] ?? pinned[0];
}
