import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundled, load } from "../../../src/campaign/load.ts";
import { judgeHistory } from "../../../src/scenario/history/judge.ts";
import { run } from "../../../src/scenario/run.ts";
import type { RunOptions } from "../../../src/scenario/run.ts";
import type { Verdict } from "../../../src/scenario/result.ts";
import type { Guarantee, Scenario } from "../../../src/scenario/types.ts";
import type { HistoryEvent } from "../../../src/delivery/history.ts";
import type { Plain } from "../../../src/kernel/plain.ts";
import { staged } from "../../support/script.ts";
import { scripts } from "../../support/scripts.ts";
import { torture } from "../../support/torture.ts";

const RUNS = 3;

/** Judges what a run exports, and compares; the violating line must be one of the violating event. Returns how the run ended and what came out. */
function compare(scenario: Scenario, options: RunOptions): readonly Verdict[] {
  const lines: string[] = [];
  const { verdicts, history, gauges } = run(scenario, { ...options, history: (line) => lines.push(line) });
  const judged = judgeHistory(lines, { scenario });
  const eventOf = ({ at, ...rest }: Verdict, inLines: boolean): object => ({ ...rest, ...(at === undefined ? {} : { event: inLines ? (JSON.parse(lines[at - 1]!) as { event: number }).event : at }) });
  expect(judged.verdicts.map((verdict) => eventOf(verdict, true))).toEqual(verdicts.map((verdict) => eventOf(verdict, false)));
  expect(judged).toMatchObject({ lines: lines.length, history, gauges, unread: { lines: 0 }, disorder: { backwards: 0 } });
  return verdicts;
}

describe("a history exported from a run gets the verdicts of the run: status, sentence and violating event", () => {
  it.each(bundled().map(({ name }) => name))("%s, under storms of every kind", async (name) => {
    const scenario = await load(name);
    for (let seed = 0; seed < RUNS; seed++) compare(scenario, { seed, ...(seed % 2 === 0 ? {} : { set: STORM }) });
  });

  it("a protocol that uses everything", () => {
    for (let seed = 0; seed < RUNS; seed++) compare(torture, { seed });
  });

  it("and shows guarantees of one's own the same events", () => {
    fc.assert(fc.property(scripts, (script) => {
      const seen: HistoryEvent[][] = [];
      const watching: Guarantee = { name: "watching", observe: () => { const mine: HistoryEvent[] = []; seen.push(mine); return { on: (event) => void mine.push(event), end: () => undefined }; } };
      compare({ ...staged(script), guarantees: [watching] }, {});
      expect(seen[1]).toEqual(seen[0]);
    }), { numRuns: 100, seed: 1986 });
  });

  it("anything a protocol might say", () => {
    const seen = { pass: 0, fail: 0, unknown: 0 };
    fc.assert(fc.property(scripts, (script) => {
      for (const { status } of compare(staged(script), {})) seen[status]++;
    }), { numRuns: 500, seed: 1985 });
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(200);
  });
});

const STORM: { readonly [path: string]: Plain } = {
  nemesis: [{ fault: "drop", rate: 0.15 }, { fault: "duplicate", rate: 0.1 }, { fault: "delay", rate: 0.1 }, { fault: "crash", every: "80ms", for: "exponential(50ms)", how: "any", disk: "any" }, { fault: "pause", every: "200ms", for: "exponential(50ms)" }, { fault: "partition", every: "150ms" }],
  settle: "2s",
};
