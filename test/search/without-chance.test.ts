import { expect, test } from "vitest";
import { holds, run, scenario } from "../../src/core.ts";
import { fireAndForget } from "../../src/protocols/index.ts";
import { withParameters } from "../../src/scenario/parameters.ts";
import { resolve } from "../../src/scenario/resolve.ts";
import { finishWork } from "../../src/search/attempt.ts";
import { withoutChance } from "../../src/search/without-chance.ts";

const overtaking = scenario({
  title: "Packets overtake each other by latency alone",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: fireAndForget.producer },
    { name: "broker", role: "broker", run: fireAndForget.broker },
    { name: "consumer", count: 1, role: "consumer", run: fireAndForget.consumer },
  ],
  workload: { messages: 10, every: "10ms" },
  obligation: "published",
  promises: { order: holds() },
});

const statusOf = (result: ReturnType<typeof run>): string => result.verdicts.find(({ guarantee }) => guarantee === "order")!.status;

test("an order that latency produced becomes delays that break it under every seed", () => {
  let tried = 0;
  for (let seed = 1; tried < 10; seed++) {
    if (statusOf(run(overtaking, { seed, plan: [] })) !== "fail") continue;
    tried++;
    const found = finishWork(withoutChance(resolve(overtaking), String(seed), [], "order", 500));
    expect(found, `seed ${seed}`).toBeDefined();
    expect(found!.plan.every(({ fault }) => fault === "delay")).toBe(true);
    const still = withParameters(overtaking, found!.parameters);
    expect(statusOf(run(still, { seed: "any other", plan: [] }))).toBe("pass");
    for (const other of ["a", "b", "c"]) expect(statusOf(run(still, { seed: other, plan: found!.plan })), `seed ${seed} as ${other}`).toBe("fail");
  }
});

test("constant latency leaves nothing to take out of chance", () => {
  const constant = withParameters(overtaking, { "network.latency": "5ms" });
  expect(finishWork(withoutChance(resolve(constant), "1", [], "order", 500))).toBeUndefined();
});
