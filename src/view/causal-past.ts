import { happensBefore } from "./happens-before.ts";
import type { SpaceTime } from "./space-time.ts";

/**
 * Indexes of the moments that happened before this one, itself included: what may have had a hand in it (`happensBefore` says
 * in which sense). All others have had none, whenever they happened. Of a whole run.
 */
export function causalPast(spaceTime: SpaceTime, index: number): ReadonlySet<number> {
  const before = happensBefore(spaceTime);
  const past = new Set([index]);
  // A set goes on to what is added while it is read.
  for (const moment of past) for (const earlier of before[moment] ?? []) past.add(earlier);
  return past;
}
