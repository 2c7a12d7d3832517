import { invariant } from "../kernel/errors.ts";
import type { Micros } from "../kernel/time.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { lanesOf } from "./lanes.ts";
import type { Lane } from "./lanes.ts";
import type { Happening, Moment } from "./moments.ts";
import type { GrowingPacket, PacketView } from "./packets.ts";
import { Reading } from "./reading.ts";
import { spellsOf } from "./spells.ts";
import type { Spell } from "./spells.ts";
import { violationsOf } from "./violations.ts";
import type { Violation } from "./violations.ts";

/** A run as its space-time diagram knows it: who, what, when, and what became of every packet. Pure values. */
export interface SpaceTime {
  readonly scenario: string;
  readonly seed: string;
  readonly lanes: readonly Lane[];
  /** In order; `relevantTo` gives some of them. */
  readonly moments: readonly Moment[];
  readonly packets: readonly PacketView[];
  /** Of promised guarantees only: what nobody promised breaks no promise. */
  readonly violations: readonly Violation[];
  readonly subscriptions: readonly string[];
  /** When nodes were down or paused. */
  readonly spells: readonly Spell[];
  /** How many faults struck. */
  readonly faults: number;
  /** The trace was full before the run was over: what came later is missing. */
  readonly truncated: boolean;
}

/** Reads a finished, traced simulation, up to an event: what was under way then is under way. */
export function spaceTime(simulation: Simulation, last: number = Infinity): SpaceTime {
  const { world, resolved, options, history } = simulation;
  const { trace, now } = world.kernel;
  invariant(trace !== undefined && history !== undefined, "a space-time diagram needs a run with its trace on");
  const { lanes, laneOf } = lanesOf(world.nodes);
  const { moments, packets, complete } = new Reading(world, history.events, laneOf, last);
  packets.addCopiesInFlight();
  if (complete) append(moments, now, { kind: "end", ending: world.ending ?? "events" });
  const promised = resolved.promises.map(({ guarantee }) => guarantee);
  const violations = violationsOf(simulation.findings.filter(({ guarantee, at = Infinity }) => promised.includes(guarantee) && at <= last));
  for (const violation of violations) moments.splice(placeOf(violation, moments), 0, marked(violation, moments, now));
  renumber(moments);
  link(moments, packets.all);
  return { scenario: resolved.name, seed: options.seed, lanes, moments, packets: packets.all, violations, subscriptions: resolved.delivery.subscriptions, spells: spellsOf(moments), faults: world.struck.count, truncated: trace.truncated };
}

/** After a mark was put in between, everything behind it has another index. In place, for there may be hundreds of thousands, and nobody has seen them yet. */
function renumber(moments: readonly { index: number }[]): void {
  for (let index = 0; index < moments.length; index++) moments[index]!.index = index;
}

function append(moments: Moment[], at: Micros, what: Happening): void {
  moments.push({ index: moments.length, at, event: moments.at(-1)?.event ?? 0, cause: 0, lane: -1, implied: false, ...what });
}

/** Right behind the effect, or the word, that broke the promise; what only the end of the run could tell stands at the end. */
function placeOf(violation: Violation, moments: readonly Moment[]): number {
  const behind = (kind: "effect" | "say"): number => moments.findLastIndex((moment) => moment.event === violation.event && moment.kind === kind && violation.messages.includes(moment.message)) + 1;
  let place = behind("effect") || behind("say") || moments.findLastIndex(({ event }) => event <= violation.event) + 1;
  while (moments[place]?.kind === "violation") place++;
  return place;
}

function marked(violation: Violation, moments: readonly Moment[], now: Micros): Moment {
  const before = moments[placeOf(violation, moments) - 1];
  return { index: 0, at: before?.at ?? now, event: violation.event, cause: 0, lane: before?.lane ?? -1, implied: false, kind: "violation", violation };
}

/** Tells every packet the places of its moments; a copy left with its original. */
function link(moments: readonly Moment[], packets: readonly GrowingPacket[]): void {
  for (const moment of moments) {
    if (moment.kind === "send") packets[moment.packet]!.sent = moment.index;
    else if (moment.kind === "arrive" || moment.kind === "lost") packets[moment.packet]!.ended = moment.index;
  }
  const originals = new Map(packets.filter(({ copy }) => copy === "").map((packet) => [`${packet.key} ${packet.sentEvent}`, packet]));
  for (const packet of packets) if (packet.copy === "'") packet.sent = originals.get(`${packet.key.slice(0, -1)} ${packet.sentEvent}`)?.sent ?? -1;
}
