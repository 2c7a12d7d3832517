import { independent, seedOf } from "../strategy.ts";
import type { Candidate, StrategyMaker } from "../strategy.ts";

/** The scenario as it stands: its own rates and nemesis, another seed each run. What confidence is counted over. */
export const random: StrategyMaker = (_resolved, seed) => independent("random", (index) => ownRun(seed, index));

/** Run `index` of the campaign, from 0. */
export function ownRun(campaign: string, index: number): Candidate {
  return { seed: seedOf(campaign, index), strategy: "random" };
}
