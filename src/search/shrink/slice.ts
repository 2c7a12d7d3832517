import type { Fault, FaultKind, Plan } from "../../world/fault.ts";
import type { Work } from "../attempt.ts";
import { messageOf, messagesIn } from "./keys.ts";
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
  return [...plan].sort((a, b) => distance(a, messages) - distance(b, messages) || PLAINEST_FIRST.indexOf(a.fault) - PLAINEST_FIRST.indexOf(b.fault));
}

/** 0: on a packet or step of these messages; 1: on a node or a link; 2: on another packet. */
function distance(fault: Fault, messages: ReadonlySet<number>): number {
  const message = messageOf(fault);
  if (message !== 0) return messages.has(message) ? 0 : 2;
  return "packet" in fault ? 2 : 1;
}
