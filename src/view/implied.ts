import type { Moment } from "./moments.ts";
import type { PacketView } from "./packets.ts";

/**
 * Marks what a neighbour of the same step says already: a hand-over whose message is sent on at once, a delivery noted when
 * its packet arrives or is sent, an acknowledgement noted when its packet is sent.
 */
export function markImplied(moments: Moment[], packets: readonly PacketView[]): void {
  for (let start = 0, end = 0; start < moments.length; start = end) {
    while (end < moments.length && moments[end]!.event === moments[start]!.event) end++;
    const step = moments.slice(start, end);
    for (const moment of step) if (isImplied(moment, step, packets)) moments[moment.index] = { ...moment, implied: true };
  }
}

function isImplied(moment: Moment, step: readonly Moment[], packets: readonly PacketView[]): boolean {
  if (moment.kind !== "hand-over" && moment.kind !== "say") return false;
  const about = (kind: "arrive" | "send", word: string): boolean =>
    step.some((other) => other.kind === kind && packets[other.packet]!.message === moment.message && packets[other.packet]!.type.includes(word));
  if (moment.kind === "hand-over") return about("send", "");
  if (moment.verb === "deliver") return about("arrive", "") || about("send", "deliver");
  return ["ack", "nack", "reject"].includes(moment.verb) && about("send", moment.verb);
}
