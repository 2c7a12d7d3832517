import { happensBefore, isUnnoticed } from "./happens-before.ts";
import type { Moment } from "./moments.ts";
import type { SpaceTime } from "./space-time.ts";

/** The time of a moment on every clock: one for each lane, then one for the network and one for the observer. */
export type VectorClock = readonly number[];

/**
 * The vector clock of every moment (Fidge 1988, Mattern 1989). A moment of a node happened before another just when its own
 * entry is no larger than that entry of the other. What no node notices ticks on a clock of its own, the network's or the observer's, and happened before nothing.
 */
export function vectorClocks(spaceTime: SpaceTime): readonly VectorClock[] {
  const before = happensBefore(spaceTime);
  const size = spaceTime.lanes.length + 2;
  const ticks = new Array<number>(size).fill(0);
  const clocks: number[][] = [];
  for (const moment of spaceTime.moments) {
    const clock = new Array<number>(size).fill(0);
    for (const earlier of before[moment.index]!) for (const [place, ticked] of clocks[earlier]!.entries()) clock[place] = Math.max(clock[place]!, ticked);
    const own = clockOf(moment, spaceTime);
    clock[own] = ++ticks[own]!;
    clocks.push(clock);
  }
  return clocks;
}

/** On which of the clocks a moment ticks. */
export function clockOf(moment: Moment, { lanes }: SpaceTime): number {
  if (!isUnnoticed(moment)) return moment.lane;
  return moment.kind === "violation" || moment.kind === "end" ? lanes.length + 1 : lanes.length;
}
