import type { Simulation } from "../scenario/simulation.ts";
import * as codes from "../world/codes.ts";

/** Names of the record kinds, as `world/codes.ts` has them: PACKET is "packet". */
const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(codes)
    .filter(([name]) => !name.startsWith("LOST_") && !["CORRUPT", "COPY", "REPLAYED", "DELAYED", "BUFFERED", "FORGED"].includes(name))
    .map(([name, code]) => [code, name.toLowerCase().replaceAll("_", "-")]),
);
const WITH_CHANNEL: ReadonlySet<number> = new Set([codes.PACKET, codes.SEND, codes.LOST, codes.FRAME, codes.CONTROL, codes.TIMEOUT, codes.HELD, codes.CONNECT, codes.STREAM_SEND]);
const WITH_LABEL: ReadonlySet<number> = new Set([codes.START, codes.PUBLISH, codes.TIMER, codes.SYNCED]);
/** Outputs of which another record says more: the delivery history, or the connection. */
const TOLD_ELSEWHERE: ReadonlySet<number> = new Set([codes.EFFECT, codes.SAY, codes.CONNECT, codes.STREAM_SEND]);

/** The trace as lines of JSON, one a record: event, time (µs), node, what, and the key where it has one. */
export function* traceLines({ world, history }: Simulation): Generator<string> {
  const { trace } = world.kernel;
  if (trace === undefined) return;
  for (let index = 0; index < trace.length; index++) {
    const { at, event, kind, node, a, b, c, d, cause } = trace.record(index);
    if (kind === codes.OUTPUT && TOLD_ELSEWHERE.has(a)) continue;
    const line: Record<string, unknown> = { event, at, node: world.nodes[node]!.name, what: NAMES.get(kind === codes.OUTPUT ? a : kind) ?? kind };
    if (cause > 0) line["cause"] = cause;
    if (WITH_CHANNEL.has(kind)) line["key"] = `${world.channels[a]!.text}${b > 0 ? ` m${b}` : ""} #${c}`;
    else if (WITH_LABEL.has(kind)) line["key"] = `${world.stepLabels[a]!.text}${b > 0 ? ` m${b}` : ""} #${c}`;
    else if (kind === codes.HISTORY) Object.assign(line, { history: history?.events[a] });
    else if (kind === codes.OUTPUT && b >= 0) line["text"] = trace.texts[b];
    else if (kind === codes.LOG || kind === codes.FAULT || kind === codes.THREW) line["text"] = trace.texts[a];
    else if (kind === codes.GAUGE) Object.assign(line, { text: trace.texts[a], value: trace.texts[b] });
    if (kind === codes.LOST) line["why"] = ["", "dropped", "partition", "receiver down"][d >> 8];
    yield JSON.stringify(line);
  }
  if (trace.truncated) yield JSON.stringify({ truncated: true, records: trace.length });
}
