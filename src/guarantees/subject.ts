import type { Obligations } from "../delivery/obligations.ts";
import type { Micros } from "../kernel/time.ts";

/**
 * What is judged, as far as a checker looks at it: a run under way, or a history that was recorded somewhere else. No checker
 * asks which. Messages and subscriptions are numbers; a message's is its ordinal, by which it was published.
 */
export interface Subject {
  /** What was said and done so far of every message. */
  readonly obligations: Obligations;
  /** Maximum of each gauge so far. */
  readonly gauges: ReadonlyMap<string, number>;
  readonly subscriptions: readonly string[];
  /** What makes a message owed. */
  readonly obligation: "confirmed" | "published";
  /** The highest ordinal that was or will be published. */
  readonly messages: number;
  /** What the time is, µs. */
  readonly now: Micros;
  /** Number of the event under way: what a violation is known by. */
  readonly event: number;
  /** From when on nothing goes wrong any more, µs. Infinity while the storm lasts, -Infinity where there was none. */
  readonly calm: Micros;
  /** What people call a message: m7, or the recorded system's own name. */
  nameOf(message: number): string;
  producerOf(message: number): string;
  keyOf(message: number): string;
  /** The lane of a message: a number from 0 for each producer and key. */
  laneOf(message: number): number;
}

/** How it ended, as far as verdicts go by it. */
export interface Ended {
  /** Why nobody knows what would have come: "the run was stopped at its limit of events". Undefined: it was watched to its end. */
  readonly cut: string | undefined;
  /** Nothing but background was pending: what is owed stays owed. */
  readonly idle: boolean;
  /** The time to settle, where that ran out, µs. */
  readonly settle: Micros | undefined;
  /** What happened up to this time, included, has all been seen. */
  readonly watched: Micros;
}

/** "m3", or "m3 (subscription audit)" where there are several. */
export function named(subject: Subject, message: number, subscription: number): string {
  const { subscriptions } = subject;
  return subscriptions.length > 1 && subscription >= 0 ? `${subject.nameOf(message)} (subscription ${subscriptions[subscription]})` : subject.nameOf(message);
}
