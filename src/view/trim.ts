import type { Moment } from "./moments.ts";
import type { SpaceTime } from "./space-time.ts";

/** Moments that go together: a packet's sending and end, or one alone. */
interface Unit {
  readonly indexes: readonly number[];
  readonly rank: number;
  readonly distance: number;
}

/** Above this nothing is left out: effects, faults, and what broke. */
const DEAR = 6;

/** Leaves out the dullest of the kept moments until about `most` remain: of the same rank first what is farthest from any effect. */
export function trim(spaceTime: SpaceTime, kept: ReadonlySet<number>, most: number): ReadonlySet<number> {
  const { moments } = spaceTime;
  const shown = [...kept].sort((a, b) => a - b).filter((index) => !moments[index]!.implied);
  let excess = shown.length - most;
  if (excess <= 0) return kept;
  const left = new Set(kept);
  const anchors = shown.filter((index) => rankOf(moments[index]!, spaceTime) > DEAR || index === shown[0]);
  for (const { indexes } of unitsOf(spaceTime, shown, kept, anchors)) {
    if (excess <= 0) break;
    for (const index of indexes) left.delete(index);
    excess -= indexes.length;
  }
  return excess <= 0 ? left : ends([...left].sort((a, b) => a - b), most);
}

function unitsOf(spaceTime: SpaceTime, shown: readonly number[], kept: ReadonlySet<number>, anchors: readonly number[]): Unit[] {
  const { moments, packets } = spaceTime;
  const units: Unit[] = [];
  for (const index of shown) {
    const moment = moments[index]!;
    const packet = "packet" in moment ? packets[moment.packet]! : undefined;
    const indexes = packet === undefined ? [index] : [packet.sent, packet.ended].filter((place) => place >= 0);
    if (indexes[0] !== index && indexes.includes(index) && kept.has(indexes[0]!)) continue;
    const rank = Math.max(...indexes.map((place) => rankOf(moments[place]!, spaceTime)));
    if (rank > DEAR) continue;
    units.push({ indexes, rank, distance: distance(index, anchors) });
  }
  return units.sort((a, b) => a.rank - b.rank || b.distance - a.distance);
}

/** How far it is to the nearest anchor; anchors are in order. */
function distance(index: number, anchors: readonly number[]): number {
  let low = 0;
  let high = anchors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (anchors[middle]! < index) low = middle + 1;
    else high = middle;
  }
  return Math.min(index - (anchors[low - 1] ?? -Infinity), (anchors[low] ?? Infinity) - index);
}

function rankOf(moment: Moment, { packets, moments }: SpaceTime): number {
  switch (moment.kind) {
    case "violation": case "end": return 9;
    case "effect": return 8;
    case "crash": case "start": case "pause": case "resume": case "fault": case "timed-out": return 7;
    case "say": case "hand-over": return 5;
    case "arrive": case "lost": case "send": {
      const { faults, message, nth, ended, fate } = packets[moment.packet]!;
      if (faults.length > 0) return 7;
      if (fate === "arrived" && leadsToEffect(moments, ended)) return 6;
      return message === 0 ? 1 : nth === 1 ? 4 : 3;
    }
    default: return 2;
  }
}

/** In the step that begins with this moment something takes effect. */
function leadsToEffect(moments: readonly Moment[], arrival: number): boolean {
  for (let index = arrival; moments[index]?.event === moments[arrival]?.event && moments[index] !== undefined; index++) if (moments[index]!.kind === "effect") return true;
  return false;
}

/** When even the dear ones are too many: how it began, and how it ended. */
function ends(indexes: readonly number[], most: number): ReadonlySet<number> {
  const first = Math.floor(most / 3);
  return new Set([...indexes.slice(0, first), ...indexes.slice(first - most)]);
}
