import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFailure } from "../../src/scenario/failure-file.ts";
import { faultline, file, project, TWICE } from "./faultline.ts";

const at = project({ "twice.ts": TWICE, "good.ts": file(), "printing.ts": file({ before: 'console.log("loading");', receive: 'console.log("handling"); process.stdout.write("writing\\n"); ctx.effect(packet.message);' }), "a file": "" });

describe("a closed pipe", () => {
  it("does not keep the files from being finished, nor the verdict's code", async () => {
    const { stdout, stderr } = await faultline("{ faultline check twice.ts --runs 20 --no-corpus --out piped; echo code $? >&2; } | head -1", { cwd: at });
    expect({ stdout, stderr }).toEqual({ stdout: "twice: at-most-once is broken\n", stderr: "code 1\n" });
    expect(readdirSync(join(at, "piped")).sort()).toEqual([expect.stringMatching(/\.html$/), expect.stringMatching(/\.repro\.json$/)]);
  });

  it.each([
    ["for results", "faultline run good.ts | true", 0],
    ["for complaints too", "faultline run good.ts --plan x 2>&1 | true", 2],
    ["that was never open", "faultline run twice.ts >&-", 1],
    ["for complaints that was never open", "faultline run nothing 2>&-", 2],
  ])("%s is no failure", async (_, command, code) => {
    const [first, ...rest] = command.split(" | ");
    const { stdout } = await faultline(`{ ${first}; echo code $? >&4; } 4>code.txt${rest.map((part) => ` | ${part}`).join("")}; cat code.txt`, { cwd: at });
    expect(stdout).toBe(`code ${code}\n`);
  });
});

describe("output that cannot be written ends with 2, and nothing found is lost", () => {
  /** The failure printed behind the complaint. */
  const printed = (stderr: string, where: string): void => {
    const [, place, text] = /^faultline: cannot write (\S+)\/twice-at-most-once-[0-9a-f]{8}\.repro\.json: [^\n]+; give --out a folder that can be written; the failure is:\n(\{.*\}\n)$/s.exec(stderr) ?? [];
    expect(place).toBe(where);
    expect(readFailure(text!, "printed")).toMatchObject({ guarantee: "at-most-once", scenario: { name: "twice" } });
  };

  it.each([
    ["below a file", "a file/out", "a part of the path is not a folder"],
    ["that is a file", "twice.ts", "a file is in the way"],
    ...(existsSync("/proc/self") ? [["where no folder can be made, which Node 20 never finds out", "/proc/none", "there is no such file or folder"]] : []),
  ])("in a folder %s", async (_, out, why) => {
    const { code, stdout, stderr } = await faultline(["check", "twice.ts", "--runs", "2", "--out", out!], { cwd: at });
    expect(code).toBe(2);
    expect(stdout).toContain("twice: at-most-once is broken");
    expect(stderr).toContain(`: ${why};`);
    printed(stderr.replace("a file/", "a-file/"), out!.replace("a file/", "a-file/"));
  });

  describe("on a full disk", () => {
    const disk = join(at, "disk");
    mkdirSync(disk);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=4k", "none", disk]).status === 0;
    beforeAll(() => {
      if (mounted) writeFileSync(join(disk, "full"), "x".repeat(4_096));
    });
    afterAll(() => {
      if (mounted) execFileSync("umount", [disk]);
    });

    it.skipIf(!mounted)("of failure files, of which none is left half written", async () => {
      const { code, stderr } = await faultline(["check", "twice.ts", "--runs", "2", "--no-corpus", "--out", "disk"], { cwd: at });
      expect(code).toBe(2);
      expect(stderr).toContain(": the disk is full;");
      printed(stderr, "disk");
      expect(readdirSync(disk)).toEqual(["full"]);
    });

    it.skipIf(!existsSync("/dev/full"))("of a trace, or of results", async () => {
      const traced = await faultline(["run", "good.ts", "--trace", "/dev/full"], { cwd: at });
      expect(traced).toMatchObject({ code: 2, stderr: "faultline: --trace: cannot write /dev/full: the disk is full\n" });
      expect(traced.stdout).toContain("at-most-once");
      expect(await faultline("faultline run good.ts --json > /dev/full", { cwd: at })).toMatchObject({ code: 2, stderr: "faultline: cannot write to standard output: the disk is full\n" });
    });
  });
});

describe("standard output", () => {
  it("has results only: what a scenario prints goes elsewhere", async () => {
    const { code, stdout, stderr } = await faultline(["run", "printing.ts", "--json"], { cwd: at });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ scenario: "printing" });
    expect(stderr).toBe(`loading\n${"handling\nwriting\n".repeat(3)}`);
  });

  it("has nothing with --quiet, and standard error no progress where it is no terminal", async () => {
    expect(await faultline(["check", "twice.ts", "--quiet", "--out", "quiet"], { cwd: at })).toEqual({ code: 1, stdout: "", stderr: "" });
  });

  it.skipIf(spawnSync("script", ["--version"]).status !== 0)("shares a terminal with the progress, which is drawn over", async () => {
    const seen = async (more: string): Promise<string> => (await faultline(`script -qec '"${process.execPath}" "${join(import.meta.dirname, "../../dist/src/cli/main.js")}" check good.ts --runs 3000 ${more}' /dev/null`, { cwd: at })).stdout;
    expect(await seen("")).toMatch(/\r\u001b\[2K\[1\/1\] good: \d+\/3000 runs, \d+ a second, \d+s left\r\u001b\[2K/);
    expect(await seen("--quiet")).toBe("");
  });

  it("has no trace when that could not be finished, and the trace a line of JSON an event when it could", async () => {
    expect(await faultline(["run", "good.ts", "--trace", "trace.jsonl", "--quiet"], { cwd: at })).toEqual({ code: 0, stdout: "", stderr: "" });
    const lines = readFileSync(join(at, "trace.jsonl"), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as { event: number; what: string });
    expect(lines.filter(({ what }) => what === "publish")).toHaveLength(3);
    expect(Math.max(...lines.map(({ event }) => event))).toBe(8);
  });
});
