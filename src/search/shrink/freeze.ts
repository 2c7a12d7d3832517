import { writeDuration } from "../../kernel/time.ts";
import type { Micros } from "../../kernel/time.ts";
import { withParameters } from "../../scenario/parameters.ts";
import { resolve } from "../../scenario/resolve.ts";
import { Simulation } from "../../scenario/simulation.ts";
import { CONNECT, CONTROL, SEND, STREAM_SEND } from "../../world/codes.ts";
import type { Fault } from "../../world/fault.ts";
import { printStepKey } from "../../world/step-key.ts";
import { SLICE } from "../attempt.ts";
import type { Work } from "../attempt.ts";
import { mediansOf } from "./latency.ts";
import { reduce } from "./reduce.ts";
import type { Minimality } from "./reduce.ts";
import { Reducer } from "./reducer.ts";
import { decade } from "./round.ts";

/** So many times as late as it was is very late. */
const MUCH = 4;

/** A packet of a run and the latency it drew. */
interface Drawn {
  readonly packet: string;
  readonly latency: Micros;
}

/**
 * The second freeze (DESIGN 2), of a failure that needs only an order, and no fault but delays: latency becomes constant, and a
 * `delay` stands for each packet that has to come late, so that what chance produced becomes something a person can read. The
 * constant is the median; where some packet must be faster, the least latency of the run. Of several such plans it takes the
 * smallest, or the first single delay; undefined when there is none that is as small as what it began with.
 */
export function* freezeOrder(reducer: Reducer): Work<Minimality | undefined> {
  const { resolved, seed, guarantee, best: { plan, parameters } } = reducer;
  const { latency } = resolved.world;
  if (latency.shape === "constant") return undefined;
  const drawn = yield* latenciesOf(reducer);
  if (drawn.length === 0) return undefined;
  let found: Minimality | undefined;
  let most = plan.length > 0 ? plan.length : Infinity;
  for (const base of [...mediansOf(latency), roundedDown(Math.min(...drawn.map((packet) => packet.latency)))]) {
    const constant = { "network.latency": writeDuration(base) };
    const still = resolve(withParameters(resolved.scenario, constant));
    const slow = drawn.filter((packet) => packet.latency > base);
    // As late as it was; or later, since others are not as fast as they were, and one late packet says more than two.
    for (const late of [(time: Micros) => time - base, (time: Micros) => time, (time: Micros) => time * MUCH]) {
      const within = new Reducer(still, seed, guarantee, reducer.left);
      const delays: Fault[] = slow.map(({ packet, latency: time }) => ({ fault: "delay", packet, by: late(time) }));
      const minimal = (yield* within.breaks([...plan, ...delays])) ? yield* reduce(within) : "capped";
      const before = reducer.replays;
      reducer.replays += within.replays;
      const { length } = within.best.plan;
      if (minimal === "capped" || length > most) continue;
      reducer.orderAlone = true;
      reducer.adopt({ ...within.best, parameters: { ...parameters, ...constant } }, before + within.reached);
      found = minimal;
      most = length - 1;
      if (length <= 1) return found;
    }
  }
  return found;
}

/** The base latency of every packet and segment sent before the violation, or before the end. */
function* latenciesOf({ resolved, seed, guarantee, best: { plan } }: Reducer): Work<readonly Drawn[]> {
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

function roundedDown(time: Micros): Micros {
  return time - (time % decade(time));
}
