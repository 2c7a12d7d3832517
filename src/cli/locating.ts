import type { Simulation } from "../scenario/simulation.ts";
import { LOCATING, pulse } from "./pulse.ts";

/** True in the second run of a watched program, which only finds out where the first did not return. */
export function isLocating(): boolean {
  return process.env[LOCATING] !== undefined;
}

/** While locating, announces each event before it happens, so that the last one announced is the culprit. Else undefined. */
export function announcing(simulation: Simulation, doing: string): boolean | undefined {
  if (!isLocating()) return undefined;
  do pulse({ doing: `${doing}, ${simulation.upcoming}` });
  while (simulation.advance(1));
  return false;
}
