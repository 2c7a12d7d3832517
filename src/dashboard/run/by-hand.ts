import { invariant } from "../../kernel/errors.ts";
import { writeDuration } from "../../kernel/time.ts";
import type { Micros } from "../../kernel/time.ts";
import type { RunStep, StepOutput } from "../../search/steps.ts";
import type { Fault, Plan } from "../../world/fault.ts";
import { printStepKey } from "../../world/step-key.ts";

/** How long what is done by hand lasts, µs: long enough to be seen in the diagram of a run whose steps take milliseconds. */
const DELAY: Micros = 50_000;
const DOWN: Micros = 500_000;
const PAUSED: Micros = 1_000_000;
const PARTED: Micros = 1_000_000;
const JUMP: Micros = 10_000_000;

export const drop = (packet: string): Fault => ({ fault: "drop", packet });
export const duplicate = (packet: string): Fault => ({ fault: "duplicate", packet });

/** A packet comes 50ms later; once more, 100ms later. */
export function delayed(plan: Plan, packet: string): Plan {
  const others = plan.filter((fault) => fault.fault !== "delay" || fault.packet !== packet);
  const so = plan.reduce((sum, fault) => (fault.fault === "delay" && fault.packet === packet ? sum + fault.by : sum), 0);
  return [...others, { fault: "delay", packet, by: so + DELAY }];
}

/** What strikes at a set time strikes right behind the moment that is looked at. */
export const crashAt = (node: string, now: Micros): Fault => ({ fault: "crash", node, at: now + 1, for: DOWN });
export const pauseAt = (node: string, now: Micros): Fault => ({ fault: "pause", node, at: now + 1, for: PAUSED });
export const clockAt = (node: string, now: Micros): Fault => ({ fault: "clock", node, at: now + 1, by: JUMP });
export const partAt = (node: string, others: readonly string[], now: Micros): Fault => ({ fault: "partition", groups: [[node], others], at: now + 1, for: PARTED });

/** The node crashes in a step, after so many of its outputs. */
export const crashIn = ({ key, node }: RunStep, after: number): Fault => ({ fault: "crash", node, in: printStepKey(key), after, for: DOWN });

/** The plan in which a node that an entry has crashed is up again right now. `since`: when it went down, µs. */
export function restarted(plan: Plan, down: Fault, since: Micros, now: Micros): Plan {
  invariant(down.fault === "crash", "only a crash ends with a restart");
  return plan.map((fault) => (fault === down || JSON.stringify(fault) === JSON.stringify(down) ? { ...fault, for: Math.max(1, now + 1 - since) } : fault) as Fault);
}

/** The places in a step a crash can fall at, in words: before everything, and after each output. */
export function cutsOf({ outputs }: RunStep): readonly string[] {
  return ["before any output", ...outputs.map((output, at) => `after ${at + 1 === outputs.length ? "the last: " : ""}${outputText(output)}`)];
}

/** How many outputs of a step had happened once so many of them could be seen: packets, effects, words. */
export function outputsBy({ outputs }: RunStep, seen: number): number {
  let count = 0;
  for (let at = 0, left = seen; at < outputs.length && left > 0; at++) {
    left -= visible(outputs[at]!);
    count = at + 1;
  }
  return count;
}

function visible({ what, effects }: StepOutput): number {
  if (what === "transaction") return effects;
  return ["send", "connect", "effect", "say"].includes(what) ? 1 : 0;
}

function outputText({ what, name, message, effects }: StepOutput): string {
  const about = message > 0 ? ` m${message}` : "";
  switch (what) {
    case "say": return `${name}${about}`;
    case "effect": return `effect${about}`;
    case "transaction": return `transaction${effects > 0 ? ` with effect${about}` : ""}`;
    default: return `${what} ${name}${about}`;
  }
}

/** What was done, for a line on the screen. */
export function deedOf(fault: Fault): string {
  switch (fault.fault) {
    case "crash": return "at" in fault ? `crashed ${fault.node}` : `crashed ${fault.node} in a step`;
    case "pause": return `paused ${fault.node}`;
    case "clock": return `moved the clock of ${fault.node} by ${writeDuration(fault.by ?? 0)}`;
    case "partition": return `cut ${fault.groups[0]!.join(" ")} off`;
    case "drop": return `dropped ${fault.packet}`;
    case "duplicate": return `duplicated ${fault.packet}`;
    case "delay": return `delayed ${fault.packet} by ${writeDuration(fault.by)}`;
    default: return fault.fault;
  }
}
