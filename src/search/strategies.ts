import { InputError, suggestion } from "../kernel/errors.ts";
import type { StrategyMaker } from "./strategy.ts";
import { mixed } from "./strategies/mixed.ts";
import { random } from "./strategies/random.ts";
import { swarm } from "./strategies/swarm.ts";

const STRATEGIES: { readonly [name: string]: StrategyMaker } = { mixed, random, swarm };

/** The strategy of this name. @throws InputError offering the nearest name. */
export function strategyNamed(name: string): StrategyMaker {
  const maker = Object.hasOwn(STRATEGIES, name) ? STRATEGIES[name] : undefined;
  if (maker === undefined) throw new InputError(`--strategy: there is no strategy ${JSON.stringify(name)}${suggestion(name, Object.keys(STRATEGIES))}`);
  return maker;
}
