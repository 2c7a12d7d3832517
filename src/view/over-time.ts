import type { Micros } from "../kernel/time.ts";
import type { Flights } from "./flights.ts";
import { lastUpTo } from "./gauges.ts";
import type { Gauge } from "./gauges.ts";
import type { SpaceTime } from "./space-time.ts";
import type { Tally } from "./tally.ts";

/** A quantity at instants evenly spread over the time that has passed; `now` is its last value. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
  readonly now: number | undefined;
  /** Its highest value in the whole run. */
  readonly most: number;
}

/** A gauge, 0 before it was first set. @param now virtual time, µs. */
export function gaugeSeries({ name, times, values }: Gauge, now: Micros, instants: number): Series {
  const at = (time: Micros): number | undefined => values[lastUpTo(times, time)];
  return { name, values: spread(now, instants).map((time) => at(time) ?? 0), now: at(now), most: values.reduce((most, value) => Math.max(most, value), 0) };
}

/** How many packets were under way. */
export function flightSeries({ moments }: SpaceTime, flights: Flights, index: number, instants: number): Series {
  const values = spread(moments[index]?.at ?? 0, instants).map((time, place, all) => flights.at(place === all.length - 1 ? index : placeAt(moments, time)).length);
  return { name: "under way", values, now: values.at(-1), most: Math.max(1, ...values) };
}

/** How many faults struck, between one instant and the next. */
export function faultSeries({ moments }: SpaceTime, tally: Tally, index: number, instants: number): Series {
  let before = 0;
  const values = spread(moments[index]?.at ?? 0, instants).map((time, place, all) => {
    const { faults } = tally.at(place === all.length - 1 ? index : placeAt(moments, time));
    const struck = faults - before;
    before = faults;
    return struck;
  });
  return { name: "faults", values, now: tally.at(index).faults, most: Math.max(1, ...values) };
}

function spread(now: Micros, instants: number): readonly Micros[] {
  return Array.from({ length: instants }, (_, at) => (now * (at + 1)) / instants);
}

/** Index of the last moment up to a time; -1 before the first. Bisected: there may be hundreds of thousands. */
function placeAt(moments: SpaceTime["moments"], time: Micros): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (moments[middle]!.at <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
