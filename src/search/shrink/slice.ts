import type { Fault, FaultKind, Plan } from "../../world/fault.ts";
import type { Work } from "../attempt.ts";
import { keyOf, messageOf, messagesIn } from "./keys.ts";
import type { Reducer } from "./reducer.ts";

/** Kinds of fault from what a reader grasps at once to what takes explaining: where several would do, the first should stay. */
const PLAINEST_FIRST: readonly FaultKind[] = ["drop", "duplicate", "delay", "crash", "partition", "pause", "reset", "stall", "disk", "clock", "corrupt", "replay", "forge"];

/**
 * First of all only what had struck by the violation, and of that the faults on messages that the violation names; if these
 * do not suffice, those of nodes and links as well.
 */
export function* slice(reducer: Reducer): Work<void> {
  const { plan, struck, sentence } = reducer.best;
  const messages = messagesIn(sentence);
  for (const most of [0, 1, 2]) {
    const sliced = struck.filter((fault) => distance(fault, messages) <= most);
    if (sliced.length === plan.length || (sliced.length > 0 && (yield* reducer.breaks(sliced)))) return;
  }
}

/** Faults in the order in which they should stay: by how near they are to what broke, then by kind, so that whole kinds go at once. */
export function byNeed(plan: Plan, sentence: string): Plan {
  const messages = messagesIn(sentence);
  const ranked = plan.map((fault) => ({ fault, rank: distance(fault, messages) * 2 * PLAINEST_FIRST.length + obscurity(fault) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ fault }) => fault);
}

/** What strikes a restart, or a packet's copy, presupposes another fault, and that perhaps a third: such chains are the last to stay. */
function obscurity(fault: Fault): number {
  const key = keyOf(fault);
  const presupposes = key?.step === "start" || (key?.step === "packet" && key.copy !== "");
  return PLAINEST_FIRST.indexOf(fault.fault) + (presupposes ? PLAINEST_FIRST.length : 0);
}

/** 0: on a packet or step of these messages, or nothing is known of any; 1: on a node or a link; 2: on another packet. */
function distance(fault: Fault, messages: ReadonlySet<number>): number {
  if (messages.size === 0) return 0;
  const message = messageOf(fault);
  if (message !== 0) return messages.has(message) ? 0 : 2;
  return "packet" in fault ? 2 : 1;
}
