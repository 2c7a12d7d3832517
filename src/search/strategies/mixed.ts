import { independent } from "../strategy.ts";
import type { StrategyMaker } from "../strategy.ts";
import { ownRun } from "./random.ts";
import { swarmRuns } from "./swarm.ts";

/** Runs by turns: the odd ones from the scenario's own distribution, the even ones from a swarm. */
export const mixed: StrategyMaker = (resolved, seed) => {
  const varied = swarmRuns(resolved, seed);
  return independent("mixed", (index) => (index % 2 === 0 ? ownRun(seed, index) : varied(index)));
};
