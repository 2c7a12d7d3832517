/** Small worlds for one guarantee at a time: a producer p1, a consumer c1, a link that takes 1 ms. */
import type { HistoryEvent } from "../../src/delivery/history.ts";
import { resultOf } from "../../src/scenario/result.ts";
import type { Run, Verdict } from "../../src/scenario/result.ts";
import { prepare } from "../../src/scenario/run.ts";
import type { Scenario } from "../../src/scenario/types.ts";
import type { Message } from "../../src/delivery/message.ts";
import type { Factory, Process } from "../../src/world/process.ts";

export type Work = { readonly type: "work"; readonly message: Message };

export interface Judged {
  readonly run: Run;
  readonly events: readonly HistoryEvent[];
  verdict(guarantee: string): Verdict;
  /** The simulation event of the nth (from 1) history event with this verb about this message. */
  eventOf(verb: string, message: number, nth?: number): number;
}

/** Runs a scenario with its history kept. */
export function judged(scenario: Omit<Scenario, "title">, plan: readonly string[] = []): Judged {
  const simulation = prepare({ title: "A small world", ...scenario }, { trace: true, plan });
  while (simulation.advance());
  const run = resultOf(simulation);
  const { events } = simulation.history!;
  return {
    run,
    events,
    verdict: (guarantee) => run.verdicts.find((verdict) => verdict.guarantee === guarantee)!,
    eventOf: (verb, message, nth = 1) => events.filter((event) => event.verb === verb && event.message === message)[nth - 1]!.event,
  };
}

/** p1 hands three messages to c1 over a link that takes 1 ms, one every 10 ms, unless said otherwise. */
export function pair(producer: Factory, consumer: Factory, more: Partial<Scenario> = {}, plan: readonly string[] = []): Judged {
  return judged({
    nodes: [{ name: "p1", role: "producer", run: producer }, { name: "c1", role: "consumer", run: consumer }],
    workload: { messages: 3, every: "10ms" },
    network: { latency: "1ms" },
    promises: {},
    ...more,
  }, plan);
}

/** Hands every message to c1 and calls that stored. On this link, which loses nothing, it is right. */
export const trusting: Factory<Work> = () => ({
  publish(ctx, message) {
    ctx.send("c1", { type: "work", message });
    ctx.confirm(message);
  },
});

/** Does the work of each message as it comes. */
export const diligent: Factory<Work> = () => ({
  receive(ctx, _from, { message }) {
    ctx.effect(message);
  },
});

/** Like the producer that hands over and confirms, but for one message, with which it does something else. */
export function trustingBut(odd: number, instead: NonNullable<Process<Work>["publish"]>, more: Process<Work> = {}): Factory<Work> {
  return () => ({ ...more, publish: (ctx, message) => (message.id === odd ? instead(ctx, message) : trusting().publish!(ctx, message)) });
}

/** Like the consumer that does the work, but for one message, with which it does something else. */
export function diligentBut(odd: number, instead: NonNullable<Process<Work>["receive"]>, more: Process<Work> = {}): Factory<Work> {
  return () => ({ ...more, receive: (ctx, from, packet) => (packet.message.id === odd ? instead(ctx, from, packet) : diligent().receive!(ctx, from, packet)) });
}
