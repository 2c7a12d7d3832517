/** Small worlds: a few nodes whose handlers are written in the test, and what was said on stage, with the true virtual time. */
import { writeDuration } from "../../src/kernel/time.ts";
import type { Duration } from "../../src/kernel/time.ts";
import type { Distribution } from "../../src/kernel/distribution.ts";
import { resultOf } from "../../src/scenario/result.ts";
import type { Run } from "../../src/scenario/result.ts";
import { prepare } from "../../src/scenario/run.ts";
import type { Simulation } from "../../src/scenario/simulation.ts";
import type { NetworkSpec, NodeSpec, Scenario } from "../../src/scenario/types.ts";
import { printFault } from "../../src/world/plan-text.ts";
import type { Factory, Process } from "../../src/world/process.ts";

/** What each node does; a function where the node has memory of its own, made anew for every life. */
export type Cast = { readonly [node: string]: Process | Factory };
/** Notes down what a handler saw; "2ms text" in `said`. */
export type Say = (text: string) => void;

export interface Setting extends Omit<Partial<Scenario>, "nodes" | "network" | "workload"> {
  readonly plan?: readonly string[];
  /** Default: off. */
  readonly rates?: "on" | "off";
  /** Default: 1ms, always. */
  readonly latency?: Distribution;
  readonly network?: NetworkSpec;
  /** Messages handed over, one every 10ms, to the nodes that have `publish`. Default none. */
  readonly messages?: number;
  readonly every?: Distribution;
  readonly clock?: { readonly [node: string]: NodeSpec["clock"] & object };
  /** Time of a sync. Default 1ms, always. */
  readonly sync?: Duration;
}

export interface Staged {
  readonly simulation: Simulation;
  readonly run: Run;
  readonly said: readonly string[];
  /** What struck, and what did not, as text. */
  readonly struck: readonly string[];
  readonly missed: readonly string[];
}

/** The scenario that `play` plays. Nodes with `publish` are producers. */
export function staged(cast: Cast, setting: Setting = {}): Scenario {
  const { plan: _plan, rates: _rates, latency, network, messages, every, clock, sync, ...more } = setting;
  const nodes = Object.entries(cast).map(([name, does]): NodeSpec => ({
    name,
    role: typeof does === "object" && does.publish !== undefined ? "producer" : "other",
    run: typeof does === "function" ? does : () => ({ ...does }),
    disk: { sync: sync ?? "1ms" },
    ...(clock?.[name] === undefined ? {} : { clock: clock[name] }),
  }));
  return { title: "A stage", nodes, workload: { messages: messages ?? 0, every: every ?? "10ms" }, network: { latency: latency ?? "1ms", ...network }, promises: {}, ...more };
}

/** A simulation ready to step, and what will be said in it. */
export function stage(cast: (say: Say) => Cast, setting: Setting = {}): { readonly simulation: Simulation; readonly said: string[] } {
  const said: string[] = [];
  let simulation: Simulation | undefined;
  const say: Say = (text) => void said.push(`${writeDuration(simulation!.world.now)} ${text}`);
  simulation = prepare(staged(cast(say), setting), { trace: true, plan: setting.plan ?? [], rates: setting.rates ?? "off" });
  return { simulation, said };
}

/** Plays it to the end. */
export function play(cast: (say: Say) => Cast, setting: Setting = {}): Staged {
  const { simulation, said } = stage(cast, setting);
  while (simulation.advance());
  const run = resultOf(simulation);
  return { simulation, run, said, struck: run.struck.map(printFault), missed: run.missed.map(printFault) };
}

/** Says every packet, connection event and failed sync it meets, with what a packet carries. */
export function listener(say: Say, name: string): Process {
  const carried = ({ type, ...rest }: { readonly type: string }): string => (Object.keys(rest).length === 0 ? type : `${type} ${JSON.stringify(rest)}`);
  return {
    receive: (_ctx, _from, packet) => say(`${name} got ${carried(packet)}`),
    opened: (_ctx, { peer }) => say(`${name} opened to ${peer}`),
    data: (_ctx, _connection, packet) => say(`${name} read ${carried(packet)}`),
    closed: (_ctx, _connection, reason) => say(`${name} heard ${reason}`),
    synced: (_ctx, tag, error) => say(`${name} synced ${tag}${error === undefined ? "" : `: ${error}`}`),
  };
}
