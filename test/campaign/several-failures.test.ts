import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import { load } from "../../src/campaign/load.ts";
import { folder } from "./folder.ts";

const scenario = await load("naive-queue/storm");
const options = { runs: 60, workers: 1 };

describe("several failures of a promise", () => {
  it("are reduced where that is asked for, each plan once, the first as without", async () => {
    const { counterexamples } = await check(scenario, { ...options, failures: 8 });
    const once = await check(scenario, options);
    for (const first of once.counterexamples) expect(counterexamples.find(({ guarantee }) => guarantee === first.guarantee)).toEqual(first);
    const found = counterexamples.map(({ guarantee, lines }) => [guarantee, ...lines].join("; "));
    expect(new Set(found).size).toBe(found.length);
    const lost = counterexamples.filter(({ guarantee }) => guarantee === "at-least-once");
    expect(lost.length, "among eight failing runs several causes").toBeGreaterThan(1);
    expect(lost.length).toBeLessThan(8);
  });

  it("change nothing else of the campaign: neither verdicts, nor what strategies found", async () => {
    const told = async (failures: number): Promise<object> => {
      const { seconds: _, counterexamples: __, ...rest } = await check(scenario, { ...options, failures });
      return rest;
    };
    expect(await told(8)).toEqual(await told(1));
  });

  it("go on from a journal as if there had been none", async () => {
    const at = folder({});
    const journal = `${at}/j.jsonl`;
    const whole = await check(scenario, { ...options, failures: 3 });
    await check(scenario, { ...options, failures: 3, journal });
    expect((await check(scenario, { ...options, failures: 3, journal })).counterexamples).toEqual(whole.counterexamples);
    await expect(check(scenario, { ...options, journal })).rejects.toThrow("it differs in failures to reduce (3, and 1 here)");
  });

  it("are a whole number of at least one", async () => {
    await expect(check(scenario, { failures: 0 })).rejects.toThrow("failures: 0 is not a whole number of at least 1");
  });
});
