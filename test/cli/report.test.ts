import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readXml } from "../support/xml.ts";
import { complaint, faultline, file, project, TWICE } from "./faultline.ts";

const at = project({ "twice.ts": TWICE, "once.ts": file() });
let failure = "";

beforeAll(async () => {
  const { stdout } = await faultline(["check", "twice.ts", "once.ts", "--runs", "5", "--json", "--junit", "ci/junit.xml", "--report", "ci/campaign.html"], { cwd: at });
  writeFileSync(join(at, "campaign.json"), stdout);
  failure = join("reports", readdirSync(join(at, "reports")).find((name) => name.endsWith(".repro.json"))!);
});

describe("check", () => {
  it("writes a page beside each failure file, and says so in one line", async () => {
    const { code, stdout } = await faultline(["check", "twice.ts", "--runs", "2", "--out", "paged"], { cwd: at });
    expect(code).toBe(1);
    const page = /^see it: {5}(paged\/twice-at-most-once-[0-9a-f]{8}\.html)$/m.exec(stdout)![1]!;
    expect(readFileSync(join(at, page), "utf8")).toMatch(/^<!doctype html>[^]*at-most-once[^]*<\/html>\n$/);
    expect(readdirSync(join(at, "paged"))).toHaveLength(2);
  });

  it("writes none with --no-pages", async () => {
    const { stdout } = await faultline(["check", "twice.ts", "--runs", "2", "--out", "bare", "--no-pages"], { cwd: at });
    expect(stdout).not.toContain("see it");
    expect(readdirSync(join(at, "bare"))).toEqual([expect.stringMatching(/\.repro\.json$/)]);
  });

  it("writes JUnit and a page of the campaign where it is told, with folders", () => {
    expect(readXml(readFileSync(join(at, "ci/junit.xml"), "utf8")).attributes).toMatchObject({ tests: "2", failures: "1" });
    expect(readFileSync(join(at, "ci/campaign.html"), "utf8")).toContain("1 of 2 scenarios not as promised");
  });

  it("says what it cannot write, does the rest, and ends with 2", async () => {
    mkdirSync(join(at, "taken"), { recursive: true });
    const { code, stdout, stderr } = await faultline(["check", "once.ts", "--runs", "2", "--junit", "taken", "--report", "kept.html"], { cwd: at });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^faultline: cannot write taken: .*\n$/) as string });
    expect(stdout).toContain("holds, as promised");
    expect(existsSync(join(at, "kept.html"))).toBe(true);
  });
});

describe("report", () => {
  it.each([
    ["html", /^<!doctype html>/], ["svg", /^<\?xml [^]*<svg /], ["mermaid", /^sequenceDiagram\n/], ["shiviz", /^.*\n\S+ \{.*\}\n/], ["junit", /^<\?xml [^]*<testsuites /], ["json", /^\{\n {2}"report": 1,/], ["text", /^twice: at-most-once is broken\n/],
  ])("of a failure file as %s, on standard output", async (format, begins) => {
    const { code, stdout, stderr } = await faultline(["report", failure, "--format", format], { cwd: at });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(begins);
  });

  it.each(["html", "junit", "json", "text"])("of a campaign as %s", async (format) => {
    expect(await faultline(["report", "campaign.json", "--format", format], { cwd: at })).toMatchObject({ code: 0, stderr: "" });
  });

  it("goes by how the file to write ends, and takes the place of one that is there", async () => {
    writeFileSync(join(at, "mail.svg"), "before");
    const { code, stdout } = await faultline(["report", failure, "-o", "mail.svg"], { cwd: at });
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

  const FOREIGN: readonly (readonly [what: string, command: (failure: string) => readonly string[], says: RegExp])[] = [
    ["an unknown format", (path) => ["report", path, "--format", "pdf"], /^--format: there is no format "pdf"; .*html/],
    ["a misspelled format", (path) => ["report", path, "--format", "htlm"], /did you mean "html"\?$/],
    ["a format that does not fit a campaign", () => ["report", "campaign.json", "--format", "svg"], /^--format svg is for one run, and campaign\.json is a campaign; give one of its failure files, or --format html, json, junit or text$/],
    ["no such file", () => ["report", "nowhere.json"], /^cannot read nowhere\.json: .*; give the path of a failure file, or of what check --json printed$/],
    ["a truncated file", () => ["report", "half.json"], /^half\.json is neither a failure file nor what check --json prints: .*; it may have been truncated$/],
    ["a foreign file", () => ["report", "package.json"], /^package\.json/],
    ["a damaged campaign", () => ["report", "odd.json", "--format", "html"], /^odd\.json: scenarios\.0\.asPromised: expected /],
    ["an empty campaign", () => ["report", "none.json"], /^none\.json: no scenario was checked/],
    ["a message that is none", (path) => ["report", path, "--message", "x7"], /^--message: "x7" is no message; write m7, or 7$/],
    ["a message that is not there", (path) => ["report", path, "--message", "m900"], /^--message: nothing happens to m900 in this run$/],
    ["an event that is not there", (path) => ["report", path, "--until", "90000"], /^--until: there is no event 90000: the run has \d+$/],
    ["a part of what is whole", (path) => ["report", path, "--format", "shiviz", "--message", "1"], /^--format shiviz has the whole run/],
    ["a matrix of a failure", (path) => ["report", path, "--matrix", "x.json"], /^--matrix goes with a campaign/],
    ["a matrix that is none", () => ["report", "campaign.json", "--format", "html", "--matrix", "package.json"], /^package\.json/],
    ["a place that cannot be written", (path) => ["report", path, "-o", "twice.ts/x.html"], /^cannot write twice\.ts\/x\.html: /],
  ];

  it.each(FOREIGN)("answers %s with one line and 2", async (_, command, says) => {
    const campaign = readFileSync(join(at, "campaign.json"), "utf8");
    writeFileSync(join(at, "half.json"), campaign.slice(0, campaign.length / 2));
    writeFileSync(join(at, "odd.json"), campaign.replace('"asPromised"', '"asPromissed"').replace(/"asPromised": (true|false)/g, '"asPromised": "maybe"'));
    writeFileSync(join(at, "none.json"), '{"version":"1","seed":"1","scenarios":[]}');
    writeFileSync(join(at, "package.json"), '{"name":"another"}');
    const outcome = await faultline(command(failure), { cwd: at });
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 2, stdout: "" });
    expect(complaint(outcome)).toMatch(says);
  });
});
