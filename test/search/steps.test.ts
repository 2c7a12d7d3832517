import { describe, expect, it } from "vitest";
import { stepsOf } from "../../src/search/steps.ts";
import type { StepOutput } from "../../src/search/steps.ts";
import { LOST } from "../../src/world/codes.ts";
import { printStepKey } from "../../src/world/step-key.ts";
import { records, stepKey } from "../support/keys.ts";
import { SHORT } from "../support/protocols.ts";
import { Recorder } from "../support/recorder.ts";

/** What a wrapped process was seen to ask for, in the words of `stepsOf`; a verb's and a connection's name is not in the call. */
function wordOf(call: string): readonly [what: StepOutput["what"], name: string | undefined] {
  const [, name, json] = /^(\S+(?: \S+)?) (\[.*\])$/s.exec(call)!;
  const given = JSON.parse(json!) as readonly unknown[];
  switch (name) {
    case "send": return ["send", (given[1] as { type: string }).type];
    case "connection send": return ["send", (given[0] as { type: string }).type];
    case "connection close": return ["close", undefined];
    case "connection reset": return ["reset", undefined];
    case "giveUp": return ["say", "give-up"];
    case "confirm": case "refuse": return ["say", name];
    case "note": return ["say", given[0] as string];
    default: return [name as StepOutput["what"], name === "effect" || name === "transaction" ? undefined : (given[0] as string)];
  }
}

describe.each(Object.entries(SHORT))("the steps of a run of %s, read from its trace", (_name, { scenario, plan }) => {
  const { simulation, outputs, lives } = new Recorder(scenario, plan);
  while (simulation.advance());
  const steps = stepsOf(simulation);

  it("are the handler calls that a wrapped process sees, each with what it puts out, in order", () => {
    const seen = new Map(lives.flatMap(({ events, node }) => [...events].map((event) => [event, node] as const)));
    for (const [event, node] of seen) expect(steps.find((step) => step.event === event)?.node).toBe(node);
    for (const { event, outputs: told } of steps) {
      const asked = (outputs.get(event) ?? []).map(({ call }) => wordOf(call));
      expect(told.map(({ what, name }, at) => [what, asked[at]?.[1] === undefined ? undefined : name])).toEqual(asked);
    }
  });

  it("have the keys that plans use, each once", () => {
    const trace = records(simulation.world);
    const begun = new Map(trace.flatMap((record) => {
      const key = trace[record.index + 1]?.kind === LOST ? undefined : stepKey(simulation.world, record);
      return key === undefined ? [] : [[record.event, key] as const];
    }));
    expect(steps.length).toBeGreaterThan(8);
    for (const { key, event } of steps) expect(printStepKey(key)).toBe(begun.get(event));
    expect(new Set(steps.map(({ key }) => printStepKey(key))).size).toBe(steps.length);
  });
});

it("a step's outputs say of which message they are, and what a transaction did to the world", () => {
  const { scenario } = SHORT["corrected-queue"]!;
  const { simulation } = new Recorder(scenario, []);
  while (simulation.advance());
  const deliver = stepsOf(simulation).find(({ key }) => printStepKey(key) === "broker>c1 deliver m1 #1")!;
  expect(deliver.outputs).toEqual([
    { what: "say", name: "deliver", message: 1, effects: 0 },
    { what: "transaction", name: "", message: 1, effects: 1 },
    { what: "say", name: "ack", message: 1, effects: 0 },
    { what: "send", name: "ack", message: 1, effects: 0 },
  ]);
});
