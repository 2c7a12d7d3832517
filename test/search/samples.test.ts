import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import { sampleOf, Samples } from "../../src/search/samples.ts";
import { cast, told } from "../view/telling.ts";

const made = cast("retryWithoutDedup", { network: { latency: "5ms" }, messages: 2 });

function samplesOf(plan: readonly string[], scenario = made): Samples["all"] {
  const samples = new Samples();
  samples.add(sampleOf(told(scenario, { plan })));
  return samples.all;
}

describe("what messages went through", () => {
  it("is how long they took from the hand-over, and how often they were sent", () => {
    expect(samplesOf([])).toEqual({ runs: 1, toConfirm: { 11_000: 2 }, toEffect: { 10_000: 2 }, attempts: { 1: 2 } });
  });

  it("counts the first confirm and the first effect, and every attempt", () => {
    expect(samplesOf(["drop broker>p1 confirm m1 #1"])).toEqual({ runs: 1, toConfirm: { 11_000: 1, 120_000: 1 }, toEffect: { 10_000: 2 }, attempts: { 1: 1, 2: 1 } });
  });

  it("has times to two digits, rounded up", () => {
    expect(Object.keys(samplesOf([], cast("fireAndForget", { network: { latency: "1234us" }, messages: 1 })).toEffect)).toEqual(["2500"]);
  });

  it("is told by a campaign of twenty runs at most, beside what each strategy found; and changes nothing", async () => {
    const lossy = { ...made, network: { loss: 0.2 } };
    const campaign = await check(lossy, { runs: 30 });
    expect(campaign.samples.runs).toBe(20);
    expect(Object.values(campaign.strategies).reduce((sum, { runs }) => sum + runs, 0)).toBe(30);
    const found = campaign.verdicts.filter(({ promised }) => promised !== "nothing").map(({ failures }) => failures);
    expect(Object.values(campaign.strategies).reduce((sum, { failures }) => sum + failures, 0)).toBeGreaterThanOrEqual(Math.max(...found));
    // The first run is never traced.
    expect((await check(lossy, { runs: 1 })).samples.runs).toBe(0);
  });
});
