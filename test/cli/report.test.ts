import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { formatNamed } from "../../src/cli/formats.ts";
import { readXml } from "../support/xml.ts";
import { complaint, faultline, file, project, TWICE } from "./faultline.ts";

const at = project({ "twice.ts": TWICE, "once.ts": file() });
let failure = "";

beforeAll(async () => {
  const { stdout } = await faultline(["check", "twice.ts", "once.ts", "--runs", "5", "--json", "--junit", "ci/junit.xml", "--report", "ci/campaign.html"], { cwd: at, watched: false });
  writeFileSync(join(at, "campaign.json"), stdout);
  failure = join("reports", readdirSync(join(at, "reports")).find((name) => name.endsWith(".repro.json"))!);
});

describe("check", () => {
  it("writes a page beside each failure file, and says so in one line", async () => {
    const { code, stdout } = await faultline(["check", "twice.ts", "--runs", "2", "--no-corpus", "--out", "paged"], { cwd: at, watched: false });
    expect(code).toBe(1);
    const page = /^see it: {5}(paged\/twice-at-most-once-[0-9a-f]{8}\.html)$/m.exec(stdout)![1]!;
    expect(readFileSync(join(at, page), "utf8")).toMatch(/^<!doctype html>[^]*at-most-once[^]*<\/html>\n$/);
    expect(readdirSync(join(at, "paged"))).toHaveLength(2);
  });

  it("writes none with --no-pages", async () => {
    const { stdout } = await faultline(["check", "twice.ts", "--runs", "2", "--no-corpus", "--out", "bare", "--no-pages"], { cwd: at, watched: false });
    expect(stdout).not.toContain("see it");
    expect(readdirSync(join(at, "bare"))).toEqual([expect.stringMatching(/\.repro\.json$/)]);
  });

  it("writes JUnit and a page of the campaign where it is told, with folders", () => {
    expect(readXml(readFileSync(join(at, "ci/junit.xml"), "utf8")).attributes).toMatchObject({ tests: "2", failures: "1" });
    expect(readFileSync(join(at, "ci/campaign.html"), "utf8")).toContain("1 of 2 scenarios not as promised");
  });

  it("says what it cannot write, does the rest, and ends with 2", async () => {
    mkdirSync(join(at, "taken"), { recursive: true });
    const { code, stdout, stderr } = await faultline(["check", "once.ts", "--runs", "2", "--junit", "taken", "--report", "kept.html"], { cwd: at, watched: false });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^faultline: cannot write taken: .*\n$/) as string });
    expect(stdout).toContain("holds, as promised");
    expect(existsSync(join(at, "kept.html"))).toBe(true);
  });
});

describe("report", () => {
  // All of them, into files: test/examples.test.ts.
  it.each([["html", /^<!doctype html>/], ["json", /^\{\n {2}"report": 1,/]])("of a failure file as %s, on standard output", async (format, begins) => {
    const { code, stdout, stderr } = await faultline(["report", failure, "--format", format], { cwd: at, watched: false });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(begins);
  });

  it.each(["text"])("of a campaign as %s", async (format) => {
    expect(await faultline(["report", "campaign.json", "--format", format], { cwd: at, watched: false })).toMatchObject({ code: 0, stderr: "" });
  });

  it("goes by how the file to write ends, and takes the place of one that is there", async () => {
    writeFileSync(join(at, "mail.svg"), "before");
    const { code, stdout } = await faultline(["report", failure, "-o", "mail.svg"], { cwd: at, watched: false });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "wrote mail.svg\n" });
    readXml(readFileSync(join(at, "mail.svg"), "utf8"));
    expect(readdirSync(at).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("says when it is not the run the file was written of, in the report too", async () => {
    const changed = project({ "twice.ts": TWICE.replace("ctx.effect(packet.message); ctx.effect", "ctx.effect(packet.message); if (packet.message.id > 90) ctx.effect"), [failure]: readFileSync(join(at, failure), "utf8") });
    const { code, stdout, stderr } = await faultline(["report", failure, "--format", "html"], { cwd: changed });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^faultline: This is not the run that the failure file was written of, the scenario's source, or Faultline, has changed since\. They part at event \d+; at-most-once no longer breaks\.\n$/);
    expect(stdout).toContain("This is not the run that the failure file was written of");
    expect(stdout).toContain("</span> holds</h1>");
  });

  // What is wrong with a file: test/campaign/report.test.ts; with what is asked of a run: test/report/formats.test.ts.
  it.each<readonly [what: string, command: (failure: string) => readonly string[], says: RegExp]>([
    ["a format that does not fit a campaign", () => ["report", "campaign.json", "--format", "svg"], /^--format svg is for one run, and campaign\.json is a campaign; give one of its failure files, or --format html, json, junit or text$/],
    ["a message that is none", (path) => ["report", path, "--message", "x7"], /^--message: "x7" is no message; write m7, or 7$/],
    ["a part of what is whole", (path) => ["report", path, "--format", "shiviz", "--message", "1"], /^--format shiviz has the whole run/],
    ["a place that cannot be written", (path) => ["report", path, "-o", "twice.ts/x.html"], /^cannot write twice\.ts\/x\.html: /],
  ])("answers %s with one line and 2", async (_, command, says) => {
    const outcome = await faultline(command(failure), { cwd: at, watched: false });
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 2, stdout: "" });
    expect(complaint(outcome)).toMatch(says);
  });

  it("knows its formats by name and by ending, and says which there are", () => {
    expect(formatNamed(undefined, "a/b.mmd").name).toBe("mermaid");
    expect(formatNamed("svg", "a/b.html").name).toBe("svg");
    expect(formatNamed(undefined, undefined).name).toBe("text");
    expect(() => formatNamed("htlm", undefined)).toThrow('--format: there is no format "htlm"; did you mean "html"?');
    expect(() => formatNamed("pdf", undefined)).toThrow(/there is no format "pdf"; .*mermaid/);
  });
});
