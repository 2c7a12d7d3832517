/**
 * The digest of every bundled scenario's run, and of a storm frozen into a plan; and of a protocol that uses everything. A line of golden.json changes only with a
 * reason: then UPDATE_GOLDEN=1 npx vitest run test/golden.test.ts writes it anew, and the commit says why.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { bundled, load } from "../src/campaign/load.ts";
import { run } from "../src/core.ts";
import type { Plain } from "../src/core.ts";
import { torture } from "./support/torture.ts";

/** `storm`: of the run that `faults` frozen entries make. */
interface Golden {
  readonly run: string;
  readonly storm: string;
  readonly faults: number;
}

const STORM: readonly Plain[] = [
  { fault: "drop", rate: 0.1 }, { fault: "duplicate", rate: 0.1 }, { fault: "delay", rate: 0.1 }, { fault: "corrupt", rate: 0.05 }, { fault: "replay", rate: 0.05, by: "exponential(50ms)" },
  { fault: "crash", every: "80ms", for: "exponential(30ms)", how: "any", disk: "any" }, { fault: "crash", rate: 0.02, in: "step", for: "exponential(30ms)", how: "any", disk: "any" },
  { fault: "pause", every: "100ms", for: "exponential(30ms)" }, { fault: "partition", every: "100ms", for: "exponential(30ms)" },
  { fault: "clock", every: "100ms" }, { fault: "disk", every: "100ms", for: "exponential(30ms)" }, { fault: "stall", every: "100ms" }, { fault: "reset", every: "100ms" },
];

const file = fileURLToPath(new URL("golden.json", import.meta.url));
const update = process.env["UPDATE_GOLDEN"] === "1";
const golden = JSON.parse(readFileSync(file, "utf8")) as { readonly [name: string]: Golden };
const TORTURE = "(torture)";
const names = [...bundled().map(({ name }) => name), TORTURE];
const today: { [name: string]: Golden } = {};

describe("the golden digests", () => {
  it.each(names)("%s", async (name) => {
    const scenario = name === TORTURE ? torture : await load(name);
    const storm = run(scenario, { seed: "golden", set: { nemesis: STORM, storm: "300ms" } });
    const frozen = run(scenario, { seed: "golden", set: { storm: "300ms" }, plan: storm.struck });
    expect(frozen.digest, "a frozen storm is the storm").toBe(storm.digest);
    today[name] = { run: run(scenario).digest, storm: frozen.digest, faults: storm.struck.length };
    if (!update) expect(today[name], `${name} runs differently from before. If that is meant: UPDATE_GOLDEN=1 npx vitest run test/golden.test.ts, and say why in the commit`).toEqual(golden[name]);
  });

  it("are those of the scenarios there are, in their order", () => {
    if (!update) expect(Object.keys(golden)).toEqual(names);
  });
});

afterAll(() => {
  if (!update || Object.keys(today).length < names.length) return;
  const lines = names.map((name) => `  ${JSON.stringify(name)}: { "run": "${today[name]!.run}", "storm": "${today[name]!.storm}", "faults": ${today[name]!.faults} }`);
  writeFileSync(file, `{\n${lines.join(",\n")}\n}\n`);
});
