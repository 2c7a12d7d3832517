import type { Moment } from "./moments.ts";
import type { SpaceTime } from "./space-time.ts";

/**
 * The run as those see it who are not hidden: nothing of what happens on the hidden lanes, to packets on their way, or to the
 * network. A packet for a hidden lane leaves, and that is all; one from there comes out of nowhere. Nobody tells them of a
 * broken promise. So a lost request and a lost answer look the same.
 */
export function behindCurtain(spaceTime: SpaceTime, hidden: ReadonlySet<number>): SpaceTime {
  if (hidden.size === 0) return spaceTime;
  const { packets } = spaceTime;
  // What became of it nobody sees, unless it arrives before everybody's eyes.
  const unseen = { faults: [], ended: Infinity, endedAt: undefined, fate: "arrived" } as const;
  const isSeen = (moment: Moment): boolean => {
    switch (moment.kind) {
      case "send": return !hidden.has(packets[moment.packet]!.from);
      case "arrive": return !hidden.has(packets[moment.packet]!.to);
      case "lost": case "held": case "violation": case "fault": return false;
      case "end": case "elided": return true;
      default: return !hidden.has(moment.lane);
    }
  };
  return {
    ...spaceTime,
    moments: spaceTime.moments.filter(isSeen),
    spells: [...spaceTime.spells.filter(({ lane }) => !hidden.has(lane)), ...[...hidden].map((lane) => ({ lane, state: "hidden" as const, from: -1, to: Infinity }))],
    packets: packets.map((packet) => (hidden.has(packet.to) || packet.fate !== "arrived" ? { ...packet, ...unseen } : { ...packet, faults: [] })),
  };
}
