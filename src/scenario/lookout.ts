import { CONTROL, FRAME, LOST, PACKET, PUBLISH, START, SYNCED, TIMEOUT, TIMER } from "../world/codes.ts";
import { copyOf } from "../world/datagrams.ts";
import { labelOf } from "../world/planned.ts";
import type { StepKey } from "../world/step-key.ts";
import type { HistoryEvent } from "../delivery/history.ts";
import type { TraceRecord } from "../kernel/trace.ts";
import type { World } from "../world/world.ts";
import type { Until } from "./beats.ts";
import type { Simulation } from "./simulation.ts";

const ON_CHANNELS: readonly number[] = [PACKET, LOST, FRAME, CONTROL, TIMEOUT];
const IN_NODES: readonly number[] = [TIMER, SYNCED, START, PUBLISH];

/** Says, asked after every event, whether a moment has come. The simulation keeps its trace. */
export function lookout(until: Until, { world, history, judge }: Simulation): () => boolean {
  switch (until.moment) {
    case "start": return () => true;
    case "end": return () => world.ending !== undefined;
    case "time": return () => world.kernel.now >= until.at;
    case "violation": return () => until.of.some((guarantee) => judge.hasFailed(guarantee));
    case "step": {
      const trace = world.kernel.trace!;
      let read = 0;
      return () => {
        while (read < trace.length) if (isStep(world, trace.record(read++), until.key)) return true;
        return false;
      };
    }
    case "said": {
      let read = 0;
      let times = 0;
      return () => {
        for (; read < history!.events.length; read++) if (happened(history!.events[read]!, until.verb) && history!.events[read]!.message === until.message) times++;
        return times >= until.nth;
      };
    }
  }
}

/** Whether this event is one of that verb. A sink that answered "already" or "fenced" was asked, not acted on: that is no effect. */
export function happened(event: HistoryEvent, verb: string): boolean {
  return event.verb === verb && (verb !== "effect" || event.detail === undefined);
}

/** The step was handled, or its packet died, on its way or at a node that was down. */
function isStep(world: World, { kind, a, b: message, c: nth, d: flags, node }: TraceRecord, key: StepKey): boolean {
  const onChannel = ON_CHANNELS.includes(kind);
  if (!onChannel && !IN_NODES.includes(kind)) return false;
  const label = (onChannel ? world.channels : world.stepLabels)[a]!;
  if (label.text !== labelOf(key) || message !== ("message" in key ? key.message : 0) || nth !== ("nth" in key ? key.nth : 1)) return false;
  // What a machine answers to a connection of itself is recorded where it is sent as well.
  if (kind === CONTROL && world.channels[a]!.to.index !== node) return false;
  return key.step !== "packet" || ["", "'", '"'][kind === PACKET || kind === LOST ? copyOf(flags) : 0] === key.copy;
}
