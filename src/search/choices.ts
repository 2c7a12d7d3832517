import type { Micros } from "../kernel/time.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { OUTPUT, SEND } from "../world/codes.ts";
import type { Fault } from "../world/fault.ts";
import { printStepKey } from "../world/step-key.ts";
import { stepsOf } from "./steps.ts";

/** A point of a run at which something could have gone wrong: a datagram lost, or a node crashed after so many outputs of a step. */
export type Choice =
  | { readonly kind: "packet"; readonly packet: string; readonly from: string; readonly to: string; readonly at: Micros }
  | { readonly kind: "cut"; readonly node: string; readonly step: string; readonly after: number; readonly at: Micros };

/**
 * Every choice of a traced run, in the order of the run. Two runs are the same up to the first choice that was made otherwise, so what
 * stands before it in one stands at the same place in the other.
 */
export function choicesOf(simulation: Simulation): readonly Choice[] {
  const { world } = simulation;
  const trace = world.kernel.trace!;
  const steps = new Map(stepsOf(simulation).map((step) => [step.event, step]));
  const choices: Choice[] = [];
  let event = 0;
  let outputs = 0;
  const cut = (): void => {
    const step = steps.get(event);
    if (step !== undefined) choices.push({ kind: "cut", node: step.node, step: printStepKey(step.key), after: outputs, at: step.at });
  };
  for (let index = 0; index < trace.length; index++) {
    const record = trace.record(index);
    if (record.event !== event) {
      event = record.event;
      outputs = 0;
      cut();
    }
    if (record.kind !== SEND && record.kind !== OUTPUT) continue;
    if (record.kind === SEND) {
      const { from, to, type } = world.channels[record.a]!;
      choices.push({ kind: "packet", packet: printStepKey({ step: "packet", from: from.name, to: to.name, type, message: record.b, nth: record.c, copy: "" }), from: from.name, to: to.name, at: record.at });
    }
    outputs++;
    cut();
  }
  return choices;
}

/** The same fault where another choice is: of a packet on that packet, of a crash in a step behind that output. Undefined where it cannot strike there. */
export function movedTo(fault: Fault, choice: Choice): Fault | undefined {
  if (choice.kind === "packet") return "packet" in fault ? { ...fault, packet: choice.packet } : undefined;
  return fault.fault === "crash" && "in" in fault ? { ...fault, node: choice.node, in: choice.step, after: choice.after } : undefined;
}
