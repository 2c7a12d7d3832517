import { entry } from "../campaign/workers/entry.ts";
import { Simulation } from "../scenario/simulation.ts";
import { LOCATING, pulse } from "./pulse.ts";
import type { Locating } from "./pulse.ts";

/** Steps between two looks at a simulation, few, for each may take long; and the least time between two pulses, ms. */
const STEPS = 16;
const PAUSE = 20;

/** Taken before the guard hides it from handlers: a look happens between two of them. */
const now = performance.now.bind(performance);

/**
 * Set in the second run of a watched program: it does the same again from there, announces every event before it happens, and
 * writes nothing. The first run must be quick, so its pulses are few; the last event announced by the second is the culprit.
 */
export function locating(): Locating | undefined {
  const told = process.env[LOCATING];
  return told === undefined ? undefined : (JSON.parse(told) as Locating);
}

let told = 0;

/** The next simulation is told of at once. */
export function tellNext(): void {
  told = 0;
}

/** Lets the watching parent know of every simulation of this process, on whatever thread. */
export function tellOfSimulations(): void {
  entry.path = "src/cli/thread";
  const from = locating();
  // Of many simulations, any may be the one.
  const first = from?.run === undefined ? (from?.event ?? 0) : 0;
  Simulation.watcher = {
    every: from === undefined ? STEPS : 1,
    look(simulation) {
      const { events } = simulation.world.kernel;
      if (from === undefined ? now() - told < PAUSE : events < first) return;
      told = now();
      pulse({ doing: simulation.upcoming, idle: false, locating: { event: events } });
    },
  };
}
