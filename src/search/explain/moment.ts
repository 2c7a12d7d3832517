import type { Micros } from "../../kernel/time.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import { Simulation } from "../../scenario/simulation.ts";
import type { Plan } from "../../world/fault.ts";
import { SLICE } from "../attempt.ts";
import type { Work } from "../attempt.ts";
import { breaksIn, goTo } from "./violation.ts";

/** How likely the failure was, had everything after a moment been left to chance. */
export interface Likelihood {
  /** So many events had happened, and at what time, µs. */
  readonly event: number;
  readonly at: Micros;
  /** Faults of the plan that had struck by then, as places in it. */
  readonly struck: readonly number[];
  /** Futures in which the guarantee broke, and how many were tried. */
  readonly broke: number;
  readonly tried: number;
}

/** How thoroughly it is looked. */
export interface Effort {
  /** Moments to look at. */
  readonly moments: number;
  /** Futures of each. */
  readonly futures: number;
  /** Events of all futures together: where runs are long, fewer moments are looked at, and fewer futures of each; one at least. */
  readonly events: number;
}

/** Until the first so many futures are all the very same, more would only repeat them. */
const ALIKE = 4;
/** The beginning, before and after what struck, and the violation. */
const FEWEST = 4;

/**
 * When the failure became likely: at each of some moments the past is kept as it was, with the faults that had struck by then; from there on the
 * scenario's own chances strike, under other seeds. A jump between two moments marks what made the difference. (After Antithesis's
 * causality analysis, by running again instead of forking; SEARCH.md 2.4.) `last`: the violating event.
 */
export function* likelihoods(resolved: Resolved, seed: string, plan: Plan, guarantee: string, last: number, effort: Effort): Work<readonly Likelihood[]> {
  const strikes = yield* strikesOf(resolved, seed, plan, last);
  const told: Likelihood[] = [];
  let spent = 0;
  const most = Math.min(effort.moments, Math.max(FEWEST, Math.floor(effort.events / ALIKE / Math.max(1, last))));
  const events = momentsOf(strikes.filter((event) => event !== undefined), last, most);
  for (const [index, event] of events.entries()) {
    const struck = plan.flatMap((_, place) => (strikes[place] !== undefined && strikes[place] <= event ? [place] : []));
    const past = struck.map((place) => plan[place]!);
    const digests = new Set<string>();
    let broke = 0;
    let tried = 0;
    let at: Micros = 0;
    const share = (effort.events - spent) / (events.length - index);
    let used = 0;
    while (tried < effort.futures && (tried < 1 || (used < share && (tried < ALIKE || digests.size > 1)))) {
      const simulation = new Simulation(resolved, { seed, plan: past, rates: false });
      yield* goTo(simulation, event);
      at = simulation.world.kernel.now;
      simulation.world.reseed(`${seed} from ${event}, future ${++tried}`);
      if (yield* breaksIn(simulation, guarantee)) broke++;
      digests.add(simulation.world.kernel.digest.toString());
      used += simulation.world.kernel.events;
    }
    spent += used;
    told.push({ event, at, struck, broke, tried });
  }
  return told;
}

/** After how many events each fault of the plan had struck. */
function* strikesOf(resolved: Resolved, seed: string, plan: Plan, last: number): Work<readonly (number | undefined)[]> {
  const simulation = new Simulation(resolved, { seed, plan, rates: false });
  const { world: { kernel, planned } } = simulation;
  const strikes: (number | undefined)[] = plan.map(() => undefined);
  let left = plan.length;
  while (left > 0 && kernel.events <= last) {
    const more = simulation.advance(1);
    for (const [place, entry] of planned.entries.entries()) {
      if (!entry.struck || strikes[place] !== undefined) continue;
      strikes[place] = kernel.events;
      left--;
    }
    if (!more) break;
    if (kernel.events % SLICE === 0) yield;
  }
  return strikes;
}

/** The beginning, just before and just after each strike, and what lies evenly between, up to the violation. */
function momentsOf(strikes: readonly number[], last: number, most: number): readonly number[] {
  const chosen = new Set<number>([0, ...[...new Set(strikes)].slice(0, Math.floor(most / 4)).flatMap((event) => [Math.max(0, event - 1), event]), last]);
  const gaps = Math.max(1, most - chosen.size);
  for (let index = 1; index <= gaps && chosen.size < Math.min(most, last + 1); index++) chosen.add(Math.round((index * last) / (gaps + 1)));
  return [...chosen].sort((a, b) => a - b);
}
