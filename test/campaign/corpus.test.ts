import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import type { Campaign, CheckOptions } from "../../src/campaign/check.ts";
import { breaks, holds } from "../../src/core.ts";
import type { Scenario } from "../../src/core.ts";
import { dropped, letters } from "../search/letters.ts";
import { load } from "../../src/campaign/load.ts";
import { file as source } from "../cli/faultline.ts";
import { folder } from "./folder.ts";

/** Breaks when the first letter is lost, or never. */
const broken = (promise = holds(), mended = false): Scenario => ({ ...letters(3, (lost) => !mended && (lost & 1) === 1, "m1 is gone", promise, { network: { latency: "1ms", loss: 0.3 } }), name: "post/office" });
const checked = (scenario: Scenario, corpus: string, options: CheckOptions = {}): Promise<Campaign> => check(scenario, { runs: 30, strategy: "random", corpus, ...options });
const file = (corpus: string): string => join(corpus, "post-office.jsonl");
const verdicts = ({ verdicts: all }: Campaign): object => all.find(({ guarantee }) => guarantee === "at-most-once")!;
const verdictOf = ({ verdicts }: Campaign): object => verdicts.find(({ guarantee }) => guarantee === "rule")!;

describe("a corpus", () => {
  it("keeps each reduced failure once, by guarantee and plan, whatever seed brought it", async () => {
    const corpus = folder({});
    expect((await checked(broken(), corpus)).corpus).toEqual([]);
    const before = readFileSync(file(corpus), "utf8");
    expect(before.trim().split("\n").map((line) => JSON.parse(line) as object)).toEqual([expect.objectContaining({ guarantee: "rule", plan: [dropped(1)] })]);
    await checked(broken(), corpus, { seed: "2" });
    expect(readFileSync(file(corpus), "utf8")).toBe(before);
  });

  it("is tried first: what breaks a promise still is a failure, though no run finds it", async () => {
    const corpus = folder({});
    const found = await checked(broken(), corpus);
    const again = await checked(broken(), corpus, { runs: 1, strategy: "lineage" });
    expect(again.corpus).toEqual([{ guarantee: "rule", lines: ["drop p1>c1 work m1 #1"], seed: found.counterexamples[0]!.seed, breaks: true, sentence: "m1 is gone" }]);
    expect(verdictOf(again)).toMatchObject({ status: "fail", failures: 0, asPromised: false, known: true, sentence: "m1 is gone" });
    expect(again.counterexamples).toEqual([expect.objectContaining({ guarantee: "rule", plan: [dropped(1)], runsToFind: 0 })]);
    // It is neither among the runs nor in the digest.
    const { digest, runs } = await check(broken(), { runs: 1, strategy: "lineage" });
    expect({ digest: again.digest, runs: again.runs }).toEqual({ digest, runs });
  });

  it("says what no longer breaks, and of what is promised to break only that it does", async () => {
    const corpus = folder({});
    await checked(broken(), corpus);
    const mended = await checked(broken(holds(), true), corpus);
    expect(mended.corpus).toMatchObject([{ breaks: false }]);
    expect(verdictOf(mended)).toMatchObject({ status: "pass", asPromised: true });
    const expected = await checked(broken(breaks()), corpus, { runs: 1, strategy: "lineage" });
    expect(expected.corpus).toMatchObject([{ breaks: true }]);
    expect(expected.counterexamples).toEqual([]);
  });

  it("reports each damaged line, goes on with the others, and keeps all of them", async () => {
    const corpus = folder({});
    await checked(broken(), corpus);
    const content = `{"guarantee": "ru\n\n${readFileSync(file(corpus), "utf8")}["no failure"]\n{"guarantee":"rule","plan":[{"fault":"drop","packet":"p9>c1 work m1 #1"}],"parameters":{},"seed":"1"}`;
    writeFileSync(file(corpus), content);
    const reports: string[] = [];
    const { corpus: replays } = await checked(broken(holds(), true), corpus, { onDamaged: (what) => reports.push(what) });
    expect(reports).toEqual([1, 4].map((line) => `${file(corpus)}:${line}: this line is damaged, and no failure that can be replayed; it is left as it is`));
    expect(replays).toMatchObject([{ breaks: false }, { breaks: false, sentence: expect.stringMatching(/^it cannot be tried any more: plan.*p9/) as string }]);
    await checked({ ...letters(3, (lost) => (lost & 2) === 2, "m2 is gone", holds(), { network: { latency: "1ms", loss: 0.3 } }), name: "post/office" }, corpus, { onDamaged: () => {} });
    expect(readFileSync(file(corpus), "utf8")).toMatch(new RegExp(`^${content.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\n\\{"guarantee":"rule".*m2 #1.*\\}\n$`));
  });

  it("keeps nothing that there was no time to reduce, and claims of nothing that it is small", async () => {
    const corpus = folder({});
    const { counterexamples } = await checked(broken(), corpus, { replays: 1 });
    expect(counterexamples).toEqual([expect.objectContaining({ minimal: "capped" })]);
    expect(readdirSync(corpus)).toEqual([]);
    await checked(broken(), corpus);
    expect((await checked(broken(), corpus)).counterexamples).toEqual([expect.objectContaining({ runsToFind: 0, minimal: "capped" })]);
  });

  it("is of a file, not of a name that two files may have", async () => {
    const [twice, once] = ['ctx.effect(packet.message); ctx.effect(packet.message);', "ctx.effect(packet.message);"].map((receive) => source({ receive }));
    const at = folder({ "a/same.ts": twice!, "b/same.ts": once!, "node_modules/.keep": "" });
    const corpus = join(at, "corpus");
    const [a, b] = [await load(join(at, "a/same.ts")), await load(join(at, "b/same.ts"))];
    expect(verdicts(await check(a, { runs: 3, corpus }))).toMatchObject({ status: "fail" });
    expect(verdicts(await check(b, { runs: 3, corpus }))).toMatchObject({ status: "pass" });
    expect(readdirSync(corpus)).toEqual([expect.stringMatching(/^same-[0-9a-f]{8}\.jsonl$/)]);
    // Both moved together, it is known again.
    renameSync(at, `${at}-moved`);
    expect(verdicts(await check(await load(join(`${at}-moved`, "a/same.ts")), { runs: 3, corpus: join(`${at}-moved`, "corpus") }))).toMatchObject({ known: true });
  });

  it("is of the scenario as it stands: with parameters set nothing is tried or added", async () => {
    const corpus = folder({});
    const altered = await checked(broken(), corpus, { set: { "network.loss": 0.5 } });
    expect(altered.counterexamples).toHaveLength(1);
    expect(altered).not.toHaveProperty("corpus");
    expect(() => readFileSync(file(corpus))).toThrow();
  });
});
