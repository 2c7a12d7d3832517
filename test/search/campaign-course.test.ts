import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import type { CheckOptions } from "../../src/campaign/check.ts";
import { breaks, run } from "../../src/core.ts";
import type { FaultFigures, Scenario } from "../../src/core.ts";
import { torture } from "../support/torture.ts";
import { dice, rollsOf } from "./dice.ts";
import { dropped, letters } from "./letters.ts";

const RUNS = 40;

describe("a campaign's figures", () => {
  it("are the sums of its runs': faults that were injected and that reached the protocol, and what was sometimes so", async () => {
    const found = await check(torture, { runs: 12, strategy: "random", seed: "sum", replays: 1 });
    const runs = Array.from({ length: 12 }, (_, index) => run(torture, { seed: `sum/${index + 1}` }));
    const sums: { [kind: string]: { injected: number; reached: number } } = {};
    for (const { faults } of runs) for (const [kind, { injected, reached }] of Object.entries(faults)) sums[kind] = { injected: (sums[kind]?.injected ?? 0) + injected, reached: (sums[kind]?.reached ?? 0) + reached };
    expect(Object.keys(sums)).toHaveLength(12);
    expect(Object.fromEntries(Object.entries(found.faults).map(([kind, { injected, reached }]) => [kind, { injected, reached }]))).toEqual(sums);
    expect(found.events).toBe(runs.reduce((sum, { events }) => sum + events, 0));
    expect((await check(dice(0, 0), { runs: 300, strategy: "random" })).sometimes).toEqual({ "a six": rollsOf("1", 300).filter((roll) => roll === 66).length });
  });

  it("say in how many of eight runs with faults the history was another without the faults of a kind", async () => {
    const struck = async (network: Scenario["network"]): Promise<FaultFigures> => (await check(letters(4, () => false, "", undefined, { network: { latency: "1ms", ...network }, workload: { messages: 4, every: "10s" } }), { runs: 20, strategy: "random" })).faults;
    expect((await struck({ loss: 0.4 })).drop).toMatchObject({ changed: 8 });
    // A letter that comes late, but before the next, changes no order: the history is the same but for its times.
    const late = await struck({ reorder: 0.4, loss: 0.4 });
    expect(late.delay).toMatchObject({ changed: 0 });
    expect(late.delay!.injected).toBeGreaterThan(8);
    expect(late.drop!.changed).toBeGreaterThan(0);
  });
});

describe("a campaign", () => {
  const storm = letters(5, (lost) => (lost & 9) === 9, "m1 and m4 are gone", breaks(), { network: { latency: "exponential(5ms)", loss: 0.3, duplicate: 0.2 } });

  it("comes out the same every time, whatever is spent on shrinking; another seed gives others", async () => {
    const told = async (options: CheckOptions): Promise<object> => ({ ...(await check(storm, { runs: RUNS, ...options })), seconds: 0 });
    const once = await told({});
    expect(await told({})).toEqual(once);
    expect(await told({ replays: 1 })).toEqual({ ...once, counterexamples: [expect.objectContaining({ minimal: "capped", shrinkRuns: 1 })] });
    const digests = await Promise.all(["1", "2", "3", 4].map(async (seed) => (await check(storm, { runs: RUNS, seed })).digest));
    expect(new Set([...digests, (await check(storm, { runs: RUNS + 1 })).digest]).size).toBe(5);
  });

  it("reduces the first failure of each promised guarantee, and says after how many runs it came", async () => {
    const broken = Array.from({ length: RUNS }, (_, index) => run(storm, { seed: `1/${index + 1}` }).verdicts.some(({ guarantee, status }) => guarantee === "rule" && status === "fail"));
    const { counterexamples, runs, verdicts } = await check(storm, { runs: RUNS, strategy: "random" });
    expect(runs).toBe(RUNS);
    expect(counterexamples).toEqual([expect.objectContaining({ guarantee: "rule", runsToFind: broken.indexOf(true) + 1, seed: `1/${broken.indexOf(true) + 1}`, plan: [dropped(1), dropped(4)], faults: 2, sentence: "m1 and m4 are gone" })]);
    expect(verdicts.find(({ guarantee }) => guarantee === "rule")).toMatchObject({ failures: broken.filter((one) => one).length });
    expect((await check({ ...storm, promises: {} }, { runs: RUNS })).counterexamples).toEqual([]);
  });

  it("ends with the first failure of a promised guarantee when that is all that is asked", async () => {
    const { runs, counterexamples } = await check(storm, { runs: RUNS, first: true });
    expect(counterexamples).toHaveLength(1);
    expect(runs).toBe(counterexamples[0]!.runsToFind);
  });
});

describe("a campaign that is stopped", () => {
  const FOR_EVER = 100_000_000;
  const storm = letters(5, (lost) => (lost & 9) === 9, "m1 and m4 are gone", breaks(), { network: { latency: "1ms", loss: 0.3 } });

  it("by a signal hands over what it found", async () => {
    const interrupt = new AbortController();
    const found = await check(storm, { runs: FOR_EVER, signal: interrupt.signal, onProgress: ({ runs }) => void (runs >= 50 && interrupt.abort()) });
    expect(found.interrupted).toBe(true);
    expect(found.runs).toBeGreaterThanOrEqual(50);
    expect(found.runs).toBeLessThan(FOR_EVER);
    expect(found.counterexamples).toEqual([expect.objectContaining({ plan: [dropped(1), dropped(4)], minimal: "proved" })]);
    // What it says of the runs it made is what a campaign of so many runs says.
    const { verdicts, digest, counterexamples } = await check(storm, { runs: found.runs });
    expect({ verdicts: found.verdicts, digest: found.digest, counterexamples: found.counterexamples }).toEqual({ verdicts, digest, counterexamples });
  });

  it("while it shrinks hands over the failure, reduced or not", async () => {
    const interrupt = new AbortController();
    const all = 2 ** 30 - 1;
    const everything = letters(30, (lost) => lost === all, "all are gone", breaks(), { network: { latency: "1ms", loss: 1 } });
    const found = await check(everything, { runs: FOR_EVER, replays: FOR_EVER, strategy: "random", signal: interrupt.signal, onProgress: ({ phase, runs }) => void ((phase === "shrinking" || runs > 1) && interrupt.abort()) });
    expect(found).toMatchObject({ interrupted: true, runs: 1 });
    expect(found.counterexamples).toEqual([expect.objectContaining({ guarantee: "rule", faults: 30, minimal: "capped", sentence: "all are gone" })]);
  });

  it("by a signal that came before it began is interrupted all the same", async () => {
    const { interrupted, runs } = await check(storm, { runs: FOR_EVER, signal: AbortSignal.abort() });
    expect(interrupted).toBe(true);
    expect(runs).toBeLessThan(FOR_EVER);
  });

  it.each(["1us", "5ms", 0])("by its time, %s, has made a run at least, hands over what that found, and was not interrupted", async (time) => {
    const found = await check(dice(101, 0, breaks()), { runs: FOR_EVER, time });
    expect(found.interrupted).toBe(false);
    expect(found.runs).toBeGreaterThanOrEqual(1);
    expect(found.runs).toBeLessThan(FOR_EVER);
    expect(found.counterexamples).toEqual([expect.objectContaining({ guarantee: "die", faults: 0 })]);
  });
});
