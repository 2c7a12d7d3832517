import { describe, expect, it } from "vitest";
import { run } from "../../src/scenario/run.ts";
import { finishWork } from "../../src/search/attempt.ts";
import { necessity } from "../../src/search/necessity.ts";
import { printFault } from "../../src/world/plan-text.ts";
import { cast, told } from "../view/telling.ts";

const made = cast("retryWithoutDedup", { network: { latency: "5ms" }, messages: 2 });

describe("what a fault was needed for", () => {
  it("is what happens without it, and with all the others", () => {
    const plan = ["drop broker>p1 confirm m1 #1", "drop p1>broker publish m2 #1"];
    const found = finishWork(necessity(told(made, { plan }), "at-most-once"));
    expect(found.map(({ fault }) => printFault(fault))).toEqual(plan);
    for (const [index, one] of found.entries()) {
      const without = run(made, { plan: plan.filter((_, other) => other !== index) });
      expect(one.status).toBe(without.verdicts.find(({ guarantee }) => guarantee === "at-most-once")!.status);
      expect(one.broken.map(({ guarantee }) => guarantee)).toEqual(without.verdicts.filter(({ guarantee, status, promised }) => promised !== "nothing" && status === "fail" && guarantee !== "at-most-once").map(({ guarantee }) => guarantee));
    }
    expect(found.map(({ status }) => status)).toEqual(["pass", "fail"]);
  });

  it("tells where the histories part, and which messages fare differently", () => {
    const [only] = finishWork(necessity(told(made, { plan: ["drop broker>p1 confirm m1 #1"] }), "at-most-once"));
    expect(only!.history!.events[1]).toMatchObject({ verb: "confirm", message: 1, node: "p1" });
    expect(only!.fates).toEqual([{ message: 1, fates: [{ publish: 1, confirm: 1, effect: 2 }, { publish: 1, confirm: 1, effect: 1 }] }]);
  });

  it("is nothing, of a plan without faults", () => {
    expect(finishWork(necessity(told(made, { plan: [] }), "at-most-once"))).toEqual([]);
  });

  it("is not tried when the runs before took too long", () => {
    const simulation = told(made, { plan: ["pause c1 at 1ms for 1ms", "pause c1 at 10ms for 1ms"] });
    const found = finishWork(necessity(simulation, "at-most-once", 1));
    expect(found.map(({ status }) => status)).toEqual(["pass", undefined]);
  });
});
