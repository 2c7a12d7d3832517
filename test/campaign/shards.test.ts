import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import type { Campaign, CheckOptions } from "../../src/campaign/check.ts";
import { load } from "../../src/campaign/load.ts";
import { merge } from "../../src/campaign/merge.ts";
import { file as source } from "../cli/faultline.ts";
import { folder } from "./folder.ts";

const scenario = await load("naive-queue/storm");
const told = ({ seconds: _, workers: __, shard: ___, shards: ____, ...campaign }: Campaign): object => campaign;

/** Each of so many shards; the files they are in. */
async function sharded(of: number, options: CheckOptions, out: string = folder({})): Promise<readonly string[]> {
  const files: string[] = [];
  for (let index = 1; index <= of; index++) files.push((await check(scenario, { workers: 1, ...options, out, shard: { index, of } })).shard!.file);
  return files;
}

describe("shards of a campaign", () => {
  it.each<[string, number, CheckOptions, string?]>([
    ["random", 4, { runs: 300 }],
    ["mixed", 3, { runs: 200, seed: "many" }],
    ["auto(learn=64)", 4, { runs: 300 }],
    ["auto", 2, { runs: 200 }, "auto(learn=1024)"],
    ["auto(drops=3)", 2, { runs: 100 }, "auto(drops=3, learn=1024)"],
    ["random", 3, { runs: 300, first: true, seed: "5" }],
    ["rounds", 2, { runs: 150 }],
    ["random", 3, { runs: 200, failures: 4 }],
  ])("of %s, %i of them, %j, merge into the campaign that was made whole, in any order", async (strategy, of, options, whole = strategy) => {
    const out = folder({});
    const files = await sharded(of, { ...options, strategy }, out);
    const once = told(await check(scenario, { ...options, strategy: whole, workers: 1, out }));
    for (const order of [files, files.toReversed()]) expect(merge(order).map(({ campaign }) => told(campaign))).toEqual([once]);
    expect(merge(files)[0]).toMatchObject({ scenario: "naive-queue/storm", strategy: whole, campaign: { shards: of, interrupted: false } });
  });

  it("each make their part, and together no run twice but those to learn from, and the first", async () => {
    const files = await sharded(3, { runs: 400, strategy: "auto(learn=40)" });
    const runs = files.map((file) => readFileSync(file, "utf8").split("\n").slice(1, -1).map((line) => (JSON.parse(line) as unknown[])[0]).filter((index) => typeof index === "number"));
    const common = runs[0]!.filter((index) => runs.every((some) => some.includes(index)));
    expect(common).toEqual(Array.from({ length: 40 }, (_, index) => index));
    const rest = runs.flatMap((some) => some.filter((index) => index >= 40));
    expect(rest.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 360 }, (_, index) => 40 + index));
  });

  it.each(["lineage", "exhaustive", "pct"])("are refused of %s, which learns throughout", async (strategy) => {
    await expect(sharded(2, { strategy })).rejects.toThrow(`--shard: ${strategy} learns from every run, so no part of its campaign can be made alone; use auto, random, swarm, mixed or rounds; or make it whole, on all cores of one machine (--workers)`);
  });

  it("refuse to merge where one is missing, double, of another campaign, or no shard", async () => {
    const options: CheckOptions = { runs: 150, strategy: "random" };
    const [one, two, three] = await sharded(3, options) as [string, string, string];
    expect(() => merge([one, three])).toThrow("naive-queue/storm: shard 2 of 3 is missing");
    expect(() => merge([two])).toThrow("naive-queue/storm: shards 1, 3 of 3 are missing");
    expect(() => merge([one, two, three, two])).toThrow(/ are both shard 2 of 3; give each once$/);
    const [other] = await sharded(3, { ...options, seed: "2" });
    expect(() => merge([other!, two, three])).toThrow(`${two} is of another campaign than ${other}: it differs in the seed (2, and 1 here)`);
    const [half] = await sharded(2, options);
    expect(() => merge([half!, two, three])).toThrow("it differs in the number of shards (2, and 3 here)");
    expect(() => merge([`${one}.x`])).toThrow("there is no such file");
    const journal = join(folder({}), "j.jsonl");
    await check(scenario, { ...options, workers: 1, journal });
    expect(() => merge([journal])).toThrow("is a journal of a whole campaign, and no shard of one");
  });

  it("of two scenarios of one name are two files, which merge into two campaigns or are refused, but never lose one", async () => {
    const out = folder({});
    const at = folder({ "a/same.ts": source({ receive: "ctx.effect(packet.message); ctx.effect(packet.message);" }), "b/same.ts": source({}), "node_modules/.keep": "" });
    const files: string[] = [];
    for (const name of ["a/same.ts", "b/same.ts"]) for (const index of [1, 2]) files.push((await check(await load(join(at, name)), { runs: 130, strategy: "random", out, shard: { index, of: 2 } })).shard!.file);
    expect(new Set(files).size).toBe(4);
    expect(merge(files.slice(0, 2))[0]!.campaign.verdicts).toContainEqual(expect.objectContaining({ guarantee: "at-most-once", status: "fail" }));
    expect(() => merge(files)).toThrow("differs in the source of the scenario");
  });

  it("that were given no time to be complete are not written", async () => {
    const out = folder({});
    const { shard, interrupted } = await check(scenario, { runs: 1_000_000, strategy: "random", time: "1ms", workers: 1, out, shard: { index: 1, of: 2 } });
    expect({ shard, interrupted }).toEqual({ shard: undefined, interrupted: false });
    expect(readdirSync(join(out, "shards"))).toEqual([]);
  });

  it("are refused where what is given is a pipe or a folder, or cannot be written, in one line", async () => {
    expect(() => merge([folder({})])).toThrow(/^cannot read .*: it is no file, but a folder, a device or a pipe$/);
    const at = folder({ file: "" });
    await expect(check(scenario, { runs: 20, strategy: "random", workers: 1, out: join(at, "file"), shard: { index: 1, of: 2 } })).rejects.toThrow(/^cannot (?:write|make) /);
  });

  it("refuse to merge where lines are damaged or cut off, naming each, and the runs that are missing", async () => {
    const files = await sharded(2, { runs: 150, strategy: "random" });
    const content = readFileSync(files[1]!, "utf8").split("\n");
    const reports: string[] = [];
    const place = content.findIndex((line, index) => index > 1 && /^\[\d/.test(line));
    // The first run, in the second line, is in the other shard as well.
    writeFileSync(files[1]!, content.map((line, index) => (index === 1 || index === place ? line.replace(/[0-9a-f]"\]$/, '-"]') : line)).join("\n"));
    const run = (JSON.parse(content[place]!) as [number])[0] + 1;
    expect(() => merge(files, { onDamaged: (what) => reports.push(what) })).toThrow(`run ${run} is missing, for its line is damaged; make ${files[1]} again`);
    expect(reports).toEqual([2, place + 1].map((line) => `${files[1]}:${line}: this line is damaged`));
    writeFileSync(files[1]!, content.slice(0, 40).join("\n"));
    expect(() => merge(files)).toThrow(`${files[1]}: shard 2 of 2 has no end: it is unfinished, or damaged; make it again`);
  });
});
