import type { TraceRecord } from "../../kernel/trace.ts";
import type { Simulation } from "../../scenario/simulation.ts";
import { CONNECT, CONTROL, CRASHED, FAULT, FRAME, LOST, LOST_DOWN, PACKET, SEND, STREAM_CLOSE, STREAM_RESET, STREAM_SEND } from "../../world/codes.ts";
import { copyOf } from "../../world/datagrams.ts";
import { ORIGINAL, within } from "../../world/planned.ts";
import type { World } from "../../world/world.ts";
import { SLICE } from "../attempt.ts";
import type { Work } from "../attempt.ts";

/** What the trace of a run says up to an event. */
export interface Traced {
  /** What set each event off; those that nothing did are not in it. */
  readonly causes: ReadonlyMap<number, number>;
  /** Events that a fault of the plan struck: a packet's sending, loss or altered arrival, a step that a crash cut, and what a fault set off. */
  readonly struck: readonly number[];
}

const PACKETS: ReadonlySet<number> = new Set([SEND, CONNECT, CONTROL, STREAM_SEND, STREAM_CLOSE, STREAM_RESET, PACKET, FRAME]);

/** Reads the trace of a run without chance, up to and with an event. */
export function* tracedUntil({ world }: Simulation, last: number): Work<Traced> {
  const trace = world.kernel.trace!;
  const causes = new Map<number, number>();
  const struck: number[] = [];
  const faults = new Set<number>();
  for (let index = 0; index < trace.length; index++) {
    if (index % SLICE === SLICE - 1) yield;
    const record = trace.record(index);
    const { event, cause } = record;
    if (event > last) break;
    if (record.kind === FAULT) faults.add(event);
    else if (faults.has(cause) || isStruck(world, record)) struck.push(event);
    // What a fault sets off at once happens within its own event, and would go round in circles.
    if (cause > 0 && cause < event && !causes.has(event)) causes.set(event, cause);
  }
  return { causes, struck };
}

function isStruck({ channels }: World, { kind, a: channel, b: message, c: nth, d: flags }: TraceRecord): boolean {
  if (kind === CRASHED) return true;
  // A packet that finds nobody there was lost to what came of a fault, not to the fault.
  if (kind === LOST) return flags >> 8 !== LOST_DOWN;
  if (!PACKETS.has(kind)) return false;
  const planned = channels[channel]!.planned?.get(within(message, nth, kind === PACKET ? copyOf(flags) : ORIGINAL));
  return planned?.decided === true;
}
