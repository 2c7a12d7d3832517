import { Names } from "../../brokers/rabbitmq/conformance/names.ts";
import { play } from "../../brokers/rabbitmq/conformance/play.ts";
import type { Operation, Shown } from "../../brokers/rabbitmq/conformance/script.ts";
import { Transcript } from "../../brokers/rabbitmq/conformance/transcript.ts";
import type { Gate } from "./gate.ts";
import type { Monitor } from "./monitor.ts";
import { RealTarget } from "./real-target.ts";
import type { Pace } from "./real-target.ts";

let played = 0;
const RUN = `faultline.${process.pid.toString(36)}${Date.now().toString(36)}.`;

export interface PlayOptions {
  readonly pace: Pace;
  readonly show?: readonly Shown[];
  readonly gate?: Gate;
  readonly signal?: AbortSignal;
}

/** Plays a script on a real broker: what it observes after each operation. Whatever it has made is removed, however it ends. */
export async function playOnBroker(operations: readonly Operation[], monitor: Monitor, { pace, show = [], gate, signal }: PlayOptions): Promise<string[][]> {
  const prefix = `${RUN}${(++played).toString(36)}.`;
  const names = new Names(operations, prefix);
  const transcript = new Transcript(names, show);
  const target = new RealTarget(monitor, transcript, RUN, pace, gate);
  const steps = play(operations, names, transcript);
  let observed: string[][];
  try {
    for (;;) {
      signal?.throwIfAborted();
      const step = steps.next();
      if (step.done === true) {
        observed = step.value;
        break;
      }
      await target.do(step.value);
    }
  } catch (error) {
    gate?.leave();
    // What went wrong first is what is to be told.
    await target.end().catch(() => undefined);
    throw error;
  }
  gate?.leave();
  await target.end();
  return observed;
}
