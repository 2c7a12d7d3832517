import type { Micros } from "../../kernel/time.ts";
import type { Simulation } from "../../scenario/simulation.ts";
import { FRAME, HISTORY, OUTPUT, PACKET, SEND, STREAM_SEND, SYNCED, TIMER } from "../../world/codes.ts";
import { printStepKey } from "../../world/step-key.ts";
import type { StepKey } from "../../world/step-key.ts";
import { stepsOf } from "../steps.ts";
import type { RunStep } from "../steps.ts";

/** A handler call with what brought it about. */
export interface CausedStep {
  readonly node: string;
  readonly key: string;
  readonly kind: StepKey["step"];
  readonly event: number;
  readonly at: Micros;
  /** Ordinal of the message it is about, 0 for none. */
  readonly message: number;
  readonly outputs: number;
  /** The step that sent the packet, armed the timer or asked for the sync; undefined for a hand-over or a start. */
  readonly cause: CausedStep | undefined;
  /** How many outputs of the cause came before the one that brought this about; undefined when it was none (a timer). */
  readonly after: number | undefined;
  /** The datagram that was delivered. */
  readonly packet: string | undefined;
  /** When this life of its node began, µs. */
  readonly born: Micros;
}

/** Something the history says of a message, in the step where it happened. */
export interface Said {
  readonly verb: string;
  readonly message: number;
  readonly subscription: number;
  readonly step: CausedStep;
  /** Outputs of the step that came before. */
  readonly after: number;
  /** Its number in the history, and those of earlier events that caused it too (`ctx.because`). */
  readonly index: number;
  readonly because: readonly number[];
}

/** The steps of a run with their causes, in order, and what was said in them. */
export interface Causes {
  readonly steps: readonly CausedStep[];
  readonly said: readonly Said[];
}

/** Reads the causes of a traced run: exact, as the kernel keeps them for every event. */
export function causesOf(simulation: Simulation): Causes {
  const { world, history } = simulation;
  const trace = world.kernel.trace!;
  const records = stepsOf(simulation);
  const byEvent = new Map<number, RunStep>(records.map((step) => [step.event, step]));
  const made = new Map<number, CausedStep>();
  const sends = new Map<string, number>();
  const frames = new Map<number, number>();
  const steps: CausedStep[] = [];
  const said: Said[] = [];
  const born = new Map<string, Micros>();
  let outputs = 0;
  let current = 0;
  for (let index = 0; index < trace.length; index++) {
    const { kind, event, a, b, c, cause } = trace.record(index);
    if (event !== current) outputs = 0;
    current = event;
    if (kind === SEND) sends.set(`${a} ${b} ${c}`, outputs++);
    else if (kind === OUTPUT) {
      if (a === STREAM_SEND && !frames.has(event)) frames.set(event, outputs);
      outputs++;
    } else if (kind === HISTORY) {
      const { verb, detail, because = [] } = history!.events[a]!;
      const step = made.get(event);
      if (step !== undefined && detail !== "fenced") said.push({ verb, message: b, subscription: c, step, after: Math.max(0, outputs - 1), index: a, because });
    }
    const run = byEvent.get(event);
    if (run === undefined || made.has(event)) continue;
    if (run.key.step === "start") born.set(run.node, run.at);
    const from = kind === PACKET || kind === TIMER || kind === SYNCED || kind === FRAME ? made.get(cause) : undefined;
    const key = printStepKey(run.key);
    const step: CausedStep = {
      node: run.node, key, kind: run.key.step, event, at: run.at, message: "message" in run.key ? run.key.message : 0, outputs: run.outputs.length,
      cause: from,
      after: kind === PACKET ? sends.get(`${a} ${b} ${c}`) : kind === FRAME ? frames.get(cause) : undefined,
      packet: kind === PACKET ? key : undefined,
      born: born.get(run.node) ?? 0,
    };
    made.set(event, step);
    steps.push(step);
  }
  return { steps, said };
}
