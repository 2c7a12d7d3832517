import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import type { CampaignDocument } from "../../src/campaign/campaign-file.ts";
import { matrix } from "../../src/index.ts";
import { campaignJunit } from "../../src/report/campaign-cases.ts";
import { campaignHtml } from "../../src/report/html/campaign.ts";
import { failureHtml } from "../../src/report/html/failure.ts";
import { all, readXml } from "../support/xml.ts";
import { cast } from "../view/telling.ts";
import { insteadWords, jumpWords, pastWords } from "../../src/report/explanation-words.ts";
import { EVIL, hostile, lostConfirm, reportOn } from "./reporting.ts";

const made = cast("retryWithoutDedup", { name: "retry", network: { latency: "5ms", loss: 0.2 }, messages: 3 });

async function campaign(): Promise<CampaignDocument> {
  const found = await check(made, { runs: 40, strategy: "random" });
  return { version: "1.2.3", seed: "1", scenarios: [{ name: "retry", title: made.title, ...found, asPromised: false }, { name: EVIL, error: EVIL, counterexamples: [], asPromised: false }] };
}

/** What a campaign may have beside its runs, and how that is told. */
const TOLD = {
  workers: 4,
  corpus: [{ guarantee: "order", lines: [], seed: "1", breaks: true }, { guarantee: "order", lines: [], seed: "2", breaks: false }],
  certificate: { strategy: "lineage", guarantees: ["integrity"], sentence: "all plans hold", runs: 11 },
  unexercised: { faults: ["crash"], sometimes: ["gives up"] },
  errors: [{ node: "c1", at: 0, event: 1, message: "boom", stack: "", seed: "1/2", runs: 3 }],
};
const PHRASES = [
  ["made", "by 4 workers"], ["known", "2 failures tried again: 1 of them breaks still"], ["certified", "integrity: all plans hold (lineage, 11 runs)"],
  ["never", "crash, gives up"], ["threw", "c1: boom (in 3 of 40 runs, first with seed 1/2)"],
];

describe.each<readonly [string, () => Promise<string>]>([
  ["of a failure", async () => failureHtml(lostConfirm())],
  ["of a hostile failure", async () => failureHtml(hostile())],
  ["of a campaign", async () => campaignHtml(await campaign())],
])("a page %s", (_, make) => {
  it("fetches nothing, and obeys nothing but its own style and script", async () => {
    const page = await make();
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const hash = (tag: string): string => `sha256-${createHash("sha256").update(new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)![1]!).digest("base64")}`;
    expect(policy).toBe(`default-src 'none'; style-src '${hash("style")}'; script-src '${hash("script")}'; base-uri 'none'; form-action 'none'`);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<(?:img|link|iframe|object|embed)\b|\s(?:src|style|on\w+)="|url\(|@import|https?:/);
  });

  it("names every link, button and part once", async () => {
    const page = await make();
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/(?:href="#|aria-labelledby="|data-copies=")([^"]*)"/g)) expect(ids).toContain(id);
  });
});

describe("a page of a failure", () => {
  const page = failureHtml(lostConfirm());

  it("says what broke, what it takes, why, and how to see it again", () => {
    expect(page).toContain("m1 took effect a second time, on c1 at 120ms");
    expect(page).toContain("It takes 1 fault, and without it the promise holds.");
    expect(page).toContain("drop broker&#62;p1 confirm m1 #1");
    expect(page).toContain("Without it at-most-once holds.");
    expect(page).toContain("npx faultline replay reports/x.repro.json");
  });

  it("says what else would have done, when it became likely, and what it goes back to", () => {
    const { explanation } = lostConfirm();
    expect(page).toContain(insteadWords(explanation!.faults[0]!).replaceAll(">", "&#62;"));
    expect(page).toContain(jumpWords(explanation!.jump!).replaceAll(">", "&#62;"));
    expect(page).toContain(pastWords(explanation!));
    expect(page).toContain("100 %, after 1 fault");
  });

  it("says nothing of that, of a run that breaks nothing", () => {
    const held = reportOn(made, [], "at-most-once");
    expect(held.explanation).toBeUndefined();
    expect(failureHtml(held)).not.toContain("When it became likely");
  });

  it("tells every moment that is drawn in the story as well", () => {
    const told = new Set([...page.matchAll(/<li[^>]* data-moment="(\d+)"/g)].map(([, moment]) => moment));
    const drawn = new Set([...page.matchAll(/<g[^>]* data-moment="(\d+)"/g)].map(([, moment]) => moment));
    expect(told.size).toBeGreaterThan(15);
    for (const moment of drawn) expect(told).toContain(moment);
  });
});

describe("a page of a campaign", () => {
  it("has verdicts with how sure they are, strategies, distributions, faults", async () => {
    const page = campaignHtml(await campaign());
    for (const text of ["Failures by strategy", "From hand-over to confirm", "From hand-over to effect", "Attempts for a message", "Faults that struck", "runs a second", "at 95 %", "2 of 2 scenarios not as promised"]) expect(page).toContain(text);
  });

  it("says who made it, what is certified, what was known, what never happened and what threw", async () => {
    const found = await campaign();
    const [first, ...others] = found.scenarios;
    const page = campaignHtml({ ...found, scenarios: [{ ...first!, ...TOLD }, ...others] });
    for (const [, phrase] of PHRASES) expect(page).toContain(`<dd>${phrase}</dd>`);
  });

  it("leads to the pages of its failures, where there are any", async () => {
    const found = await campaign();
    const [first, ...others] = found.scenarios;
    const withFile = { ...found, scenarios: [{ ...first!, counterexamples: first!.counterexamples.map((one) => ({ ...one, file: "reports/a b.repro.json" })) }, ...others] };
    expect(campaignHtml(withFile, { pageOf: (file) => `./${file}.html` })).toContain('<a href="./reports/a b.repro.json.html">');
    expect(campaignHtml(withFile)).not.toContain("See what happened");
  });

  it("has the matrix, when given", async () => {
    const page = campaignHtml(await campaign(), { matrix: await matrix([made], { runs: 3 }) });
    expect(page).toContain("Kinds of fault, each alone");
    expect(page).toMatch(/<th scope="row">drop<\/th><td class="(?:holds|broken)">/);
  });
});

describe("a campaign as JUnit", () => {
  it("has as properties of a suite what was tried, by whom, and what else there is to know", async () => {
    const found = await campaign();
    const [first] = found.scenarios;
    const root = readXml(campaignJunit({ ...found, scenarios: [{ ...first!, ...TOLD }] }));
    const properties = all(root, "property").map(({ attributes: { name, value } }) => [name, value]);
    expect(properties).toEqual([["seed", "1"], ["runs", "40"], ["events", String(first!.events)], ["strategy random", expect.stringMatching(/^\d+ of 40 runs failed$/) as string], ...PHRASES]);
  });

  it("has a suite for each scenario, and fails for what is not as promised", async () => {
    const root = readXml(campaignJunit(await campaign()));
    expect(root.attributes).toMatchObject({ tests: "5", errors: "1" });
    const failures = all(root, "failure");
    expect(failures.map(({ attributes }) => attributes["type"])).toContain("broken");
    expect(failures[0]!.text).toMatch(/the plan:\n {2}drop /);
    expect(all(root, "error")[0]!.attributes).toMatchObject({ type: "input" });
  });
});
