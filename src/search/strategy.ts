import { InputError, suggestion } from "../kernel/errors.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { Chances } from "../world/spec.ts";
import { random } from "./random.ts";
import { swarm } from "./swarm.ts";

/** What to run next. A run is a function of it and the scenario. */
export interface Candidate {
  /** Typed as it is, it runs the same: S/1, S/2, ... for a campaign of seed S. */
  readonly seed: string;
  /** Other chances than the scenario's own; a failure under them is reproduced by its frozen plan. */
  readonly chances: Chances | undefined;
  /** The strategy that made it. */
  readonly strategy: string;
}

/**
 * Decides what a campaign runs. Deterministic from the campaign's seed. Candidates come in batches of `BATCH`; batch n may
 * learn from batches up to n - 2, so that the outcome does not depend on the number of workers (DESIGN 10).
 */
export interface Strategy {
  readonly name: string;
  /** Run `index` of the campaign, from 0. */
  candidate(index: number): Candidate;
}

/** Makes a strategy for a scenario and the seed of a campaign. */
export type StrategyMaker = (resolved: Resolved, seed: string) => Strategy;

/** Runs by turns: the odd ones from the scenario's own distribution, the even ones from a swarm. */
const mixed: StrategyMaker = (resolved, seed) => {
  const own = random(resolved, seed);
  const varied = swarm(resolved, seed);
  return { name: "mixed", candidate: (index) => (index % 2 === 0 ? own : varied).candidate(index) };
};

const STRATEGIES: { readonly [name: string]: StrategyMaker } = { mixed, random, swarm };

/** The strategy of this name; "mixed" is the default. @throws InputError offering the nearest name. */
export function strategyNamed(name: string): StrategyMaker {
  const maker = Object.hasOwn(STRATEGIES, name) ? STRATEGIES[name] : undefined;
  if (maker === undefined) throw new InputError(`--strategy: there is no strategy ${JSON.stringify(name)}${suggestion(name, Object.keys(STRATEGIES))}`);
  return maker;
}
