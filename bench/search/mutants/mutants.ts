import type { Scenario } from "../../../src/index.ts";
import { queue } from "./queue.ts";
import type { Setting, Wrong } from "./queue.ts";
import { window } from "./window.ts";

/** A protocol with one line wrong. */
export interface Mutant {
  readonly name: string;
  /** Faults of the smallest plan that breaks it, of drops, copies and crashes; `exhaustive` certifies it over so many messages. */
  readonly smallest: number;
  readonly certify: number;
  readonly scenario: Scenario;
}

function mutant(name: string, smallest: number, guarantee: "at-least-once" | "at-most-once", wrong: Wrong, setting: Setting & { readonly certify?: number } = {}): Mutant {
  return { name, smallest, certify: setting.certify ?? 2, scenario: queue(name, wrong, "breaks", guarantee, setting) };
}

/** What a retry stands against is loss alone: a node that is down for long enough outlasts any number of tries at once. */
const LOSS: Setting & { readonly certify: number } = { crashes: false, certify: 1 };

/** Those of the reported table. None of them was looked at while strategies were tuned. */
export const MUTANTS: readonly Mutant[] = [
  mutant("producer tries once", 1, "at-least-once", { tries: 1 }, LOSS),
  mutant("producer tries twice", 2, "at-least-once", { tries: 2 }, LOSS),
  mutant("producer tries 4 times", 4, "at-least-once", { tries: 4 }, LOSS),
  mutant("broker delivers once", 1, "at-least-once", { deliveries: 1 }, LOSS),
  mutant("broker delivers twice", 2, "at-least-once", { deliveries: 2 }, LOSS),
  mutant("broker delivers 4 times", 4, "at-least-once", { deliveries: 4 }, LOSS),
  mutant("broker delivers 6 times", 6, "at-least-once", { deliveries: 6 }, LOSS),
  mutant("broker keeps messages in memory", 1, "at-least-once", { inMemory: true }),
  mutant("broker forgets at its start", 1, "at-least-once", { forgetsAtStart: true }),
  mutant("broker arms no timer at its start", 2, "at-least-once", { noTimerAtStart: true }),
  mutant("broker removes what it has sent", 1, "at-least-once", { removesWhenSent: true }),
  mutant("acknowledgements are cumulative", 1, "at-least-once", { cumulative: true }),
  mutant("any acknowledgement settles the oldest", 1, "at-least-once", { anyAck: true }),
  mutant("consumer acknowledges first", 1, "at-least-once", { acksFirst: true }),
  mutant("consumer remembers, then works", 1, "at-least-once", { remembersFirst: true }),
  mutant("consumer works, then remembers", 1, "at-most-once", { worksFirst: true }),
  mutant("consumer remembers without a sync", 1, "at-most-once", { unsynced: true }),
  mutant("consumer remembers nothing", 1, "at-most-once", { noMemory: true }),
  mutant("consumer remembers in memory", 1, "at-most-once", { volatile: true }),
  mutant("consumer knows attempts, not messages", 1, "at-most-once", { byAttempt: true }),
  mutant("consumer remembers the last id", 1, "at-most-once", { lastOnly: true }),
  mutant("consumer remembers 2 ids", 1, "at-most-once", { window: 2 }, { certify: 4 }),
  mutant("consumer remembers 8 ids", 1, "at-most-once", { window: 8 }, { messages: 40, certify: 40 }),
  mutant("consumer remembers 16 ids", 1, "at-most-once", { window: 16 }, { messages: 40, certify: 40 }),
  mutant("consumer remembers 32 ids", 1, "at-most-once", { window: 32 }, { messages: 40, certify: 40 }),
  mutant("consumer remembers for 100 ms", 1, "at-most-once", { age: 100 }),
];

/** Correct ones: a failure is a false alarm. */
export const CORRECT: readonly Mutant[] = [
  { name: "correct queue, nothing lost", smallest: Infinity, certify: 2, scenario: queue("correct-loss", {}, "holds", "at-least-once") },
  { name: "correct queue, nothing twice", smallest: Infinity, certify: 2, scenario: queue("correct-repeat", {}, "holds", "at-most-once") },
];

/** Those that strategies were tuned on, or that were looked at while that was done; never reported. */
export const TUNING: readonly Mutant[] = [
  mutant("producer tries 6 times", 6, "at-least-once", { tries: 6 }, LOSS),
  mutant("broker confirms before the sync", 1, "at-least-once", { confirmsEarly: true }),
  mutant("broker notes the id before the message", 1, "at-least-once", { seenFirst: true }),
  ...[2, 8, 16, 32].map((remembers): Mutant => ({ name: `tuning window ${remembers}`, smallest: 1, certify: 60, scenario: window(remembers) })),
];
