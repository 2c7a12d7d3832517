import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { check, checkBy } from "../../src/campaign/check.ts";
import type { Campaign, CheckOptions } from "../../src/campaign/check.ts";
import { load } from "../../src/campaign/load.ts";
import { Crew } from "../../src/campaign/workers/crew.ts";
import { file } from "../cli/faultline.ts";
import { dice } from "../search/dice.ts";
import { folder } from "./folder.ts";

const crews = [new Crew(0), new Crew(1), new Crew(3)];
afterAll(() => Promise.all(crews.map((crew) => crew.end())));

/** By one worker, by two, by four: all that does not depend on the clock, and how many helped. */
async function byEach(name: string, options: CheckOptions): Promise<{ readonly outcomes: readonly object[]; readonly workers: readonly number[] }> {
  const scenario = await load(name);
  const campaigns: Campaign[] = [];
  for (const crew of crews) campaigns.push(await checkBy(crew, scenario, { workers: crew.size + 1, ...options }));
  return { outcomes: campaigns.map((campaign) => ({ ...campaign, seconds: 0, workers: 0 })), workers: campaigns.map(({ workers }) => workers) };
}

describe("a campaign by several workers", () => {
  it.each<[string, CheckOptions]>([
    ["naive-queue/storm", { runs: 300 }],
    ["leases/storm", { runs: 150 }],
    ["dedup-at-broker/storm", { runs: 30, strategy: "lineage" }],
    ["lessons/slow-not-lost", { runs: 500, strategy: "exhaustive" }],
    ["dead-letter-queue/storm", { runs: 300, strategy: "random" }],
    ["retry-without-dedup", { runs: 300, strategy: "mixed", set: { "workload.messages": 4 } }],
    ["naive-queue/storm", { runs: 300, strategy: "random", first: true, seed: "first" }],
    ["naive-queue/storm", { runs: 100, strategy: "random", failures: 5 }],
  ])("comes out as by one: %s %j", async (name, options) => {
    const { outcomes: [one, two, four] } = await byEach(name, options);
    expect(two).toEqual(one);
    expect(four).toEqual(one);
  });

  // After what is above, every thread is there: one that was late has nothing left to do of a short campaign.
  it("is made by all of them, when there is enough to do", async () => {
    let made: readonly number[] = [];
    for (let runs = 1_000; runs <= 64_000 && made.join() !== "1,2,4"; runs *= 4) made = (await byEach("corrected-queue", { runs, strategy: "random" })).workers;
    expect(made).toEqual([1, 2, 4]);
  });

  it("is not begun for a scenario made in memory, which no other thread can have", async () => {
    expect((await check(dice(0, 0), { runs: 100, workers: 4 })).workers).toBe(1);
  });

  it("goes on without a thread for which the file has changed since it was loaded", async () => {
    const text = file({ messages: 1 });
    const path = join(folder({ "one.ts": text, "node_modules/.keep": "" }), "one.ts");
    const scenario = await load(path);
    writeFileSync(path, `${text}// changed`);
    const changed = await checkBy(crews[1]!, scenario, { runs: 200, workers: 2 });
    expect(changed).toMatchObject({ runs: 200, workers: 1 });
  });

  it("ends with the error that one would have met first, whoever met which", async () => {
    const path = join(folder({ "rarely.ts": file({ receive: "if (ctx.now % 9_973 === 0) Date.now(); ctx.effect(packet.message);", messages: 20 }), "node_modules/.keep": "" }), "rarely.ts");
    const scenario = await load(path);
    const errors = await Promise.all(crews.map((crew) => checkBy(crew, scenario, { runs: 2_000, strategy: "random", workers: crew.size + 1 }).then(() => "none", (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`)));
    expect(errors[0]).toMatch(/^InputError: rarely, seed 1\/\d+, event .*Date/);
    expect(errors).toEqual([errors[0], errors[0], errors[0]]);
  });
});

it("what a run throws is thrown when all that broke before it has been reduced, by however many workers", async () => {
  const path = join(folder({ "throws.ts": file({ receive: 'ctx.effect(packet.message); if (ctx.random("twice").below(3) === 0) ctx.effect(packet.message); if (ctx.random("odd").below(90) === 0) Date.now();' }), "node_modules/.keep": "" }), "throws.ts");
  const scenario = await load(path);
  const told = async (workers: number): Promise<object> => {
    const found: unknown[] = [];
    const error = await check(scenario, { runs: 500, strategy: "random", failures: 12, workers, onCounterexample: ({ guarantee, runsToFind, digest }) => void found.push([guarantee, runsToFind, digest]) }).catch((thrown: unknown) => (thrown as Error).message);
    return { error, found };
  };
  const one = await told(1);
  expect(one).toMatchObject({ error: expect.stringMatching(/^throws, seed 1\/\d+, event .*: Date\.now was called inside a handler/) as string });
  expect(await told(2)).toEqual(one);
  expect(await told(3)).toEqual(one);
});
