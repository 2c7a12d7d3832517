import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { run } from "../../src/core.ts";
import type { Factory, HistoryEvent, Scenario } from "../../src/core.ts";

const producer: Factory = () => ({ publish: (ctx, message) => ctx.note("deliver", message, message) });

/** What is handed over: [ordinal, time, node, the message itself]. */
function handedOver(workload: Scenario["workload"], more: Partial<Scenario> = {}): readonly (readonly unknown[])[] {
  const seen: HistoryEvent[] = [];
  const made: Scenario = {
    title: "Three producers", nodes: [{ name: "producer", count: 3, role: "producer", run: producer }], workload, promises: {},
    guarantees: [{ name: "listening", observe: () => ({ on: (event) => void (event.verb === "deliver" && seen.push(event)), end: () => undefined }) }], ...more,
  };
  run(made, { plan: [] });
  return seen.map(({ message, at, node, detail }) => [message, at, node, detail]);
}

const WORKLOAD = { messages: 20, keys: 2, every: "uniform(1ms, 20ms)" } as const;

describe("a workload of only some of its messages", () => {
  const all = handedOver(WORKLOAD);

  it("hands these over as it would have, at their times, to their producers, with their keys", () => {
    expect(all).toHaveLength(20);
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 20 })), (only) => {
      expect(handedOver({ ...WORKLOAD, only })).toEqual(all.filter(([message]) => only.includes(message as number)));
    }), { numRuns: 50 });
  });

  it("ends its storm with the last of them", () => {
    const storm = (workload: Scenario["workload"]): number => run({ title: "Storm", nodes: [{ name: "p1", role: "producer", run: producer }], workload, nemesis: [{ fault: "crash", every: "5ms", for: "1ms" }], promises: {} }).time;
    expect(storm({ messages: 100, only: [2], every: "10ms" })).toBeLessThanOrEqual(25_000);
    expect(storm({ messages: 100, every: "10ms" })).toBeGreaterThan(900_000);
  });

  it("may be so sparse that turns pass for hours, or be none at all", () => {
    expect(handedOver({ messages: 1_000_000, every: "1s", only: [1, 3_000] }).map(([message, at]) => [message, at])).toEqual([[1, 1_000_000], [3_000, 3_000_000_000]]);
    expect(handedOver({ messages: 5, only: [] })).toEqual([]);
  });

  it.each([
    [[3, 21], "scenario.workload.only: 21 is no message; there are 20, counted from 1"],
    [[3, 5, 3], "scenario.workload.only: 3 is there twice"],
    [[0], /^scenario\.workload\.only\.0: /],
    ["3", /^scenario\.workload\.only: /],
  ])("is an error for %j", (only, expected) => expect(() => handedOver({ ...WORKLOAD, only: only as number[] })).toThrow(expected));

  it("can be set from outside", () => {
    const made: Scenario = { title: "One", nodes: [{ name: "p1", role: "producer", run: producer }], workload: { messages: 9 }, promises: {} };
    expect(run(made, { set: { "workload.only": [4, 7] } }).history).toEqual({ publish: 2, deliver: 2 });
  });
});
