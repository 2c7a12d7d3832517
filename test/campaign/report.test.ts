import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import { loadMatrix } from "../../src/campaign/matrix-file.ts";
import { reported } from "../../src/campaign/report.ts";
import { matrix } from "../../src/index.ts";
import { cast } from "../view/telling.ts";
import { folder, write } from "./folder.ts";

const at = folder({});
const made = cast("fireAndForget", { name: "made", network: { loss: 0.3 } });

/** The file as a person names it, and what is said of it. */
function complaintOf(content: string, read: (path: string) => unknown = reported): string {
  write(at, { "it.json": content });
  try {
    read(join(at, "it.json"));
  } catch (error) {
    return (error as Error).message.replace(at, "");
  }
  throw new Error("nothing was wrong with it");
}

describe("what a report is made of", () => {
  it("is a campaign, as check --json prints it, whatever came of it", async () => {
    const campaign = await check(made, { runs: 30 });
    const document = { version: "1", seed: "1", scenarios: [{ name: "made", ...campaign, asPromised: false }, { name: "odd", error: "no", counterexamples: [], asPromised: false }] };
    write(at, { "campaign.json": JSON.stringify(document) });
    expect(reported(join(at, "campaign.json"))).toEqual({ of: "campaign", campaign: JSON.parse(JSON.stringify(document)) as unknown });
  });

  it.each<readonly [string, string, RegExp]>([
    ["a truncated file", '{"version": "1", "sce', /^\/it\.json is neither a failure file nor what check --json prints: .*; it may have been truncated$/],
    ["a foreign file", '{"name": "another"}', /^\/it\.json/],
    ["no object at all", "7", /^\/it\.json/],
    ["a campaign without a scenario", '{"version":"1","seed":"1","scenarios":[]}', /^\/it\.json: no scenario was checked, so there is nothing to report$/],
    ["a campaign with something else in it", '{"version":"1","seed":"1","scenarios":[{"name":"a","counterexamples":[],"asPromised":"maybe"}]}', /^\/it\.json: scenarios\.0\.asPromised: expected .*, got /],
    ["a campaign with a tally of no numbers", '{"version":"1","seed":"1","scenarios":[{"name":"a","counterexamples":[],"asPromised":true,"samples":{"runs":1,"toConfirm":{"<b>":1},"toEffect":{},"attempts":{}}}]}', /^\/it\.json: scenarios\.0\.samples\.toConfirm/],
  ])("is not %s: one line says so", (_, content, says) => {
    expect(complaintOf(content)).toMatch(says);
    expect(complaintOf(content)).not.toContain("\n");
  });

  it("is no file that is not there", () => {
    expect(() => reported(join(at, "nowhere.json"))).toThrow(/^cannot read .*nowhere\.json: .*; give the path of a failure file, or of what check --json printed$/);
  });
});

describe("a matrix beside it", () => {
  it("is read back as it was printed", async () => {
    const found = await matrix([made], { runs: 3 });
    write(at, { "matrix.json": JSON.stringify({ version: "1", ...found }) });
    expect(loadMatrix(join(at, "matrix.json"))).toMatchObject(JSON.parse(JSON.stringify(found)) as object);
  });

  it("is nothing else", () => {
    expect(complaintOf('{"protocols": 1', loadMatrix)).toMatch(/^\/it\.json is not what matrix --json prints/);
    expect(complaintOf('{"seed":"1","runs":1,"interrupted":false,"protocols":1}', loadMatrix)).toMatch(/^\/it\.json: protocols: expected /);
  });
});
