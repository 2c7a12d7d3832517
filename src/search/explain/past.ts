import type { Micros } from "../../kernel/time.ts";
import type { Simulation } from "../../scenario/simulation.ts";
import { printStepKey } from "../../world/step-key.ts";
import { stepsOf } from "../steps.ts";

/** A step in the causal past of another. */
export interface PastStep {
  readonly event: number;
  readonly at: Micros;
  readonly node: string;
  /** Its key. */
  readonly step: string;
}

/**
 * The causal past of an event of a traced run: what triggered it, what triggered that, and on each node the steps about the messages in
 * question that came before; and all steps about `named` messages. What is not in it cannot have told the violating step anything about them; its absence may matter all the same.
 */
export function pastOf(simulation: Simulation, event: number, named: readonly number[]): readonly PastStep[] {
  const trace = simulation.world.kernel.trace!;
  const causes = new Map<number, number>();
  for (let index = 0; index < trace.length; index++) {
    const record = trace.record(index);
    if (record.event > event) break;
    if (record.cause > 0 && !causes.has(record.event)) causes.set(record.event, record.cause);
  }
  const steps = stepsOf(simulation).filter((step) => step.event <= event);
  const byEvent = new Map(steps.map((step) => [step.event, step]));
  const messageOf = (number: number): number => {
    const key = byEvent.get(number)?.key;
    return key !== undefined && "message" in key ? key.message : 0;
  };
  const chain: number[] = [];
  for (let at: number | undefined = event; at !== undefined; at = causes.get(at)) chain.push(at);
  const about = chain.map(messageOf).filter((message) => message > 0);
  // What never happened is noticed at the end of the run, whatever came last then.
  const begins = named.length === 0 || about.some((message) => named.includes(message));
  const messages = new Set([...named, ...(begins ? about : [])]);
  const kept = new Set<number>();
  const open = [...(begins ? [event] : []), ...steps.filter((step) => named.includes(messageOf(step.event))).map((step) => step.event)];
  while (open.length > 0) {
    const next = open.pop()!;
    if (kept.has(next)) continue;
    kept.add(next);
    const cause = causes.get(next);
    if (cause !== undefined) open.push(cause);
    const node = byEvent.get(next)?.node;
    for (const step of steps) if (step.node === node && step.event < next && messages.has(messageOf(step.event))) open.push(step.event);
  }
  return steps.filter((step) => kept.has(step.event)).map(({ event: number, at, node, key }) => ({ event: number, at, node, step: printStepKey(key) }));
}
