import { Chance } from "../kernel/chance.ts";
import { InputError, suggestion } from "../kernel/errors.ts";
import type { Resolved } from "../scenario/resolve.ts";
import { frozenPlan } from "../scenario/result.ts";
import type { SimulationOptions } from "../scenario/simulation.ts";
import { attempt, finishWork } from "../search/attempt.ts";
import { kindsOf } from "../search/kinds.ts";
import { optionsOf } from "../search/outcome.ts";
import { BATCH } from "../search/strategy.ts";
import type { Strategy } from "../search/strategy.ts";
import { mixed } from "../search/strategies/mixed.ts";
import { swarm } from "../search/strategies/swarm.ts";
import { FAULT_KINDS } from "../world/fault.ts";
import type { Plan } from "../world/fault.ts";

/** Which plans are drawn. */
export interface Drawing {
  /** The seed under which they are meant to run. */
  readonly seed: string;
  readonly faults: readonly string[] | undefined;
  readonly maxLength: number;
}

/** Draws plan number `number`: equal numbers, equal plans. */
export type Draw = (number: number) => Plan;

/** A campaign's seed: plan n is what struck in its run n. */
const CAMPAIGN = "plans";

/**
 * Plans as chance makes them: a run of the scenario is drawn, by its own chances or those of a swarm, and frozen; then that plan
 * is run under `seed`, and what struck there is the plan. So no entry of it is idle, whatever latencies it meets.
 * @throws InputError when no kind of fault can strike.
 */
export function drawing(resolved: Resolved, { seed, faults, maxLength }: Drawing): Draw {
  const strategy = strategyFor(resolved, faults);
  const struck = (options: SimulationOptions): Plan => frozenPlan(finishWork(attempt(resolved, options)));
  return (number) => {
    const candidate = strategy.batch(Math.floor(number / BATCH))[number % BATCH]!;
    return struck({ seed, plan: someOf(struck(optionsOf(candidate)), maxLength, candidate.seed), rates: false });
  };
}

/** By turns the scenario's own chances and a swarm of them, as campaigns do; for given kinds of fault, or without chances of its own, a swarm. */
function strategyFor(resolved: Resolved, faults: readonly string[] | undefined): Strategy {
  const unknown = faults?.find((kind) => kind === "forge" || !(FAULT_KINDS as readonly string[]).includes(kind));
  if (unknown !== undefined) throw new InputError(`plans: there is no fault ${JSON.stringify(unknown)} by chance${suggestion(unknown, FAULT_KINDS.filter((kind) => kind !== "forge"))}`);
  const free = faults === undefined ? resolved : { ...resolved, tolerates: faults, world: { ...resolved.world, chances: { packets: [], steps: [], intervals: [] } } };
  if (kindsOf(free).size === 0) throw new InputError(`plans: nothing can strike in ${resolved.name}: it has no rates and no nemesis, and its nodes tolerate nothing; say what may: { faults: ["drop", "crash"] }`);
  const { packets, steps, intervals } = free.world.chances;
  return (packets.length + steps.length + intervals.length > 0 ? mixed : swarm)(free, CAMPAIGN);
}

/** At most so many entries, in their order; how many and which is drawn by `key`. */
function someOf(plan: Plan, most: number, key: string): Plan {
  if (plan.length <= most) return plan;
  const draws = new Chance(key).purpose("some");
  const places = plan.map((_, index) => index).sort((a, b) => draws.named("place", a) - draws.named("place", b));
  const kept = new Set(places.slice(0, Math.min(most, 1 + draws.below(most, "length", 0))));
  return plan.filter((_, index) => kept.has(index));
}
