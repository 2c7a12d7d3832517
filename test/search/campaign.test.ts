import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import type { Campaign, CheckOptions } from "../../src/campaign/check.ts";
import { breaks, holds, parsePlan, run } from "../../src/core.ts";
import type { Scenario } from "../../src/core.ts";
import { isSameFailure } from "../../src/search/counterexample.ts";
import { upperBound } from "../../src/search/verdicts.ts";
import type { CampaignVerdict } from "../../src/search/verdicts.ts";
import { dice, rollsOf } from "./dice.ts";
import { letters } from "./letters.ts";

const RUNS = 40;
const campaign = (scenario: Scenario, options: CheckOptions = {}): Promise<Campaign> => check(scenario, { runs: RUNS, strategy: "random", ...options });
const verdictOf = ({ verdicts }: Campaign, guarantee: string): CampaignVerdict => verdicts.find((verdict) => verdict.guarantee === guarantee)!;
const judged = async (scenario: Scenario, options: CheckOptions = {}): Promise<CampaignVerdict> => verdictOf(await campaign(scenario, options), "die");

describe("a campaign's verdict", () => {
  it("counts the runs in which the guarantee broke, and tells of the first", async () => {
    const rolls = rollsOf("1", RUNS);
    const first = rolls.find((roll) => roll < 30)!;
    const { at, ...verdict } = await judged(dice(30, 30));
    expect(verdict).toEqual({ guarantee: "die", status: "fail", promised: "nothing", failures: rolls.filter((roll) => roll < 30).length, asPromised: true, ownRuns: rolls.filter((roll) => roll < 70).length, sentence: `rolled ${first}` });
    expect(at).toBeGreaterThan(0);
  });

  it.each([[0, 0, "pass"], [30, 0, "fail"], [0, 30, "unknown"], [30, 30, "fail"]])("fails if %i of 100 runs fail, else is unknown if %i are: %s", async (fails, doubts, status) => {
    expect((await judged(dice(fails, doubts))).status).toBe(status);
    expect(await judged(dice(fails, doubts, holds()))).toMatchObject({ status, promised: "holds", asPromised: status === "pass" });
    expect(await judged(dice(fails, doubts, breaks()))).toMatchObject({ status, promised: "breaks", asPromised: status === "fail" });
  });

  it("is unknown where no run ever owed anything, of what is about what is owed; of the rest it is what the runs are", async () => {
    const nobody = dice(0, 0, undefined, { workload: { messages: 0 }, promises: { "at-least-once": holds(), "effectively-once": holds(), progress: holds(), "at-most-once": holds(), order: breaks() } });
    expect(run(nobody).verdicts.map(({ status }) => status)).toEqual(run(nobody).verdicts.map(() => "pass"));
    const { verdicts } = await campaign(nobody);
    expect(Object.fromEntries(verdicts.map(({ guarantee, status, asPromised }) => [guarantee, `${status} ${asPromised}`]))).toMatchObject({ "at-least-once": "unknown false", "effectively-once": "unknown false", progress: "unknown false", "at-most-once": "pass true", order: "pass false", die: "pass true" });
    expect(verdicts.find(({ guarantee }) => guarantee === "progress")).toMatchObject({ sentence: "no message was ever owed, so nothing was tested" });
    expect(verdictOf(await campaign(dice(0, 0, undefined, { promises: { "at-least-once": holds() } })), "at-least-once")).toMatchObject({ status: "pass", asPromised: true });
  });

  it("is unknown when a run was stopped at a limit, unless another broke it", async () => {
    const short: Partial<Scenario> = { limit: { events: 2 }, workload: { messages: 2 } };
    expect(await judged(dice(0, 0, undefined, short))).toMatchObject({ status: "unknown", sentence: "the run was stopped at its limit of events" });
    expect(await judged(dice(101, 0, undefined, short))).toMatchObject({ status: "fail", failures: RUNS });
  });
});

describe("how sure a clean campaign is", () => {
  it("is a bound that so many runs would meet without a failure one time in twenty, if it were the rate: 59 of them say 5 %, 299 say 1 %", () => {
    for (const runs of [1, 2, 10, 59, 299, 1_000, 20_000, 1_000_000]) expect((1 - upperBound(runs)) ** runs, `${runs} runs`).toBeCloseTo(0.05, 10);
    expect(upperBound(1)).toBeCloseTo(0.95, 12);
    expect(upperBound(2)).toBeCloseTo(1 - Math.sqrt(0.05), 12);
    expect([58, 59, 298, 299].map((runs) => upperBound(runs) < (runs < 100 ? 0.05 : 0.01))).toEqual([false, true, false, true]);
    expect(upperBound(20_000)).toBeCloseTo(0.00015, 6);
  });

  it("counts only runs from the scenario's own distribution", async () => {
    expect((await judged(dice(0, 0))).upperBound95).toBe(upperBound(RUNS));
    expect((await judged(dice(0, 0), { strategy: "mixed" })).upperBound95).toBe(upperBound(RUNS / 2));
    expect(await judged(dice(0, 0), { strategy: "swarm" })).not.toHaveProperty("upperBound95");
  });

  it("says nothing of what failed, or of what nobody knows", async () => {
    expect(await judged(dice(30, 0))).not.toHaveProperty("upperBound95");
    expect(await judged(dice(0, 30))).not.toHaveProperty("upperBound95");
  });
});

describe("two failures", () => {
  const failure = (...lines: readonly string[]) => ({ guarantee: "order", plan: parsePlan(lines.join("\n")) });

  it("are one where the same groups are parted, whichever is named first; but not where one side alone is cut off", () => {
    expect(isSameFailure(failure("partition p1 | c1 c2 at 1s for 1s"), failure("partition c2 c1 | p1 at 1s for 1s"))).toBe(true);
    expect(isSameFailure(failure("partition p1 > c1 at 1s for 1s"), failure("partition c1 > p1 at 1s for 1s"))).toBe(false);
    expect(isSameFailure(failure("drop p1>c1 work m1 #1"), failure("drop p1>c1 work m2 #1"))).toBe(false);
  });
});

describe("a pinned plan", () => {
  const [first, second] = ["drop p1>c1 work m1 #1", "drop p1>c1 work m2 #1"];
  const pinned = async (rule: (lost: number) => boolean, plan: readonly string[], options: CheckOptions = {}): Promise<CampaignVerdict> => verdictOf(await check(letters(3, rule, "broken", breaks({ plan })), { runs: 2, ...options }), "rule");

  it("is as promised when it breaks the guarantee and no part of it does, though no run found it", async () => {
    expect(await pinned((lost) => lost === 3, [first!, second!])).toMatchObject({ status: "pass", failures: 0, asPromised: true, pin: { breaks: true, smallest: true, sentence: "broken" } });
  });

  it("is not when a part of it breaks the guarantee, which it names", async () => {
    expect(await pinned((lost) => (lost & 1) === 1, [first!, second!])).toMatchObject({ asPromised: false, pin: { breaks: true, smallest: false, smaller: first } });
    expect(await pinned((lost) => lost !== 2, [first!])).toMatchObject({ asPromised: false, pin: { breaks: true, smallest: false, smaller: "" } });
  });

  it("is not when it does not break the guarantee, whatever the runs find", async () => {
    expect(await pinned((lost) => lost === 7, [first!, second!])).toMatchObject({ status: "pass", asPromised: false, pin: { breaks: false, smallest: false } });
    expect(await pinned((lost) => lost === 0, [first!])).toMatchObject({ status: "fail", failures: 2, asPromised: false, pin: { breaks: false, smallest: false } });
  });

  it("runs under the scenario's own seed, not under the campaign's", async () => {
    const rolls = rollsOf("own", RUNS);
    const [low, high] = [rolls.findIndex((roll) => roll < 50), rolls.findIndex((roll) => roll >= 50)].map((index) => `own/${index + 1}`);
    for (const seed of ["1", "2", "3"]) {
      expect((await judged(dice(50, 0, breaks({ plan: [] }), { seed: low! }), { runs: 1, seed })).asPromised).toBe(true);
      expect((await judged(dice(50, 0, breaks({ plan: [] }), { seed: high! }), { runs: 1, seed })).asPromised).toBe(false);
    }
  });

  it("is left out when parameters are set: promises to break then only inform, those to hold still bind", async () => {
    const set = { "network.latency": "2ms" };
    expect(await pinned((lost) => lost === 7, [first!], { set })).toMatchObject({ status: "pass", promised: "breaks", asPromised: true });
    expect(await pinned((lost) => lost === 7, [first!], { set })).not.toHaveProperty("pin");
    expect(await judged(dice(0, 0, breaks()), { set })).toMatchObject({ asPromised: true });
    expect(await judged(dice(101, 0, holds()), { set })).toMatchObject({ asPromised: false });
    expect(await judged(dice(0, 0, breaks()), { set: {} })).toMatchObject({ asPromised: false });
  });
});
