import type { TraceRecord } from "../kernel/trace.ts";
import type { Micros } from "../kernel/time.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { CONNECT, CONTROL, EFFECT, FRAME, HISTORY, LOST, OUTPUT, PACKET, PUBLISH, REMOVE, SAY, SEND, START, STREAM_CLOSE, STREAM_RESET, STREAM_SEND, SYNC, SYNCED, TIMEOUT, TIMER, TRANSACTION, WRITE } from "../world/codes.ts";
import { copyOf } from "../world/datagrams.ts";
import { ATTACKER_COPY, NETWORK_COPY } from "../world/planned.ts";
import type { StepKey } from "../world/step-key.ts";
import type { World } from "../world/world.ts";

/** One output of a handler, in words: what it is, and what it names. */
export interface StepOutput {
  readonly what: "send" | "connect" | "close" | "reset" | "write" | "remove" | "sync" | "transaction" | "effect" | "say";
  /** The packet's type, the key, the tag, the verb, the node connected to; "" where there is none. */
  readonly name: string;
  /** Ordinal, 0 for none. */
  readonly message: number;
  /** Effects that a transaction made. */
  readonly effects: number;
}

/** A handler call of a run. */
export interface RunStep {
  readonly key: StepKey;
  readonly node: string;
  /** Virtual time, µs. */
  readonly at: Micros;
  /** Number of the event. */
  readonly event: number;
  readonly outputs: readonly StepOutput[];
}

const STEPS: ReadonlySet<number> = new Set([START, PUBLISH, TIMER, SYNCED, PACKET, FRAME, CONTROL, TIMEOUT]);
const WHAT: ReadonlyMap<number, StepOutput["what"]> = new Map([[CONNECT, "connect"], [STREAM_SEND, "send"], [STREAM_CLOSE, "close"], [STREAM_RESET, "reset"], [WRITE, "write"], [REMOVE, "remove"], [SYNC, "sync"], [TRANSACTION, "transaction"], [EFFECT, "effect"], [SAY, "say"]]);

type Growing = { -readonly [field in keyof RunStep]: RunStep[field] } & { outputs: StepOutput[] };

/** Every handler call of a traced run, in order, with what it put out. What the machine did alone, or met while nobody was in, is none. */
export function stepsOf({ world, history }: Simulation): readonly RunStep[] {
  const trace = world.kernel.trace!;
  const steps: Growing[] = [];
  let next = trace.length > 0 ? trace.record(0) : undefined;
  let step: Growing | undefined;
  for (let index = 1; next !== undefined; index++) {
    const record: TraceRecord = next;
    next = index < trace.length ? trace.record(index) : undefined;
    if (begins(world, record, next)) {
      step = { key: keyOf(world, record), node: world.nodes[record.node]!.name, at: record.at, event: record.event, outputs: [] };
      steps.push(step);
    } else if (record.event !== step?.event) step = undefined;
    else if (record.kind === SEND) step.outputs.push({ what: "send", name: world.channels[record.a]!.type, message: record.b, effects: 0 });
    else if (record.kind === OUTPUT) step.outputs.push(outputOf(world, record));
    else if (record.kind === HISTORY) addWords(step.outputs, history!.events[record.a]!);
  }
  return steps;
}

function begins(world: World, { kind, event, a, b, c, d, node }: TraceRecord, next: TraceRecord | undefined): boolean {
  if (!STEPS.has(kind)) return false;
  if (kind === PACKET) return !(next?.kind === LOST && next.event === event && next.a === a && next.b === b && next.c === c);
  // A control segment is recorded where it is sent, too.
  if (kind === CONTROL) return d === 0 && world.channels[a]!.to.index === node;
  return kind !== FRAME || d === 0;
}

function keyOf(world: World, { kind, a, b: message, c: nth, d, node: index }: TraceRecord): StepKey {
  const node = world.nodes[index]!.name;
  switch (kind) {
    case START: return { step: "start", node, nth };
    case PUBLISH: return { step: "publish", node, message };
    case TIMER: return { step: "timer", node, name: world.stepLabels[a]!.name, message, nth };
    case SYNCED: return { step: "synced", node, tag: world.stepLabels[a]!.name, nth };
    default: {
      const { from, to, type } = world.channels[a]!;
      const copy = kind === PACKET ? copyOf(d) : 0;
      return { step: "packet", from: from.name, to: to.name, type, message, nth, copy: copy === NETWORK_COPY ? "'" : copy === ATTACKER_COPY ? '"' : "" };
    }
  }
}

function outputOf({ kernel }: World, { a: code, b: text, d: message }: TraceRecord): StepOutput {
  const named = text < 0 ? "" : (kernel.trace!.texts[text] as string | { readonly type: string });
  return { what: WHAT.get(code)!, name: typeof named === "string" ? named : named.type, message, effects: 0 };
}

/** The history says of what message a verb was, and what a transaction did to the world. */
function addWords(outputs: StepOutput[], { verb, message = 0, detail }: { readonly verb: string; readonly message?: number; readonly detail?: unknown }): void {
  const last = outputs.at(-1);
  if (last?.what === "say" && last.name === verb) outputs[outputs.length - 1] = { ...last, message };
  else if (last?.what === "transaction" && verb === "effect" && detail === undefined) outputs[outputs.length - 1] = { ...last, effects: last.effects + 1, message };
}
