import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { check } from "../src/campaign/check.ts";
import { bundled, load } from "../src/campaign/load.ts";
import { shrink } from "../src/campaign/shrink.ts";
import { playBeats, run } from "../src/core.ts";
import { resolve } from "../src/scenario/resolve.ts";
import { scenarioTest } from "../src/testing/vitest.ts";
import { importsOf } from "./architecture/imports.ts";

/** Runs of a campaign; what breaks rarely in some gets more. */
const RUNS: { readonly [name: string]: number } = { "naive-queue/storm": 500 };
const FEW = 60;

const folder = fileURLToPath(new URL("../scenarios/", import.meta.url));
const scenarios = bundled().map(({ name, path }) => ({ name, source: readFileSync(path, "utf8") }));

it("every file of scenarios/ is a bundled scenario", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/")).filter((file) => file.endsWith(".ts"));
  expect(scenarios.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
  expect(scenarios.length).toBeGreaterThanOrEqual(10);
});

describe.each(scenarios)("$name", ({ name, source }) => {
  it("says first what is promised and what breaks it", () => {
    const header = /^\/\*\*\n((?: \* .+\n)+) \*\/\nimport /.exec(source)?.[1];
    expect(header, "a comment before the imports").toBeDefined();
    expect(header).toMatch(/^ \* (?:Promised\b.*: |What .+ does not tolerate: )/);
    if (header!.includes("Promised")) expect(header).toMatch(/^ \* What breaks /m);
  });

  it("imports the public API alone", () => {
    const imports = importsOf(source).map(({ specifier }) => specifier);
    expect(imports).toContain("faultline");
    for (const specifier of imports) expect(["faultline", "faultline/core", "faultline/protocols"]).toContain(specifier);
  });

  it("has beats that are true, in the order of the run", async () => {
    for (const { wrong } of playBeats(await load(name))) expect(wrong).toEqual([]);
  });

  it("comes out as promised: what is to hold holds, what is to break is found or pinned, by a smallest plan, which breaks it again", async () => {
    const scenario = await load(name);
    // By one: the file runs beside another, and what several make is the same (campaign/workers.test.ts).
    const campaign = await check(scenario, { runs: RUNS[name] ?? FEW, workers: 1 });
    for (const verdict of campaign.verdicts) expect(verdict, `${verdict.guarantee}: ${verdict.sentence ?? verdict.status}`).toMatchObject({ asPromised: true });
    for (const [guarantee, promise] of Object.entries(scenario.promises)) {
      const verdict = campaign.verdicts.find((one) => one.guarantee === guarantee);
      if ("holds" in promise) expect(verdict).toMatchObject({ status: "pass", failures: 0 });
      else if (promise.plan !== undefined) expect(verdict!.pin).toEqual({ breaks: true, smallest: true, sentence: expect.any(String) as string });
      else expect(campaign.counterexamples.map((found) => found.guarantee)).toContain(guarantee);
    }
    for (const { guarantee, seed, lines, parameters, digest, minimal } of campaign.counterexamples) {
      expect(minimal).not.toBe("capped");
      // Where only an order was needed, the scenario as it stands breaks without a fault.
      if (lines.some((line) => !line.startsWith("delay "))) expect(run(scenario, { seed, plan: lines }).verdicts, `${lines.join("; ")} in the scenario as it stands`).toContainEqual(expect.objectContaining({ guarantee, status: "fail" }));
      const again = run(scenario, { seed, plan: lines, ...(parameters === undefined ? {} : { set: parameters }) });
      expect(again).toMatchObject({ digest, missed: [] });
      expect(again.verdicts).toContainEqual(expect.objectContaining({ guarantee, status: "fail" }));
    }
  });

  it("pins plans that are proved to be the smallest: the reducer, too, finds nothing to take out of them", async () => {
    const scenario = await load(name);
    const { seed, promises } = resolve(scenario);
    for (const { guarantee, plan, promised } of promises) {
      if (plan === undefined || promised === "holds") continue;
      const found = await shrink(scenario, { seed, plan, guarantee });
      expect(found, `${guarantee}: ${found.lines.join("; ")}`).toMatchObject({ minimal: "proved", faults: plan.length });
    }
  });
});

// As a user of faultline/vitest would have them.
scenarioTest("corrected-queue", { runs: FEW });
scenarioTest("retry-without-dedup", { runs: FEW });
