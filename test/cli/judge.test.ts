import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { complaint, faultline, file, project, TWICE } from "./faultline.ts";

const at = project({ "twice.ts": TWICE, "good.ts": file(), "own.ts": file({ fields: 'guarantees: [{ name: "two-at-most", observe: () => ({ on() {}, end: ({ effects }, fail) => effects > 2 && fail(`there were ${effects} effects`) }) }],\n  promises: { "two-at-most": breaks() },' }) });

/** The verdicts of a document, without the places, which are events in one and lines in the other. */
const verdictsIn = (document: string): object[] => (JSON.parse(document) as { verdicts: { at?: number }[] }).verdicts.map(({ at: _, ...verdict }) => verdict);

describe("run --history and judge", () => {
  it.each<readonly [string, number, readonly string[]]>([["twice.ts", 1, []], ["own.ts", 0, ["--scenario", "own.ts"]]])("come to the same verdicts and the same exit code: %s", async (scenario, code, more) => {
    const run = await faultline(["run", scenario, "--history", `${scenario}.jsonl`, "--json"], { cwd: at, watched: false });
    const judged = await faultline(["judge", `${scenario}.jsonl`, "--json", ...more], { cwd: at, watched: false });
    expect([run.code, judged.code, judged.stderr]).toEqual([code, code, ""]);
    expect(verdictsIn(judged.stdout)).toEqual(verdictsIn(run.stdout));
    expect(JSON.parse(judged.stdout)).toMatchObject({ version: expect.any(String) as string, seconds: expect.any(Number) as number, megabytes: expect.any(Number) as number, unread: { lines: 0 } });
  });

  it("tell for people what broke, and at which line", async () => {
    const { code, stdout, stderr } = await faultline(["judge", "twice.ts.jsonl"], { cwd: at, watched: false });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    const [, line] = /at-most-once +BROKEN, though promised to hold\n +m1 took effect a second time, on c1 at [\d.]+m?s \(line (\d+)\)/.exec(stdout.replace(/\n +\(line/g, " (line")) ?? [];
    expect(JSON.parse(readFileSync(join(at, "twice.ts.jsonl"), "utf8").split("\n")[Number(line) - 1]!)).toMatchObject({ verb: "effect", message: 1 });
    expect(stdout).toMatch(/\n\d+\.\ds, \d+ MB of memory at most\n$/);
    expect(await faultline(["judge", "twice.ts.jsonl", "--quiet"], { cwd: at, watched: false })).toEqual({ code: 1, stdout: "", stderr: "" });
  });
});

describe("a history that is wrong", () => {
  it("ends with 2 and one line that has the line's number; with --lenient it is counted, and the rest has its verdict", async () => {
    const lines = readFileSync(join(at, "twice.ts.jsonl"), "utf8").trimEnd().split("\n");
    lines[2] = lines[2]!.slice(0, 20);
    writeFileSync(join(at, "bad.jsonl"), lines.join("\n"));
    const strict = await faultline(["judge", "bad.jsonl"], { cwd: at, watched: false });
    expect({ code: strict.code, stdout: strict.stdout }).toEqual({ code: 2, stdout: "" });
    expect(complaint(strict)).toMatch(/^bad\.jsonl, line 3: is not JSON: .*; it may have been cut off$/);
    const lenient = await faultline(["judge", "bad.jsonl", "--lenient", "--json"], { cwd: at, watched: false });
    expect(lenient.code).toBe(1);
    expect(JSON.parse(lenient.stdout)).toMatchObject({ unread: { lines: 1, first: [{ line: 3 }] }, lines: lines.length - 1 });
  });

  it.each<readonly [string, readonly string[], RegExp]>([
    ["that is not there", ["judge", "none.jsonl"], /^cannot read none\.jsonl: there is no such file or folder; give the path of a history/],
    ["that is a scenario", ["judge", "good.ts"], /^good\.ts, line 1 is no header: .*; the first line says what is judged: /],
    ["by a scenario that is none", ["judge", "x.jsonl", "--scenario", "goood.ts"], /^there is no file goood\.ts$/],
  ])("%s", async (_, command, expected) => {
    const outcome = await faultline(command, { cwd: at, watched: false });
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 2, stdout: "" });
    expect(complaint(outcome)).toMatch(expected);
  });

  it.skipIf(!existsSync("/dev/full"))("cannot come of a full disk: the run has its verdict, and ends with 2", async () => {
    const { code, stdout, stderr } = await faultline(["run", "good.ts", "--history", "/dev/full"], { cwd: at });
    expect({ code, stderr }).toEqual({ code: 2, stderr: "faultline: --history: cannot write /dev/full: the disk is full\n" });
    expect(stdout).toContain("at-most-once");
  });
});
