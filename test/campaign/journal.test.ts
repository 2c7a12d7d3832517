import { readdirSync, readFileSync, statSync, watch, writeFileSync } from "node:fs";
import type { FSWatcher } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import type { Campaign, CheckOptions } from "../../src/campaign/check.ts";
import { load } from "../../src/campaign/load.ts";
import { start } from "../cli/faultline.ts";
import { folder } from "./folder.ts";

const scenario = await load("naive-queue/storm");
const calm = await load("lessons/lost-ack");
const RUNS = 120;
const told = (campaign: Campaign): object => ({ ...campaign, seconds: 0 });
const journal = (): string => join(folder({}), "j.jsonl");
const made = async (options: CheckOptions): Promise<object> => told(await check(scenario, { runs: RUNS, workers: 1, ...options }));

/** Stops it after so many runs, and says how many those were. */
async function stopped(path: string, after: number, options: CheckOptions = {}): Promise<void> {
  const interrupt = new AbortController();
  await check(scenario, { runs: RUNS, workers: 1, journal: path, ...options, signal: interrupt.signal, onProgress: ({ runs }) => void (runs >= after && interrupt.abort()) });
}

const lines = (path: string): string[] => readFileSync(path, "utf8").split("\n").filter((line) => line !== "");
const runsIn = (path: string): number[] => lines(path).slice(1).map((line) => (JSON.parse(line) as unknown[])[0]).filter((index) => typeof index === "number");

describe("a campaign with a journal", () => {
  it.each(["auto", "random", "lineage(drops=2)"])("that was stopped goes on where it ends, makes no run twice, and comes out as if it had not been: %s", async (strategy) => {
    const path = journal();
    const whole = await made({ strategy });
    for (const after of [20, 45, 90]) await stopped(path, after, { strategy });
    expect(await made({ strategy, journal: path })).toEqual(whole);
    const runs = runsIn(path);
    expect(new Set(runs).size).toBe(runs.length);
    // Once more: nothing is left to do.
    const before = readFileSync(path, "utf8");
    expect(await made({ strategy, journal: path })).toEqual(whole);
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  it("does not mind that its last line was never finished", async () => {
    const path = journal();
    const whole = await made({ journal: path });
    writeFileSync(path, readFileSync(path, "utf8").slice(0, -30));
    const reports: string[] = [];
    expect(await made({ journal: path, onDamaged: (what) => reports.push(what) })).toEqual(whole);
    expect(reports).toEqual([]);
  });

  it("reports each damaged line, and makes its run again", async () => {
    const path = journal();
    const whole = await made({ journal: path });
    const damaged = lines(path).map((line, index) => (index === 3 ? line.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)) : index === 40 ? line.slice(0, 20) : index === 41 ? "" : line));
    writeFileSync(path, `${damaged.join("\n")}\n`);
    const reports: string[] = [];
    expect(await made({ journal: path, onDamaged: (what) => reports.push(what) })).toEqual(whole);
    expect(reports).toEqual([4, 41, 42].map((line) => `${path}:${line}: this line is damaged; what it told is done again`));
  });

  it.each<[string, CheckOptions]>([
    ["the seed (1, and 2 here)", { seed: "2" }],
    ["the number of runs (120, and 121 here)", { runs: RUNS + 1 }],
    ["the strategy (random, and swarm here)", { strategy: "swarm" }],
    ['the parameters ({}, and {"workload.messages":3} here)', { set: { "workload.messages": 3 } }],
    ["ending at the first failure (no, and yes here)", { first: true }],
  ])("refuses one of another campaign, and says that it differs in %s", async (what, options) => {
    const path = journal();
    await stopped(path, 10, { strategy: "random" });
    await expect(made({ strategy: "random", journal: path, ...options })).rejects.toThrow(`${path} is the journal of another campaign: it differs in ${what}; give another --journal, or remove that one`);
  });

  it("is of more runs than one turn of the event loop has time for, which goes on turning, and can be interrupted", async () => {
    const path = journal();
    const options: CheckOptions = { strategy: "random", runs: 9_000, workers: 1, journal: path };
    const quiet = (campaign: Campaign): object => told(campaign);
    const whole = quiet(await check(calm, options));
    let turns = 0;
    const counted = setInterval(() => turns++, 1);
    expect(quiet(await check(calm, options))).toEqual(whole);
    clearInterval(counted);
    expect(turns, "while it was folded in again").toBeGreaterThan(1);
    const interrupt = new AbortController();
    interrupt.abort();
    expect(await check(calm, { ...options, signal: interrupt.signal })).toMatchObject({ interrupted: true });
  });

  it("is refused when its first line, which says what its letters mean, is damaged", async () => {
    const path = journal();
    await made({ journal: path });
    writeFileSync(path, readFileSync(path, "utf8").replace('"at-most-once"', '"at-most-onze"'));
    await expect(made({ journal: path })).rejects.toThrow(`${path}:1: this line does not say which campaign it is of`);
  });

  it("lets a corpus know no more than it did when the campaign began, until that is complete", async () => {
    const path = journal();
    const corpus = folder({});
    const whole = await made({ corpus: folder({}) });
    await stopped(path, 60, { corpus });
    expect(readdirSync(corpus)).toEqual([]);
    expect(await made({ journal: path, corpus })).toEqual(whole);
    expect(readdirSync(corpus)).toEqual(["naive-queue-storm.jsonl"]);
  });

  it("takes a file that was cut off in its first line for a new one, and no other", async () => {
    const path = journal();
    const whole = await made({ journal: path });
    writeFileSync(path, readFileSync(path, "utf8").slice(0, 100));
    expect(await made({ journal: path })).toEqual(whole);
    writeFileSync(path, "precious notes");
    await expect(made({ journal: path })).rejects.toThrow(`${path}:1: this line does not say which campaign it is of; it is no journal or shard, or damaged`);
    expect(readFileSync(path, "utf8")).toBe("precious notes");
  });

  it("refuses what is no journal", async () => {
    const path = join(folder({ "notes.txt": "milk\n" }), "notes.txt");
    await expect(made({ journal: path })).rejects.toThrow(`${path}:1: this line does not say which campaign it is of; it is no journal or shard, or damaged`);
    expect(readFileSync(path, "utf8")).toBe("milk\n");
  });
});

it("a command that is killed again and again comes to the result of one that was let alone", async () => {
  const path = journal();
  const out = folder({});
  const command = (...more: readonly string[]): readonly string[] => ["check", "naive-queue/storm", "--runs", "600", "--workers", "2", "--no-pages", "--no-corpus", "--json", "--out", out, ...more];
  const result = (text: string): string => text.replace(/"(?:seconds|workers)": [\d.]+,/g, "");
  const whole = await start(command()).ended;
  for (const bytes of [100_000, 400_000, 700_000]) {
    const { child, ended } = start(command("--journal", path), { group: true });
    await grown(path, bytes, ended);
    expect(child.exitCode).toBe(null);
    process.kill(-child.pid!, "SIGKILL");
    await ended;
  }
  const resumed = await start(command("--journal", path)).ended;
  expect(resumed.code).toBe(whole.code);
  expect(result(resumed.stdout)).toBe(result(whole.stdout));
  const runs = runsIn(path);
  expect(new Set(runs).size).toBe(runs.length);
});

/** Resolves when the file has grown past so many bytes, or the command has ended. */
async function grown(path: string, bytes: number, ended: Promise<unknown>): Promise<void> {
  const size = (): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let watcher: FSWatcher | undefined;
  const isThere = new Promise<void>((done) => {
    watcher = watch(dirname(path), () => void (size() > bytes && done()));
    if (size() > bytes) done();
  });
  await Promise.race([isThere, ended]);
  watcher?.close();
}
