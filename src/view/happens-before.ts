import { invariant } from "../kernel/errors.ts";
import type { Moment, MomentOf } from "./moments.ts";
import type { PacketView } from "./packets.ts";
import type { SpaceTime } from "./space-time.ts";

const KNOWN = new WeakMap<readonly Moment[], readonly (readonly number[])[]>();

/**
 * Of each moment the indexes of those it directly follows from: Lamport's happened-before (1978), which is the order on each
 * lane, and from the sending of a packet to its arrival. A whole run, not a part of one.
 *
 * - A crash does not interrupt the order on its lane: what survives on the disk is not told from what is lost, so the past is
 *   what *may* have had a hand in it. A timer and a sync follow from what set them off by this order.
 * - The network's copy of a packet follows from the original's sending, an attacker's from the last one of that packet, a reset
 *   that no node sent from the event the trace names as its cause.
 * - What no node notices (`isUnnoticed`) follows from something, and nothing from it.
 * - Effects of two nodes on one sink are not ordered by it: what the sink told is not in the trace.
 */
export function happensBefore({ lanes, moments, packets }: SpaceTime): readonly (readonly number[])[] {
  const known = KNOWN.get(moments);
  if (known !== undefined) return known;
  const last = lanes.map(() => -1);
  const lastOf = new Map<number, number>();
  const sent = new Map<string, number>();
  const before: number[][] = [];
  for (const [at, moment] of moments.entries()) {
    invariant(moment.index === at, "the causal past needs a whole run, not a part of it");
    const direct = new Set(moment.lane >= 0 && !isOnTheWay(moment) ? [last[moment.lane]!] : []);
    if (moment.kind === "arrive" || isOnTheWay(moment)) direct.add(originOf(packets[moment.packet]!, moment, sent, lastOf));
    if (moment.lane < 0 && isVerdict(moment)) for (const index of last) direct.add(index);
    direct.delete(-1);
    before.push([...direct]);
    if (moment.kind === "send") sent.set(packets[moment.packet]!.key, at);
    if (isUnnoticed(moment)) continue;
    last[moment.lane] = at;
    lastOf.set(moment.event, at);
  }
  KNOWN.set(moments, before);
  return before;
}

/** Of this no node is told: a packet that dies or waits on its way, a fault around the nodes, what only the observer sees. */
export function isUnnoticed(moment: Moment): boolean {
  return moment.lane < 0 || isOnTheWay(moment) || isVerdict(moment);
}

/** On a lane of the diagram, but not in the life of that node. */
function isOnTheWay(moment: Moment): moment is MomentOf<"lost" | "held"> {
  return moment.kind === "lost" || moment.kind === "held";
}

function isVerdict({ kind }: Moment): boolean {
  return kind === "violation" || kind === "end";
}

/** The moment an arriving or dying packet comes from, -1 for none that is known. */
function originOf(packet: PacketView, { cause }: Moment, sent: ReadonlyMap<string, number>, lastOf: ReadonlyMap<number, number>): number {
  if (packet.sent >= 0) return packet.sent;
  return (packet.copy === "" ? undefined : sent.get(packet.key.slice(0, -1))) ?? lastOf.get(cause) ?? -1;
}
