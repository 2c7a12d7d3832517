/** The trace in words: which step an event was, which packets it sent. */
import type { TraceRecord } from "../../src/kernel/trace.ts";
import { writeDuration } from "../../src/kernel/time.ts";
import { CONTROL, FRAME, PACKET, PUBLISH, SEND, START, STREAM_SEND, SYNCED, TIMEOUT, TIMER } from "../../src/world/codes.ts";
import { COPY, REPLAYED } from "../../src/world/codes.ts";
import { printStepKey } from "../../src/world/step-key.ts";
import type { World } from "../../src/world/world.ts";

/** Every record of the trace, in order. */
export function records(world: World): TraceRecord[] {
  const trace = world.kernel.trace!;
  return Array.from({ length: trace.length }, (_, index) => trace.record(index));
}

/** The key of a packet or frame that a record is about. */
export function packetKey(world: World, { a, b, c, d, kind }: TraceRecord): string {
  const { from, to, type } = world.channels[a]!;
  const copy = kind !== PACKET ? "" : (d & REPLAYED) !== 0 ? '"' : (d & COPY) !== 0 ? "'" : "";
  return printStepKey({ step: "packet", from: from.name, to: to.name, type, message: b, nth: c, copy });
}

/** The key of the step that a record begins; undefined for one that begins none. */
export function stepKey(world: World, record: TraceRecord): string | undefined {
  const { kind, a, b: message, c: nth } = record;
  const node = world.nodes[record.node]!.name;
  switch (kind) {
    case START: return printStepKey({ step: "start", node, nth });
    case PUBLISH: return printStepKey({ step: "publish", node, message });
    case TIMER: return printStepKey({ step: "timer", node, name: world.stepLabels[a]!.name, message, nth });
    case SYNCED: return printStepKey({ step: "synced", node, tag: world.stepLabels[a]!.name, nth });
    case PACKET: case FRAME: case TIMEOUT: return packetKey(world, record);
    // A control segment is recorded where it is sent, too.
    case CONTROL: return world.channels[a]!.to.name === node ? packetKey(world, record) : undefined;
    default: return undefined;
  }
}

/** Datagrams and frames in the order of their sending: "2ms p1>broker publish m1 #1". */
export function sent(world: World): string[] {
  return records(world).filter(({ kind }) => kind === SEND || kind === STREAM_SEND).map((record) => `${writeDuration(record.at)} ${packetKey(world, record)}`);
}
