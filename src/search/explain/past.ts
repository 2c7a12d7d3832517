import type { Micros } from "../../kernel/time.ts";
import type { Simulation } from "../../scenario/simulation.ts";
import { printStepKey } from "../../world/step-key.ts";
import { SLICE } from "../attempt.ts";
import type { Work } from "../attempt.ts";
import { stepsOf } from "../steps.ts";
import type { RunStep } from "../steps.ts";
import { tracedUntil } from "./traced.ts";

/** A step in the causal past of another. */
export interface PastStep {
  readonly event: number;
  readonly at: Micros;
  readonly node: string;
  /** Its key. */
  readonly step: string;
}

/** The events of a node's steps about the messages in question, in order, and how many of them are taken already. */
interface Memory {
  readonly events: number[];
  taken: number;
}

/**
 * What an event of a traced run goes back to, up to that event: all steps about the `named` messages; what set them off, and what set that
 * off; on each node the steps about the same messages that came before; and what the faults of the plan struck. What is not in it told
 * the violating step nothing about its messages. It may matter all the same, by what it did to a node's memory.
 */
export function* pastOf(simulation: Simulation, event: number, named: readonly number[]): Work<readonly PastStep[]> {
  const { causes, struck } = yield* tracedUntil(simulation, event);
  const steps = stepsOf(simulation).filter((step) => step.event <= event);
  yield;
  const byEvent = new Map(steps.map((step) => [step.event, step]));
  const about: number[] = [];
  for (let at: number | undefined = event; at !== undefined; at = causes.get(at)) about.push(messageOf(byEvent.get(at)));
  // What never happened is noticed at the end of the run, whatever came last then.
  const begins = named.length === 0 || about.some((message) => named.includes(message));
  const messages = new Set([...named, ...(begins ? about : [])].filter((message) => message > 0));
  const memories = memoriesOf(steps, messages);
  const kept = new Set<number>();
  const open = [...(begins ? [event] : []), ...struck];
  for (const step of steps) if (named.includes(messageOf(step))) open.push(step.event);
  for (let turns = 1; open.length > 0; turns++) {
    if (turns % SLICE === 0) yield;
    const next = open.pop()!;
    if (kept.has(next)) continue;
    kept.add(next);
    const cause = causes.get(next);
    if (cause !== undefined) open.push(cause);
    const memory = memories.get(byEvent.get(next)?.node ?? "");
    if (memory !== undefined) while (memory.events[memory.taken]! < next) open.push(memory.events[memory.taken++]!);
  }
  return steps.filter((step) => kept.has(step.event)).map(({ event: number, at, node, key }) => ({ event: number, at, node, step: printStepKey(key) }));
}

/** Its ordinal, 0 for none. */
function messageOf(step: RunStep | undefined): number {
  return step !== undefined && "message" in step.key ? step.key.message : 0;
}

function memoriesOf(steps: readonly RunStep[], messages: ReadonlySet<number>): ReadonlyMap<string, Memory> {
  const memories = new Map<string, Memory>();
  for (const step of steps) {
    if (!messages.has(messageOf(step))) continue;
    const memory = memories.get(step.node);
    if (memory === undefined) memories.set(step.node, { events: [step.event], taken: 0 });
    else memory.events.push(step.event);
  }
  return memories;
}
