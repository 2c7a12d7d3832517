import { describe, expect, it } from "vitest";
import { holds, run, scenario } from "../../../src/core.ts";
import type { Run } from "../../../src/core.ts";
import { fireAndForget } from "../../../src/protocols/index.ts";
import { withParameters } from "../../../src/scenario/parameters.ts";
import { resolve } from "../../../src/scenario/resolve.ts";
import { finishWork } from "../../../src/search/attempt.ts";
import { shrinkPlan } from "../../../src/search/shrink.ts";
import type { Shrunk } from "../../../src/search/shrink.ts";

const overtaking = scenario({
  title: "Packets overtake each other by latency alone",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: fireAndForget.producer },
    { name: "broker", role: "broker", run: fireAndForget.broker },
    { name: "consumer", count: 1, role: "consumer", run: fireAndForget.consumer },
  ],
  workload: { messages: 10, every: "10ms" },
  obligation: "published",
  promises: { order: holds(), "at-least-once": holds() },
});

const statusOf = (result: Run, guarantee = "order"): string => result.verdicts.find((verdict) => verdict.guarantee === guarantee)!.status;
const shrunk = (made: typeof overtaking, seed: string, plan: Run["plan"], guarantee = "order"): Shrunk => finishWork(shrinkPlan(resolve(made), seed, plan, guarantee, 500))!;
const failing = Array.from({ length: 100 }, (_, index) => String(index + 1)).filter((seed) => statusOf(run(overtaking, { seed, plan: [] })) === "fail").slice(0, 10);

describe("an order that latency produced", () => {
  it.each(failing)("becomes one delay under constant latency, with two messages, which breaks it under every seed (seed %s)", (seed) => {
    const found = shrunk(overtaking, seed, []);
    expect(found).toMatchObject({ minimal: "proved", plan: [{ fault: "delay" }], parameters: { "network.latency": "3ms", "workload.messages": 2 } });
    const still = withParameters(overtaking, found.parameters);
    for (const other of [seed, "a", "b", "c"]) {
      expect(statusOf(run(still, { seed: other, plan: [] }))).toBe("pass");
      expect(statusOf(run(still, { seed: other, plan: found.plan })), other).toBe("fail");
    }
  });

  it("does so too where a delay was needed beside it", () => {
    const seed = failing[0]!;
    const { plan, parameters } = shrunk(overtaking, seed, [{ fault: "delay", packet: "p1>broker publish m4 #1", by: 40_123 }]);
    expect(plan).toHaveLength(1);
    expect(parameters).toMatchObject({ "network.latency": "3ms" });
  });

  it("is left alone where latency is no matter of chance", () => {
    const constant = withParameters(overtaking, { "network.latency": "5ms" });
    const { plan, parameters } = shrunk(constant, "1", [{ fault: "delay", packet: "p1>broker publish m4 #1", by: 40_123 }]);
    expect(plan).toEqual([{ fault: "delay", packet: "p1>broker publish m1 #1", by: 20_000 }]);
    expect(parameters).toEqual({ "workload.messages": 2 });
  });
});

describe("what takes time by chance", () => {
  it("takes a round median where that will do, so that the failure needs no seed", () => {
    const varied = withParameters(overtaking, { "network.latency": "lognormal(3ms, 1)", "workload.every": "uniform(7ms, 14ms)", "nodes.broker.disk.sync": "exponential(1ms)" });
    const found = shrunk(varied, "s", [{ fault: "drop", packet: "broker>c1 deliver m7 #1" }], "at-least-once");
    expect(found).toMatchObject({ plan: [{ fault: "drop", packet: "broker>c1 deliver m1 #1" }], parameters: { "network.latency": "3ms", "workload.every": "10ms", "nodes.broker.disk.sync": "700us", "workload.messages": 1 } });
    for (const seed of ["a", "b", "c"]) expect(run(varied, { seed, plan: found.plan, set: found.parameters }).digest).toBe(run(varied, { seed: "s", plan: found.plan, set: found.parameters }).digest);
  });
});
