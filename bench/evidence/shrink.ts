/** Shrinking reaches the optimum: failures that need one to eight known faults, buried in runs of 60 to 80. */
import { resolve } from "../../src/scenario/resolve.ts";
import { finishWork } from "../../src/search/attempt.ts";
import { shrinkPlan } from "../../src/search/shrink.ts";
import { bury, fieldsOf, kindOf } from "../../test/search/minefield.ts";
import { markdown, writeEvidence } from "./report.ts";

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8];
const cases = Number(process.argv[2] ?? 200);
const REPLAYS = 500;

/** What became of the cases of one size. */
interface Row {
  right: number;
  less: number;
  readonly reached: number[];
  readonly polished: number[];
  readonly minimal: Map<string, number>;
}

const fields = fieldsOf(40);
const kinds = new Map<string, { cases: number; right: number }>();
const rows = SIZES.map((): Row => ({ right: 0, less: 0, reached: [], polished: [], minimal: new Map() }));
for (const [index, size] of SIZES.entries()) {
  const row = rows[index]!;
  for (let nth = 0; nth < cases; nth++) {
    const { field, faults, scenario } = bury(fields[nth % fields.length]!, size, nth);
    const { plan, replays, polishing, minimal } = finishWork(shrinkPlan(resolve(scenario), field.seed, field.plan, "buried", REPLAYS))!;
    if (plan.length === size) row.right++;
    if (plan.length < size) row.less++;
    row.reached.push(replays);
    row.polished.push(polishing);
    row.minimal.set(minimal, (row.minimal.get(minimal) ?? 0) + 1);
    for (const kind of new Set(faults.map(kindOf))) {
      const sum = kinds.get(kind) ?? { cases: 0, right: 0 };
      kinds.set(kind, { cases: sum.cases + 1, right: sum.right + (plan.length === size ? 1 : 0) });
    }
  }
}

const quantile = (values: readonly number[], share: number): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1]!;
const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
const line = (name: string | number, many: readonly Row[]): (string | number)[] => {
  const sum = (of: (row: Row) => number): number => many.reduce((total, row) => total + of(row), 0);
  const [reached, polished] = [many.flatMap((row) => row.reached), many.flatMap((row) => row.polished)];
  return [name, reached.length, percent(sum(({ right }) => right), reached.length), sum(({ less }) => less), quantile(reached, 0.5), quantile(reached, 0.95), quantile(polished, 0.5), quantile(polished, 0.95),
    ...["proved", "one-minimal", "capped"].map((minimal) => sum((row) => row.minimal.get(minimal) ?? 0))];
};
const table = markdown(["faults needed", "cases", "end at that size", "at less", "replays to get there, median", "95th percentile", "replays after that, median", "95th percentile", "proved", "one-minimal", "capped"], [...rows.map((row, index) => line(SIZES[index]!, [row])), line("all", rows)]);
const byKind = markdown(["kind", "failures that need one", "end at the right size"], [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, { cases: many, right }]) => [kind, many, percent(right, many)]));
const about = `Runs of a world in which nothing reacts to anything (\`test/search/minefield.ts\`), so that each fault leaves marks that no other leaves. A failure needs the marks of one to eight faults; in a quarter of the cases it breaks only while of two more faults both are there, or neither; in half of them its sentence names the messages. ${fields.length} runs of ${Math.min(...fields.map(({ plan }) => plan.length))} to ${Math.max(...fields.map(({ plan }) => plan.length))} faults, ${REPLAYS} replays at most.

*Replays to get there*: until the plan was as small as it is (\`shrinkRuns\`). *Replays after that* (\`polishRuns\`): to know whether it can get any smaller, and to make it easier to read; here nearly all of that is in vain, since every failure depends on exact times and on every message.`;
writeEvidence("shrink", "Shrinking reaches the optimum", `${about}\n\n${table}\n\nCrashes restart, partitions heal, a cut is a crash between two outputs of a step.\n\n${byKind}\n`);
const all = rows.flatMap(({ reached }) => reached);
if (rows.some(({ right }) => right < cases * 0.99) || quantile(all, 0.5) > 30 || quantile(all, 0.95) > 150) process.exitCode = 1;
