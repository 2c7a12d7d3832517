import type { Parameters } from "../scenario/parameters.ts";
import { withParameters } from "../scenario/parameters.ts";
import type { Resolved } from "../scenario/resolve.ts";
import { resolve } from "../scenario/resolve.ts";
import { Simulation } from "../scenario/simulation.ts";
import { sampler } from "../kernel/sampler.ts";
import { writeDuration } from "../kernel/time.ts";
import type { Micros } from "../kernel/time.ts";
import { CONTROL, CONNECT, SEND, STREAM_SEND } from "../world/codes.ts";
import type { Fault, Plan } from "../world/fault.ts";
import { printStepKey } from "../world/step-key.ts";
import type { Work } from "./attempt.ts";
import { breaksUnder, SLICE } from "./attempt.ts";
import { shrinkPlan } from "./shrink.ts";
import type { Shrunk } from "./shrink.ts";

/** A failure with latency taken out of chance: constant, and a `delay` for each packet that has to come late. */
export interface WithoutChance extends Shrunk {
  /** What to set on the scenario: its network's latency. */
  readonly parameters: Parameters;
}

/** Packets of a run with the latencies they drew. */
interface Drawn {
  readonly packet: string;
  readonly latency: Micros;
}

/**
 * The second freeze (DESIGN 2): replaces the latency distribution by its median and keeps as `delay` entries only what the
 * failure needs, so that an order which chance produced becomes something a person can read. Where the median is too slow
 * for some packet the failure needs early, the least latency of the run takes its place. undefined when neither breaks it.
 */
export function* withoutChance(resolved: Resolved, seed: string, plan: Plan, guarantee: string, replays: number): Work<WithoutChance | undefined> {
  const { latency } = resolved.world;
  if (latency.shape === "constant") return undefined;
  const drawn = yield* latenciesOf(resolved, seed, plan, guarantee);
  const least = drawn.reduce((smallest, { latency: each }) => Math.min(smallest, each), Infinity);
  for (const base of [sampler(latency).median, least]) {
    if (!Number.isFinite(base)) continue;
    const parameters: Parameters = { "network.latency": writeDuration(base) };
    const still = resolve(withParameters(resolved.scenario, parameters));
    const late: Fault[] = drawn.filter(({ latency: each }) => each > base).map(({ packet, latency: each }) => ({ fault: "delay", packet, by: each - base }));
    if ((yield* breaksUnder(still, seed, [...plan, ...late], guarantee)) === undefined) continue;
    const shrunk = yield* shrinkPlan(still, seed, [...plan, ...late], guarantee, replays);
    if (shrunk !== undefined) return { ...shrunk, parameters };
  }
  return undefined;
}

/** The base latency of every packet and segment sent before the violation, or before the end. */
function* latenciesOf(resolved: Resolved, seed: string, plan: Plan, guarantee: string): Work<readonly Drawn[]> {
  const simulation = new Simulation(resolved, { seed, plan, rates: false, trace: true });
  while (!simulation.judge.hasFailed(guarantee) && simulation.advance(1)) if (simulation.world.kernel.events % SLICE === 0) yield;
  const { world } = simulation;
  const trace = world.kernel.trace!;
  const drawn: Drawn[] = [];
  for (let index = 0; index < trace.length; index++) {
    const { kind, a, b: message, c: nth } = trace.record(index);
    if (kind !== SEND && kind !== STREAM_SEND && kind !== CONNECT && kind !== CONTROL) continue;
    const channel = world.channels[a]!;
    const packet = printStepKey({ step: "packet", from: channel.from.name, to: channel.to.name, type: channel.type, message, nth, copy: "" });
    drawn.push({ packet, latency: world.datagrams.latency(channel.high(message, nth), channel.low(message, nth)) });
  }
  return drawn;
}
