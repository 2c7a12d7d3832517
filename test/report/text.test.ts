import { describe, expect, it } from "vitest";
import { campaignText, counterexampleText, runText } from "../../src/report/text.ts";
import { columnsOf } from "../../src/report/diagram/cells.ts";
import { breaks, holds, scenario } from "../../src/scenario/define.ts";
import type { Parameters as Setting } from "../../src/scenario/parameters.ts";
import { resolve } from "../../src/scenario/resolve.ts";
import { resultOf } from "../../src/scenario/result.ts";
import type { Scenario } from "../../src/scenario/types.ts";
import { counterexampleOf, witness } from "../../src/search/counterexample.ts";
import { checkPlan } from "../../src/world/plan-check.ts";
import { torture } from "../support/torture.ts";
import { cast, told } from "../view/telling.ts";

const PLAIN = { width: 80, ascii: false, color: false } as const;

const text = (made: Scenario, plan: readonly string[], options: Partial<Parameters<typeof runText>[2]> = {}): string => {
  const simulation = told(made, { plan });
  return runText(resultOf(simulation), simulation, { ...PLAIN, ...options });
};

describe("a run as text", () => {
  it("says what it was, in numbers that can be typed again", () => {
    const lines = text(cast("retryWithoutDedup", { name: "retry", seed: "41/7" }), []).split("\n");
    expect(lines[0]).toMatch(/^retry {3}seed 41\/7 {3}digest [0-9a-f]{16}$/);
    expect(lines[1]).toMatch(/^\d+ events in [\d.]+ms of virtual time; nothing was left to happen$/);
  });

  it("holds each verdict against its promise, and says how it broke", () => {
    const promises = { "at-least-once": holds(), "effectively-once": breaks(), order: breaks() };
    const lines = text(cast("retryWithoutDedup", { promises }), ["drop c1>broker ack m1 #1"]).split("\n");
    expect(lines).toContain("  ✓ at-least-once     holds, as promised");
    expect(lines).toContain("  ✗ effectively-once  broken, as promised");
    expect(lines).toContain("                      m1 took effect a second time, on c1 at 113ms (event 11)");
    expect(lines).toContain("  ✓ order             holds, though promised to break");
    expect(lines).toContain("  ✗ at-most-once      does not hold, nor was it promised");
    const broken = text(cast("retryWithoutDedup"), ["drop c1>broker ack m1 #1"]).split("\n");
    expect(broken).toContain("  ✗ effectively-once  BROKEN, though promised to hold");
    const unknown = text(cast("retryWithoutDedup", { limit: { time: "12ms" } }), []).split("\n");
    expect(unknown).toContain("  ? at-least-once     unknown, though promised to hold");
  });

  it("names the faults that struck and those that did not", () => {
    const told = text(cast("retryWithoutDedup"), ["drop c1>broker ack m1 #1", "drop c1>broker ack m9 #1", "crash c1 in broker>c1 deliver m1 #1 after 99 for 1s"]);
    expect(told).toContain("faults that struck\n  drop c1>broker ack m1 #1\n");
    expect(told).toContain("entries of the plan that struck nothing\n  drop c1>broker ack m9 #1\n  crash c1 in broker>c1 deliver m1 #1 after 99 for 1s\n");
    expect(text(cast("retryWithoutDedup"), [])).not.toMatch(/struck/);
  });

  it("counts the faults when they are many", () => {
    const simulation = told(cast("retryWithoutDedup", { messages: 200, network: { loss: 0.2 } }));
    const { injected } = resultOf(simulation).faults["drop"]!;
    expect(runText(resultOf(simulation), simulation, PLAIN)).toContain(`faults that struck\n  drop  ${injected}\n`);
  });

  it("says which handler threw, and where", () => {
    const made = cast("fireAndForget");
    const throwing = scenario({ ...made, nodes: made.nodes.map((node) => (node.role === "consumer" ? { ...node, run: () => ({ receive() { throw new Error("no such table\u001b[2J"); } }) } : node)) });
    expect(text(throwing, [])).toMatch(/handlers that threw, which killed their node\n {2}c1 at 17\.9ms \(event \d+\): no such table\\u001b\[2J\n {4}at .*text\.test\.ts/);
  });

  it("says what was reached", () => {
    expect(text(cast("correctedQueue"), ["duplicate broker>c1 deliver m1 #1"])).toMatch(/reached {2}a redelivery met the inbox 1/);
  });

  it("draws what broke, and a short run in which nothing did; of a long one only what is asked for", () => {
    expect(text(cast("retryWithoutDedup"), [])).toContain("◆ EFFECT m1");
    expect(text(cast("correctedQueue", { messages: 40, network: { latency: "5ms" } }), [])).not.toContain("◆");
    expect(text(cast("correctedQueue", { messages: 40, network: { latency: "5ms" } }), [], { until: 60 })).toContain("◆ EFFECT m1");
    expect(text(cast("naiveQueue", { messages: 20, settle: "60s" }), ["drop broker>c1 deliver m1 #1"])).toContain("✗ BROKEN");
  });

  it("does without a simulation", () => {
    const simulation = told(cast("retryWithoutDedup"), { plan: ["drop c1>broker ack m1 #1"], trace: false });
    expect(runText(resultOf(simulation), undefined, PLAIN)).toBe(runText(resultOf(simulation), simulation, PLAIN));
    expect(runText(resultOf(simulation), undefined, PLAIN)).not.toContain("◆");
  });

  it("fits its width, plan entries apart, and is clean in every mode", () => {
    for (const seed of ["1", "2"]) {
      const simulation = told(torture, { seed });
      for (const width of [60, 80, 120]) {
        for (const ascii of [false, true]) {
          const lines = runText(resultOf(simulation), simulation, { width, ascii, color: false }).split("\n");
          for (const line of lines.slice(2)) {
            if (!/^ {2}(drop|corrupt|duplicate|delay|replay|reset|stall|partition|crash|pause|clock|disk) /.test(line)) expect(columnsOf(line), line).toBeLessThanOrEqual(width);
            if (ascii) expect(line).toMatch(/^[\x20-\x7e]*$/);
          }
        }
      }
    }
  });
});

describe("a counterexample as text", () => {
  const made = cast("retryWithoutDedup", { messages: 12, name: "retry" });
  const plan = checkPlan(["drop c1>broker ack m1 #1"], ["p1", "broker", "c1"]);
  const simulation = witness(resolve(made), { seed: "1", plan });
  const reduced = { guarantee: "at-most-once", seed: "1", plan, parameters: {}, sentence: "", minimal: "proved", replays: 4, polishing: 3, runsToFind: 1_204 } as const;
  const options = { ...PLAIN, scenario: "retry", command: "npx faultline replay reports/retry.repro.json" };

  it("is the sentence, the faults, the diagram and the command", () => {
    const lines = counterexampleText(counterexampleOf(reduced, simulation), simulation, options).split("\n");
    expect(lines.slice(0, 6)).toEqual([
      "retry: at-most-once is broken",
      "m1 took effect a second time, on c1 at 113ms",
      "",
      "it takes 1 fault, and no smaller plan breaks it (found in run 1,204)",
      "  drop c1>broker ack m1 #1",
      "",
    ]);
    expect(lines.some((line) => line.includes("dropped ✗"))).toBe(true);
    expect(lines.at(-1)).toBe("replay it:  npx faultline replay reports/retry.repro.json");
  });

  it("claims of several faults no more than was tried: of those that struck", () => {
    const twice = { ...reduced, plan: [...plan, ...plan] };
    const lines = counterexampleText(counterexampleOf(twice, simulation), simulation, options).split("\n");
    expect(lines[3]).toBe("it takes 2 faults, and no fewer of those that struck break it (found in run 1,204)");
  });

  it("says what was set, as it is typed, on one line or on several", () => {
    const shown = (parameters: Setting): string[] => counterexampleText(counterexampleOf({ ...reduced, parameters }, simulation), simulation, options).split("\n").slice(4, -1).filter((line) => line !== "");
    expect(shown({ "network.latency": "3ms", "workload.only": [1, 3] }).slice(0, 3)).toEqual(["  drop c1>broker ack m1 #1", "in this setting", "  --set network.latency=3ms --set workload.only=[1,3]"]);
    expect(shown({ "network.latency": "3466us", "nodes.consumer.count": 1, "workload.messages": 1_000 }).slice(1, 5)).toEqual(["in this setting", "  --set network.latency=3466us", "  --set nodes.consumer.count=1", "  --set workload.messages=1000"]);
  });

  it("draws the guarantee it is about, not another that broke as well", () => {
    const lines = counterexampleText(counterexampleOf(reduced, simulation), simulation, options).split("\n");
    expect(lines.filter((line) => line.includes("BROKEN"))).toEqual(["  ✗ BROKEN  at-most-once, effectively-once"]);
  });

  it("without a file has no command, and may need no fault", () => {
    const none = counterexampleOf({ ...reduced, plan: [] }, simulation);
    const lines = counterexampleText(none, simulation, { ...options, command: undefined });
    expect(lines).toContain("it takes no fault at all (found in run 1,204)");
    expect(lines).not.toContain("replay it");
  });
});

describe("a campaign as text", () => {
  it("says how much was tried and how sure that is", () => {
    const campaign = {
      runs: 1_000, events: 152_000, seconds: 2.04, interrupted: false, sometimes: { "a redelivery met the inbox": 1_200 }, faults: { drop: { injected: 9_000, reached: 9_000 } },
      verdicts: [
        { guarantee: "at-least-once", status: "pass", promised: "holds", failures: 0, asPromised: true, ownRuns: 1_000, upperBound95: 0.002991 },
        { guarantee: "effectively-once", status: "fail", promised: "breaks", failures: 12, asPromised: true, ownRuns: 1_000, at: 11, sentence: "m1 took effect a second time" },
      ],
    } as const;
    expect(campaignText("retry", "A lost ack", campaign, PLAIN).split("\n")).toEqual([
      "retry   A lost ack",
      "1,000 runs, 152,000 events, 2.0s",
      "  ✓ at-least-once     holds, as promised",
      "                      in all of 1,000 runs; by its own chances 0 of 1,000",
      "                      failed: under 0.30 % at 95 %",
      "  ✗ effectively-once  broken, as promised",
      "                      m1 took effect a second time (event 11)",
      "                      in 12 of 1,000 runs",
      "  faults  drop 9,000",
      "  reached  a redelivery met the inbox 1,200",
    ]);
  });

  it("says what was covered, who spent the runs on what, and what never happened", () => {
    const campaign = {
      runs: 40, events: 900, seconds: 0.1, interrupted: false, sometimes: { "a copy came": 3, "a redelivery was known": 0 }, faults: {}, verdicts: [],
      strategies: { lineage: { runs: 11, failures: 2, found: ["at-most-once"] }, random: { runs: 29, failures: 0, found: [] } },
      certificate: { strategy: "lineage", guarantees: ["at-least-once"], runs: 11, sentence: "no plan of at most 2 lost packets keeps an effect from happening, given declared causes" },
      unexercised: { faults: ["crash", "disk"], sometimes: ["a redelivery was known"] },
    };
    expect(campaignText("retry", "A lost ack", campaign, PLAIN).split("\n").slice(2)).toEqual([
      "  certified  at-least-once: no plan of at most 2 lost packets keeps an effect",
      "  from happening, given declared causes (lineage, 11 runs)",
      "  runs  lineage 11 (1 found), random 29",
      "  reached  a copy came 3",
      "  never  crash, disk, a redelivery was known",
    ]);
    expect(campaignText("retry", "A lost ack", { ...campaign, runs: 10 }, PLAIN)).not.toContain("never");
  });
});
