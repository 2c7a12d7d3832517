/** Histories to order: a scenario whose nodes do nothing but what a script says, each step a timer of its own. */
import type { DeliveryVerb, Message } from "../../src/delivery/message.ts";
import type { HistoryEvent } from "../../src/delivery/history.ts";
import type { RunSummary } from "../../src/guarantees/own.ts";
import type { Plain } from "../../src/kernel/plain.ts";
import type { Run } from "../../src/scenario/result.ts";
import { resultOf } from "../../src/scenario/result.ts";
import { prepare } from "../../src/scenario/run.ts";
import type { Scenario } from "../../src/scenario/types.ts";
import type { Context, Factory } from "../../src/world/process.ts";

/** One thing a node says or does. */
export type Call =
  | { readonly call: "confirm" | "refuse" | "giveUp"; readonly message: number }
  | { readonly call: "note"; readonly verb: DeliveryVerb; readonly message: number; readonly subscription?: string; readonly owner?: string; readonly resource?: string }
  /** `altered`: given whole, with another body. A note of "abort" just before it says so in the history. */
  | { readonly call: "effect"; readonly message: number; readonly subscription: string; readonly altered?: boolean }
  /** A note of "poll" just before it says so in the history. */
  | { readonly call: "gauge"; readonly name: string; readonly value: number };

export interface ScriptedStep {
  readonly at: number;
  readonly node: string;
  readonly calls: readonly Call[];
}

/** A script and the scenario around it. Times in µs. */
export interface Script {
  readonly steps: readonly ScriptedStep[];
  readonly messages: number;
  readonly producers: number;
  readonly keys: number;
  readonly subscriptions: readonly string[];
  readonly excuses: readonly ("expire" | "dead-letter")[];
  readonly obligation: "confirmed" | "published";
  readonly settle: number;
  readonly storm: number | undefined;
  /** Most events. */
  readonly events: number | undefined;
  /** A background timer ticks for ever. */
  readonly ticks: boolean;
  readonly within: number;
  readonly when: "always" | "calm";
  readonly all: boolean;
  readonly redeliveries: number;
  readonly depth: number;
}

/** Message k is handed over at k times this, if nothing stands in its way. */
export const GAP = 10_000;
const TICK = 7_000;

export interface Played {
  readonly script: Script;
  readonly run: Run;
  readonly events: readonly HistoryEvent[];
  /** What guarantees of one's own are told at the end; undefined when the run was cut short. */
  readonly summary: RunSummary | undefined;
}

/** Runs a script to its end. */
export function play(script: Script): Played {
  let summary: RunSummary | undefined;
  const simulation = prepare(staged(script, (told) => (summary = told)), { trace: true });
  while (simulation.advance());
  const run = resultOf(simulation);
  return { script, run, events: simulation.history!.events, summary };
}

/** The scenario in which a script is played. */
export function staged(script: Script, told: (summary: RunSummary) => void = () => undefined): Scenario {
  const node = (name: string, role: "producer" | "consumer"): Scenario["nodes"][number] => ({ name, role, run: actor(script, name) });
  return {
    title: "A script",
    nodes: [...Array.from({ length: script.producers }, (_, index) => node(`p${index + 1}`, "producer")), node("c1", "consumer"), node("c2", "consumer")],
    workload: { messages: script.messages, keys: script.keys, every: GAP },
    subscriptions: script.subscriptions,
    excuses: script.excuses,
    obligation: script.obligation,
    settle: script.settle,
    ...(script.storm === undefined ? {} : { storm: script.storm }),
    ...(script.events === undefined ? {} : { limit: { events: script.events } }),
    promises: {
      order: { holds: true, limits: { all: script.all } },
      deadline: { holds: true, limits: { within: script.within, when: script.when } },
      bounded: { holds: true, limits: { redeliveries: script.redeliveries, depth: script.depth } },
    },
    guarantees: [{ name: "told", observe: () => ({ on: () => undefined, end: told }) }],
  };
}

function actor(script: Script, self: string): Factory {
  return () => ({
    start(ctx) {
      for (const [index, step] of script.steps.entries()) if (step.node === self) ctx.timer("step", step.at, index + 1);
      if (script.ticks && self === "c1") ctx.timer("tick", TICK, 0, { background: true });
    },
    wake(ctx, timer, index) {
      if (timer === "tick") return ctx.timer("tick", TICK, 0, { background: true });
      for (const call of script.steps[index! - 1]!.calls) perform(script, ctx, call);
    },
  });
}

function perform(script: Script, ctx: Context, call: Call): void {
  switch (call.call) {
    case "note":
      return ctx.note(call.verb, call.message, detailOf(call));
    case "effect":
      if (call.altered === true) ctx.note("abort", call.message, { altered: true, subscription: call.subscription });
      ctx.effect(call.altered === true ? { ...handedOver(script, call.message), body: "something else" } : call.message, { subscription: call.subscription });
      return;
    case "gauge":
      ctx.note("poll", 1, { gauge: call.name, value: call.value });
      return ctx.gauge(call.name, call.value);
    case "confirm":
      return ctx.confirm(call.message);
    default:
      return ctx[call.call](call.message, "as the script says");
  }
}

function detailOf({ subscription, owner, resource }: Call & { call: "note" }): { readonly [name: string]: Plain } {
  return { ...(subscription === undefined ? {} : { subscription }), ...(owner === undefined ? {} : { owner }), ...(resource === undefined ? {} : { resource }) };
}

/** The message as the workload's rule has it: dealt round-robin to the producers, keys in turn within each. */
export function handedOver(script: Pick<Script, "producers" | "keys">, id: number): Message {
  const round = Math.floor((id - 1) / script.producers);
  return { id, key: `k${(round % script.keys) + 1}`, producer: `p${((id - 1) % script.producers) + 1}`, body: id };
}
