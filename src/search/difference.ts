import type { HistoryEvent } from "../delivery/history.ts";
import type { Simulation } from "../scenario/simulation.ts";

/** Where the delivery histories of two runs part. */
export interface HistoryDifference {
  /** So many events are the same before. */
  readonly same: number;
  /** The events that differ; undefined where a history is over. */
  readonly events: readonly [HistoryEvent | undefined, HistoryEvent | undefined];
}

/** What became of a message: how often each outcome, a confirm once at most; without "publish" it was never handed over. */
export type Fate = { readonly [outcome: string]: number };

/** A message that fares differently. */
export interface FateDifference {
  readonly message: number;
  readonly fates: readonly [Fate, Fate];
}

/** Every protocol speaks these, by calling; what else it notes is its own choice. */
const CALLS: readonly string[] = ["publish", "confirm", "refuse", "give-up", "effect"];
const OUTCOMES: readonly string[] = ["publish", "confirm", "refuse", "give-up", "effect", "dead-letter", "expire"];

/**
 * The first event in which two histories differ, times apart: in what was said, of which message, in which subscription, with what
 * detail; and on which node, where both runs have nodes of the same names. What only one of two protocols ever notes (a "deliver")
 * is passed over. undefined when there is none.
 */
export function historyDifference(first: Simulation, second: Simulation): HistoryDifference | undefined {
  const [left, right] = [first.history!.events, second.history!.events];
  const spoken = [left, right].map((events) => new Set(events.map(({ verb }) => verb)));
  const counts = ({ verb }: HistoryEvent): boolean => CALLS.includes(verb) || spoken.every((verbs) => verbs.has(verb));
  const names = [first, second].map(({ world }) => world.nodes.map(({ name }) => name).join());
  const heard = ({ verb, message, subscription, detail, node }: HistoryEvent): string => JSON.stringify([verb, message, subscription, detail, names[0] === names[1] ? node : ""]);
  const [a, b] = [left.filter(counts), right.filter(counts)];
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [one, other] = [a[at], b[at]];
    if (one === undefined || other === undefined || heard(one) !== heard(other)) return { same: at, events: [one, other] };
  }
  return undefined;
}

/** The messages that fare differently, by ordinal. */
export function fateDifferences(first: Simulation, second: Simulation): readonly FateDifference[] {
  const [left, right] = [fatesOf(first), fatesOf(second)];
  const messages = [...new Set([...left.keys(), ...right.keys()])].sort((a, b) => a - b);
  return messages.map((message): FateDifference => ({ message, fates: [left.get(message) ?? {}, right.get(message) ?? {}] })).filter(({ fates: [one, other] }) => [...Object.keys(one), ...Object.keys(other)].some((outcome) => one[outcome] !== other[outcome]));
}

function fatesOf({ history, resolved }: Simulation): ReadonlyMap<number, Fate> {
  const fates = new Map<number, { [outcome: string]: number }>();
  for (const { verb, message, subscription, detail } of history!.events) {
    if (message === undefined || !OUTCOMES.includes(verb) || (verb === "effect" && detail !== undefined)) continue;
    let fate = fates.get(message);
    if (fate === undefined) fates.set(message, (fate = {}));
    const outcome = subscription === undefined || resolved.delivery.subscriptions.length === 1 ? verb : `${verb} in ${subscription}`;
    fate[outcome] = verb === "confirm" || verb === "publish" ? 1 : (fate[outcome] ?? 0) + 1;
  }
  return fates;
}
