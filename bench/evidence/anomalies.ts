/**
 * The anomalies are found: each real one of RabbitMQ and its clients, over twenty campaign seeds, within how many runs and how small; and its mended variant, that
 * over many runs nothing breaks.
 *
 *   npm run evidence:anomalies -- [runs of a mended one] [scenario ...]     with scenarios, nothing is written
 */
import { check } from "../../src/campaign/check.ts";
import { load } from "../../src/campaign/load.ts";
import { ANOMALIES } from "./anomalies/rows.ts";
import type { Anomaly } from "./anomalies/rows.ts";
import { markdown, writeEvidence } from "./report.ts";

const SEEDS = 20;
/** Within so many runs the default strategy has to find it. */
const RUNS = 1_000;

const [many = "20000", ...only] = process.argv.slice(2);
const rows: (string | number)[][] = [];
let wrong = 0;
for (const anomaly of ANOMALIES) {
  if (only.length > 0 && !only.includes(anomaly.scenario)) continue;
  const row = [`#${anomaly.row}`, anomaly.id, anomaly.scenario, ...(await found(anomaly)), ...(await mended(anomaly))];
  process.stderr.write(`${row.join(" | ")}\n`);
  rows.push(row);
}
const table = markdown(["row", "id", "scenario", "breaks", "found with", "runs: median", "worst", "faults: worst", "of the row", "mended holds", "runs", "failures"], rows);
if (only.length > 0) process.stdout.write(`${table}\n`);
else {
  writeEvidence("anomalies", "The anomalies are found", [
    `Each anomaly is a scenario of \`scenarios/rabbitmq/anomalies/\`, hunted for with the default strategy under ${SEEDS} campaign seeds, ${RUNS} runs at most, and shrunk. A fault is one entry of the plan. Its mended variant (\`-mended\`) ran ${many} times with the default strategy.`,
    table,
    `Not found, larger than its row, or not mended: ${wrong}.`,
  ].join("\n\n"));
}
if (wrong > 0) process.exitCode = 1;

/** What breaks, by which seeds, in how many runs, with how many faults. */
async function found({ scenario, faults }: Anomaly): Promise<(string | number)[]> {
  const loaded = await load(`rabbitmq/anomalies/${scenario}`);
  const hunted = Object.entries(loaded.promises).filter(([, promise]) => "breaks" in promise).map(([guarantee]) => guarantee);
  const runs: number[] = [];
  const sizes: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { counterexamples } = await check(loaded, { runs: RUNS, seed, first: hunted.length === 1 });
    for (const guarantee of hunted) {
      const counterexample = counterexamples.find((one) => one.guarantee === guarantee);
      if (counterexample === undefined) continue;
      runs.push(counterexample.runsToFind);
      sizes.push(counterexample.faults);
    }
  }
  const all = SEEDS * hunted.length;
  if (runs.length < all || Math.max(...sizes) > faults) wrong++;
  runs.sort((a, b) => a - b);
  return [hunted.join(", "), `${runs.length} of ${all} seeds`, runs[Math.floor(runs.length / 2)] ?? "", runs.at(-1) ?? "", runs.length === 0 ? "" : Math.max(...sizes), faults];
}

async function mended({ scenario }: Anomaly): Promise<(string | number)[]> {
  const { verdicts, runs } = await check(await load(`rabbitmq/anomalies/${scenario}-mended`), { runs: Number(many), seed: "evidence" });
  const held = verdicts.filter(({ promised }) => promised === "holds");
  const failures = held.reduce((sum, verdict) => sum + verdict.failures, 0);
  if (held.length === 0 || held.some(({ status }) => status !== "pass")) wrong++;
  return [held.map(({ guarantee }) => guarantee).join(", "), runs, failures];
}
