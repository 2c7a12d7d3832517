import type { Moment } from "./moments.ts";

/** A time during which a node was down or paused, or is behind a curtain: from the moment of one index to that of another, Infinity for good. */
export interface Spell {
  readonly lane: number;
  readonly state: "down" | "paused" | "hidden";
  readonly from: number;
  readonly to: number;
}

/** The spells of every lane. Known by index, so that they stay right where moments are left out. */
export function spellsOf(moments: readonly Moment[]): readonly Spell[] {
  const spells: Spell[] = [];
  const open = new Map<number, Spell>();
  const end = ({ lane, index }: Moment): void => {
    const spell = open.get(lane);
    if (spell !== undefined) spells.push({ ...spell, to: index });
    open.delete(lane);
  };
  for (const moment of moments) {
    if (moment.kind === "crash" || moment.kind === "pause") {
      end(moment);
      open.set(moment.lane, { lane: moment.lane, state: moment.kind === "crash" ? "down" : "paused", from: moment.index, to: Infinity });
    } else if (moment.kind === "start" || moment.kind === "resume") end(moment);
  }
  return [...spells, ...open.values()];
}
