import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import { holds, scenario } from "../../src/scenario/define.ts";
import { resolve } from "../../src/scenario/resolve.ts";
import type { Promise_, Scenario } from "../../src/scenario/types.ts";
import { diligent, trusting } from "../support/verdicts.ts";

const PLAN = ["drop p1>c1 work m1 #1"];

describe("holds", () => {
  it.each<readonly [string, Promise_, Promise_]>([
    ["alone", holds(), { holds: true }],
    ["limits", holds({ within: "5s" }), { holds: true, limits: { within: "5s" } }],
    ["a plan, as breaks does", holds({ plan: PLAN }), { holds: true, plan: PLAN }],
    ["a plan and limits, as breaks does", holds({ plan: PLAN, limits: { within: "5s" } }), { holds: true, plan: PLAN, limits: { within: "5s" } }],
    ["a plan among limits", holds({ plan: PLAN, within: "5s" }), { holds: true, plan: PLAN, limits: { within: "5s" } }],
    ["limits of gauges by these very names", holds({ plan: 5, limits: 7 }), { holds: true, limits: { plan: 5, limits: 7 } }],
  ])("takes %s", (_, made, expected) => {
    expect(made).toEqual(expected);
  });
});

describe("a plan that must not break a promise", () => {
  const promising = (promises: Scenario["promises"]): Scenario => scenario({
    title: "nothing is sent again",
    nodes: [{ name: "p1", role: "producer", run: trusting }, { name: "c1", role: "consumer", run: diligent }],
    workload: { messages: 3 },
    promises,
  });

  it("is tried by campaigns: where it does, the promise is broken, in the plan's words, though no run broke it", async () => {
    const { verdicts } = await check(promising({ "at-least-once": holds({ plan: PLAN }), "at-most-once": holds({ plan: PLAN }) }), { runs: 3 });
    expect(verdicts.find(({ guarantee }) => guarantee === "at-least-once")).toMatchObject({ status: "fail", asPromised: false, failures: 0, sentence: "m1 was confirmed but never took effect", pin: { breaks: true } });
    expect(verdicts.find(({ guarantee }) => guarantee === "at-most-once")).toMatchObject({ status: "pass", asPromised: true, pin: { breaks: false } });
  });

  it("is read with the scenario", () => {
    expect(() => resolve(promising({ order: holds({ plan: ["drop p1>c9 work m1 #1"] }) }))).toThrow(/^promises\.order\.plan, entry 1 .*there is no node "c9"/);
  });
});
