import type { Moment } from "./moments.ts";
import type { SpaceTime } from "./space-time.ts";

/**
 * The moments whose words contain a text, packets with both their ends; with `!` in front, all others. What broke, faults and
 * the end stay. Capitals do not count.
 */
export function matching(spaceTime: SpaceTime, pattern: string): SpaceTime {
  const inverted = pattern.startsWith("!");
  const wanted = pattern.slice(inverted ? 1 : 0).trim().toLowerCase();
  if (wanted === "") return spaceTime;
  const keeps = (moment: Moment): boolean => {
    if (["violation", "end", "fault", "elided"].includes(moment.kind)) return true;
    return wordsOf(moment, spaceTime).toLowerCase().includes(wanted) !== inverted;
  };
  return { ...spaceTime, moments: spaceTime.moments.filter(keeps) };
}

/** What a moment can be found by: keys as plans write them, nodes, messages, verbs. */
function wordsOf(moment: Moment, { packets, lanes }: SpaceTime): string {
  const node = lanes[moment.lane]?.name ?? "";
  const message = "message" in moment && moment.message > 0 ? ` m${moment.message}` : "";
  switch (moment.kind) {
    case "send": case "arrive": case "lost": case "held": return `${packets[moment.packet]!.key} ${moment.kind}`;
    case "hand-over": return `${node} publish${message}`;
    case "timer": return `${node} timer ${moment.name}${message}`;
    case "synced": return `${node} synced ${moment.tag}`;
    case "effect": return `${node} effect${message}`;
    case "say": return `${node} ${moment.verb}${message}`;
    case "log": return `${node} ${moment.text}`;
    default: return `${node} ${moment.kind}`;
  }
}
