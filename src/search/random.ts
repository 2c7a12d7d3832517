import type { StrategyMaker } from "./strategy.ts";

/** The scenario as it stands: its own rates and nemesis, another seed each run. What confidence is counted over. */
export const random: StrategyMaker = (_resolved, seed) => ({
  name: "random",
  candidate: (index) => ({ seed: `${seed}/${index + 1}`, chances: undefined, strategy: "random" }),
});
