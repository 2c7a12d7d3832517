import type { Moment } from "./moments.ts";
import type { SpaceTime } from "./space-time.ts";

/** The same without the lanes on which nothing happens among its moments: a fault across lanes is nothing a lane does. */
export function withoutIdleLanes(spaceTime: SpaceTime): SpaceTime {
  const { lanes, moments, packets, spells } = spaceTime;
  const active = new Set(moments.flatMap((moment) => lanesOf(moment, spaceTime)));
  const kept = lanes.filter(({ index }) => active.has(index));
  if (kept.length === lanes.length) return spaceTime;
  const place = new Map(kept.map(({ index }, at) => [index, at]));
  const to = (lane: number): number => place.get(lane) ?? -1;
  return {
    ...spaceTime,
    lanes: kept.map((lane, index) => ({ ...lane, index })),
    packets: packets.map((packet) => ({ ...packet, from: to(packet.from), to: to(packet.to) })),
    spells: spells.filter(({ lane }) => place.has(lane)).map((spell) => ({ ...spell, lane: to(spell.lane) })),
    moments: moments.map((moment): Moment => {
      const lane = to(moment.lane);
      switch (moment.kind) {
        case "fault": return { ...moment, lane, lanes: moment.lanes.map(to).filter((other) => other >= 0) };
        case "timed-out": return { ...moment, lane, peer: to(moment.peer) };
        case "crash": return { ...moment, lane, swallowed: moment.swallowed.map((output) => ({ ...output, to: to(output.to) })) };
        default: return { ...moment, lane };
      }
    }),
  };
}

function lanesOf(moment: Moment, { packets }: SpaceTime): number[] {
  if ("packet" in moment) return [packets[moment.packet]!.from, packets[moment.packet]!.to];
  if (moment.kind === "crash") return [moment.lane, ...moment.swallowed.map(({ to }) => to)];
  if (moment.kind === "fault" && moment.lanes.length === 1) return [...moment.lanes];
  return [moment.lane];
}
