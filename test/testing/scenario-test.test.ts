import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { load } from "../../src/campaign/load.ts";
import { replay } from "../../src/campaign/replay.ts";
import { run } from "../../src/core.ts";
import type { RunOptions } from "../../src/core.ts";
import { SCENARIO } from "../campaign/folder.ts";
import { vitest } from "./vitest.ts";
import type { Tested, Told } from "./vitest.ts";

/** Three messages, of which one is done twice when the network repeats it, and promises of every kind. */
const TWICE = `import { breaks, holds, scenario } from "faultline";
export default scenario({${SCENARIO.replace(/promises: .*/, "")}
  network: { loss: 0.1, duplicate: 0.3 },
  obligation: "published",
  promises: {
    integrity: holds(),
    "at-most-once": holds(),
    "at-least-once": breaks({ plan: ["drop p1>c1 publish m1 #1"] }),
    fenced: breaks(),
    "effectively-once": breaks({ plan: ["drop p1>c1 publish m1 #1", "drop p1>c1 publish m2 #1"] }),
  },
});
`;

const TESTS = `import { describe } from "vitest";
import { scenarioTest } from "faultline/vitest";
import twice from "./deep/twice.ts";
scenarioTest("./deep/twice.ts", { runs: 60, seed: "s" });
scenarioTest("deep/twice.ts", { runs: 60, out: "elsewhere", set: { "network.loss": 0 } });
scenarioTest(twice, { runs: 60 });
scenarioTest(new URL("./deep/twice.ts", import.meta.url), { runs: 60, out: "full/reports" });
scenarioTest("retry-without-dedup", { runs: 20 });
describe("in a suite", () => scenarioTest("./nowhere.ts"));
scenarioTest({ ...twice, promises: {} });
scenarioTest("./clock.ts");
scenarioTest("./deep/twice.ts", { runs: 1_000_000, timeout: 200 });
`;

const CLOCK = `import { holds, scenario } from "faultline";\nexport default scenario({${SCENARIO.replace("ctx.effect(", "Date.now(); ctx.effect(")}});\n`;

let told: Tested;
/** Tests of the suites, in the order in which they were asked for. */
const suites: Told[][] = [];

beforeAll(() => {
  told = vitest({ "twice.test.ts": TESTS, "deep/twice.ts": TWICE, "clock.ts": CLOCK, full: "a file is in the way" });
  for (const test of told.tests) {
    if (suites.at(-1)?.[0]!.ancestorTitles.join() !== test.ancestorTitles.join()) suites.push([]);
    suites.at(-1)!.push(test);
  }
}, 120_000);

const outcomes = (tests: readonly Told[]): string[] => tests.map(({ title, status }) => `${title}: ${status}`);
const failureOf = (suite: number, title: string): string => suites[suite]!.find((test) => test.title === title)!.failureMessages[0]!;
/** Without the frames of its stack. */
const messageOf = (suite: number, title: string): string => failureOf(suite, title).replace(/^Error: /, "").replace(/(\n\s+at .*)+$/, "");

it("is a suite with a test for each promise, in the scenario's order", () => {
  expect(suites.map((tests) => tests[0]!.ancestorTitles.join(" > "))).toEqual(["./deep/twice.ts", "deep/twice.ts", "three messages", "twice.ts", "retry-without-dedup", "in a suite > ./nowhere.ts", "three messages", "./clock.ts", "./deep/twice.ts"]);
  for (const suite of [0, 2, 3]) expect(outcomes(suites[suite]!)).toEqual(["integrity holds: passed", "at-most-once holds: failed", "at-least-once breaks: passed", "fenced breaks: failed", "effectively-once breaks: failed"]);
  expect(outcomes(suites[4]!)).toEqual(["at-least-once holds: passed", "integrity holds: passed", "progress holds: passed", "at-most-once breaks: passed", "effectively-once breaks: passed", "order breaks: passed"]);
});

it("says of parameters what check does: with them, a break only informs", () => {
  expect(outcomes(suites[1]!)).toEqual(["integrity holds: passed", "at-most-once holds: failed", "at-least-once breaks: passed", "fenced breaks: passed", "effectively-once breaks: passed"]);
});

describe("a promise to hold that broke", () => {
  it("is told by sentence, plan, diagram and the command that replays it, in 80 columns", () => {
    const message = messageOf(0, "at-most-once holds");
    const [, id] = /^replay it: {2}npx faultline replay reports\/twice-at-most-once-(\w{8})\.repro\.json$/m.exec(message)!;
    expect(message).toMatch(/^twice: at-most-once is broken\nm(\d) took effect a second time, on c1 at [\d.]+ms\n\nit takes 1 fault, and no smaller plan breaks it \(found in run \d+\)\n {2}duplicate p1>c1 publish m\1 #1\n\n/);
    expect(message).toMatch(/◆ SECOND EFFECT m\d$/m);
    expect(existsSync(join(told.at, "reports", `twice-at-most-once-${id}.repro.json`))).toBe(true);
    for (const line of message.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    // And so it stands in what Vitest prints.
    expect(told.stderr).toContain(message);
  });

  it("is written to where it is told, as a file that replays", async () => {
    const [file] = readdirSync(join(told.at, "elsewhere"));
    expect(messageOf(1, "at-most-once holds")).toContain(`replay it:  npx faultline replay elsewhere/${file}`);
    const again = await replay(join(told.at, "elsewhere", file!));
    expect(again).toMatchObject({ same: true, breaks: true, sameSource: true, failure: { parameters: { "network.loss": 0 } } });
  });

  it("of a scenario whose file nobody knows says the call that runs it again, and writes nothing", async () => {
    const message = messageOf(2, "at-most-once holds");
    const options = JSON.parse(/^replay it: {2}run\(scenario, (.*)\)$/m.exec(message)![1]!) as RunOptions;
    expect(run(await load(join(told.at, "deep/twice.ts")), options).verdicts).toContainEqual(expect.objectContaining({ guarantee: "at-most-once", status: "fail", sentence: message.split("\n")[1] }));
    expect(message).toMatch(/given the path of the scenario instead of itself, scenarioTest writes a failure\nfile$/);
  });

  it("and cannot be written says so, and the call", () => {
    expect(messageOf(3, "at-most-once holds")).toMatch(/^replay it: {2}run\(scenario, .*\ncannot write full\/reports\//m);
  });

  it("points at the line that asked for the test", () => {
    expect(failureOf(0, "at-most-once holds")).toMatch(/\n\s+at \S*twice\.test\.ts:4:1/);
    expect(failureOf(5, "is a scenario that promises something")).toMatch(/\n\s+at \S*twice\.test\.ts:9:\d+/);
  });
});

describe("a promise to break that did not come out", () => {
  it("says that nothing broke it, and how much was tried", () => {
    expect(messageOf(0, "fenced breaks")).toMatch(/^twice: fenced did not come out as promised\n60 runs, [\s\S]*\n {2}✓ fenced {2}holds, though promised to break\n\s+in all of 60 runs/);
  });

  it("says what is wrong with its plan", () => {
    expect(messageOf(0, "effectively-once breaks")).toMatch(/the pinned plan breaks it, but so does a smaller one: drop\s+p1>c1 publish m1 #1/);
  });

  it("writes nothing, nor does one that came out", () => {
    expect(readdirSync(told.at).filter((name) => name !== "node_modules").sort()).toEqual(["clock.ts", "deep", "elsewhere", "full", "reports", "told.json", "twice.test.ts", "vitest.config.mjs"]);
    for (const folder of ["reports", "elsewhere"]) for (const file of readdirSync(join(told.at, folder))) expect(file).toMatch(/^twice-at-most-once-/);
  });
});

describe("what cannot be tested", () => {
  it("is one line in a test that fails, and keeps no other from running", () => {
    expect(messageOf(5, "is a scenario that promises something")).toBe("there is no file nowhere.ts");
    expect(messageOf(6, "is a scenario that promises something")).toBe('three messages promises nothing, so there is nothing to test; add promises: { "at-least-once": holds() }');
    expect(messageOf(7, "at-most-once holds")).toMatch(/^clock, seed 1\/1, event \d+ at .* on c1: Date\.now was called inside a handler: .*; use ctx\.now$/);
  });

  it("in time hands over what was found until then, and says that it was interrupted", () => {
    expect(outcomes(suites[8]!).every((outcome) => outcome.endsWith(": failed"))).toBe(true);
    expect(told.stderr).toContain("Test timed out in 200ms");
    expect(messageOf(8, "fenced breaks")).toMatch(/^twice: fenced did not come out as promised\n.*; interrupted\n/);
  });
});
