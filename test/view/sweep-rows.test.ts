import { describe, expect, it } from "vitest";
import { sweep } from "../../src/index.ts";
import { load } from "../../src/campaign/load.ts";
import { brokenCuts, sweepRows } from "../../src/view/sweep-rows.ts";

describe.each(["retry-without-dedup", "corrected-queue", "naive-queue/storm"])("the rows of a sweep of %s", (name) => {
  it("have each step once, in order, with those of its name that put out the same and came to the same", async () => {
    const { steps } = await sweep(await load(name), { set: { "workload.messages": 4 } });
    const rows = sweepRows(steps);
    expect(rows.flatMap((row) => row.steps.map(({ event }) => event)).sort((a, b) => a - b)).toEqual(steps.map(({ event }) => event));
    expect(rows.map((row) => row.steps[0]!.event)).toEqual(rows.map((row) => row.steps[0]!.event).toSorted((a, b) => a - b));
    expect(rows.length).toBeLessThan(steps.length);
    for (const row of rows) {
      for (const { label, outputs, cuts, node } of row.steps) {
        expect([node, label, outputs.map(({ what }) => what), cuts.map(({ status }) => status)]).toEqual([row.steps[0]!.node, row.label, row.outputs.map(({ what }) => what), row.marks]);
        expect(cuts.map(({ verdicts }) => verdicts.map(({ guarantee }) => guarantee))).toEqual(row.steps[0]!.cuts.map(({ verdicts }) => verdicts.map(({ guarantee }) => guarantee)));
      }
    }
  });

  it("have every cut that does not hold, between the right outputs", async () => {
    const { steps, failed, unknown } = await sweep(await load(name), { set: { "workload.messages": 4 } });
    const rows = sweepRows(steps);
    expect(rows.flatMap((row) => brokenCuts(row).map(() => row.steps.length)).reduce((sum, each) => sum + each, 0)).toBe(failed + unknown);
    for (const { row, cut, before, behind } of rows.flatMap(brokenCuts)) expect([before, behind]).toEqual([cut.after === 0 ? undefined : row.outputs[cut.after - 1], row.outputs[cut.after]]);
  });
});
