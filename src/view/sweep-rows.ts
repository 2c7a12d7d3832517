import type { Status } from "../guarantees/judge.ts";
import type { StepOutput } from "../search/steps.ts";
import type { Cut, SweptStep } from "../search/sweep.ts";

/** Steps of one name that put out the same and came to the same. */
export interface SweepRow {
  /** The steps' key without message and number. */
  readonly label: string;
  /** In order; the first stands for all. */
  readonly steps: readonly SweptStep[];
  /** What each of them puts out: a cut stands before each output and behind the last. */
  readonly outputs: readonly StepOutput[];
  readonly marks: readonly Status[];
}

/** A cut that does not hold, in every step of a row alike. */
export interface BrokenCut {
  readonly row: SweepRow;
  /** As it is in the row's first step. */
  readonly cut: Cut;
  /** The outputs on either side of the crash; undefined at the ends. */
  readonly before: StepOutput | undefined;
  readonly behind: StepOutput | undefined;
}

/** The steps in rows, in the order in which each row's first step happened. */
export function sweepRows(steps: readonly SweptStep[]): readonly SweepRow[] {
  const rows = new Map<string, SweptStep[]>();
  for (const step of steps) {
    const alike = likeness(step);
    const row = rows.get(alike);
    if (row === undefined) rows.set(alike, [step]);
    else row.push(step);
  }
  return [...rows.values()].map((row) => ({ label: row[0]!.label, steps: row, outputs: row[0]!.outputs, marks: row[0]!.cuts.map(({ status }) => status) }));
}

/** The cuts of a row that do not hold. */
export function brokenCuts(row: SweepRow): readonly BrokenCut[] {
  return row.steps[0]!.cuts.filter(({ status }) => status !== "pass").map((cut) => ({ row, cut, before: row.outputs[cut.after - 1], behind: row.outputs[cut.after] }));
}

/** Messages apart, and keys of a disk, which differ with every message. */
function likeness({ node, label, outputs, cuts }: SweptStep): string {
  const put = outputs.map(({ what, name, effects }) => [what, what === "write" || what === "remove" ? "" : name, effects]);
  return JSON.stringify([node, label, put, cuts.map(({ verdicts }) => verdicts.map(({ guarantee, status }) => [guarantee, status]))]);
}
