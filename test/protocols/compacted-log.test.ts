import { expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import { load } from "../../src/campaign/load.ts";
import { run } from "../../src/core.ts";

it("the hasty compaction survives hundreds of storms; a campaign finds the one that it does not, and of dozens of faults leaves a few", async () => {
  const hunt = await load("lessons/hunt");
  const { counterexamples } = await check(hunt, { runs: 300, strategy: "mixed" });
  const found = counterexamples.find(({ guarantee }) => guarantee === "at-least-once")!;
  expect(found.runsToFind).toBeGreaterThan(100);
  expect(run(hunt, { seed: found.seed }).struck.length).toBeGreaterThan(40);
  expect(found.faults).toBeLessThanOrEqual(4);
  expect(found.lines.at(-1)).toMatch(/^crash broker kill in broker start #\d+ after \d+/);
});

it("the log compacted in one transaction survives the plan that the hasty one dies of, and the storm it was found in", async () => {
  const { counterexamples } = await check(await load("lessons/hunt"), { runs: 300, strategy: "mixed" });
  const repaired = await load("lessons/hunt-repaired");
  for (const { seed, lines } of counterexamples) {
    for (const one of [run(repaired, { seed, plan: lines }), run(repaired, { seed })]) expect(one.verdicts).toContainEqual(expect.objectContaining({ guarantee: "at-least-once", status: "pass" }));
  }
});
