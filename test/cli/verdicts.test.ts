import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundled } from "../../src/campaign/load.ts";
import { complaint, faultline, file, project, TWICE } from "./faultline.ts";

const breaking = (by: string): string => file({ fields: `promises: { "at-most-once": ${by} },` });
const at = project({
  "good.ts": file(),
  "twice.ts": TWICE,
  "not-found.ts": breaking("breaks()"),
  "too-big.ts": file({ fields: 'promises: { "at-least-once": breaks({ plan: ["drop p1>c1 publish m1 #1", "drop p1>c1 publish m2 #1"] }) }, obligation: "published",' }),
  "pinned.ts": file({ fields: 'promises: { "at-least-once": breaks({ plan: ["drop p1>c1 publish m1 #1"] }) }, obligation: "published",' }),
  "nothing-owed.ts": file({ fields: 'promises: { "at-least-once": holds() },' }),
  "shared.ts": file({ before: "const seen = new Set();", receive: "if (!seen.has(packet.message.id)) ctx.effect(packet.message); seen.add(packet.message.id);" }),
  "shared-late.ts": file({ before: "let count = 0;", receive: "ctx.effect(packet.message); if (++count === 100) ctx.effect(packet.message);" }),
});
const inside = { cwd: at };

describe("a campaign ends with", () => {
  it.each<readonly [number, string, readonly string[]]>([
    [0, "all as promised", ["good.ts", "pinned.ts"]],
    [1, "a pinned plan that is not the smallest", ["too-big.ts"]],
    [3, "a failure that was promised but not found", ["not-found.ts"]],
    [0, "the same, where parameters are set: a promise to break then only informs", ["not-found.ts", "--set", "workload.messages=2"]],
    [1, "a promise broken before one unknown", ["nothing-owed.ts", "twice.ts"]],
  ])("%i for %s", async (code, _, command) => {
    expect(await faultline(["check", ...command, "--runs", "10", "--quiet"], inside)).toEqual({ code, stdout: "", stderr: "" });
  });

  it("4 for memory shared between runs, in one line that names the first event that differs", async () => {
    const outcome = await faultline(["check", "shared.ts", "twice.ts", "--runs", "10", "--json"], inside);
    expect(outcome.code).toBe(4);
    expect(complaint(outcome)).toMatch(/^shared is not deterministic: two runs of seed 1\/1 differ at event 4; look for memory shared between nodes or runs \(module-level variables\), or /);
    // What comes behind it is judged all the same.
    expect(JSON.parse(outcome.stdout)).toMatchObject({ scenarios: [{ name: "shared", error: complaint(outcome) }, { name: "twice", runs: 10 }] });
  });

  it("4 for a failure that does not come back, too", async () => {
    const outcome = await faultline(["check", "shared-late.ts", "--runs", "60", "--quiet"], inside);
    expect(outcome.code).toBe(4);
    expect(complaint(outcome)).toMatch(/^shared-late is not deterministic: two runs of seed 1\/\d+ differ by event 8; /);
  });
});

describe("a run ends with", () => {
  it.each<readonly [number, string, readonly string[]]>([
    [1, "a promise broken", ["twice.ts"]],
    [0, "a promise to break, which only informs", ["pinned.ts", "--plan", "drop p1>c1 publish m1 #1"]],
    [3, "a planned fault that did not strike, with --strict", ["good.ts", "--plan", "drop p1>c1 publish m9 #1", "--strict"]],
    [3, "a limit reached", ["good.ts", "--set", "limit.events=3"]],
    [0, "what is the same twice", ["good.ts", "--verify"]],
  ])("%i for %s", async (code, _, command) => {
    expect(await faultline(["run", ...command, "--quiet"], inside)).toEqual({ code, stdout: "", stderr: "" });
  });

  it("4 when it is not the same twice, in one line that names the first event that differs", async () => {
    const outcome = await faultline(["run", "shared.ts", "--verify"], inside);
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 4, stdout: "" });
    expect(complaint(outcome)).toMatch(/^shared is not deterministic: two runs of seed 1 differ at event 5; look for memory shared /);
  });
});

describe("with --json there is one document", () => {
  const document = async (...command: readonly string[]): Promise<unknown> => {
    const { stdout, stderr } = await faultline([...command, "--json"], inside);
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  };
  const version = expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown;
  const digest = expect.stringMatching(/^[0-9a-f]{16}$/) as unknown;

  it("of list: name, title, path and promises of each", async () => {
    const { scenarios } = (await document("list")) as { scenarios: { name: string }[] };
    expect(scenarios.map(({ name }) => name)).toEqual(bundled().map(({ name }) => name));
    for (const one of scenarios) expect(one).toEqual({ name: one.name, title: expect.any(String), path: expect.stringMatching(/scenarios\/.*\.ts$/), promises: expect.any(Object) });
  });

  it("of run: the run, and what is in its history", async () => {
    expect(await document("run", "twice.ts", "--seed", "7")).toMatchObject({
      version, scenario: "twice", seed: "7", plan: [], digest, events: 8, time: expect.any(Number), struck: [], sometimes: {}, faults: {}, history: { publish: 3, effect: 6 },
      verdicts: expect.arrayContaining([{ guarantee: "at-most-once", status: "fail", at: expect.any(Number), sentence: expect.stringMatching(/ took effect a second time, /), promised: "holds" }]),
    });
  });

  it("of check: the campaign over each scenario; of replay and shrink: what they found", async () => {
    const checked = (await document("check", "twice.ts", "good.ts", "--runs", "4", "--seed", "s", "--out", "found")) as { scenarios: { counterexamples: { file: string; digest: string }[] }[] };
    expect(checked).toMatchObject({
      version, seed: "s",
      scenarios: [
        { name: "twice", asPromised: false, runs: 4, events: 32, seconds: expect.any(Number), digest, sometimes: {}, faults: {}, verdicts: expect.arrayContaining([expect.objectContaining({ guarantee: "at-most-once", status: "fail", failures: 4, asPromised: false })]) },
        { name: "good", asPromised: true, counterexamples: [], verdicts: expect.arrayContaining([expect.objectContaining({ guarantee: "at-most-once", status: "pass", failures: 0, upperBound95: expect.any(Number) })]) },
      ],
    });
    const [found, ...others] = checked.scenarios[0]!.counterexamples;
    expect(others).toEqual([]);
    expect(found).toMatchObject({ guarantee: "at-most-once", faults: 0, lines: [], plan: [], runsToFind: 1, shrinkRuns: expect.any(Number), digest, sentence: expect.any(String), file: expect.stringMatching(/^found\/twice-at-most-once-[0-9a-f]{8}\.repro\.json$/) });
    expect(await document("replay", join(at, found!.file))).toMatchObject({ version, run: { scenario: "twice", digest: found!.digest }, same: true, breaks: true, sameSource: true });
    expect(await document("shrink", found!.file)).toMatchObject({ version, guarantee: "at-most-once", digest: found!.digest });
  });
});
