/** Freezing is exact: for 1,000 random seeds of every scenario, with every kind of fault on, the frozen run's digest is the drawn run's. */
import { bundled, load } from "../../src/campaign/load.ts";
import { run } from "../../src/core.ts";
import type { Scenario } from "../../src/core.ts";
import { withParameters } from "../../src/scenario/parameters.ts";
import { EVERY_FAULT, torture } from "../../test/support/torture.ts";
import { markdown, writeEvidence } from "./report.ts";

const SEEDS = 1_000;
const rows: (string | number)[][] = [];
let different = 0;
const scenarios: Scenario[] = [torture];
for (const { name } of bundled()) scenarios.push(await load(name));
for (const scenario of scenarios) {
  const stormy = withParameters(scenario, { nemesis: EVERY_FAULT, storm: "300ms" });
  let faults = 0;
  let unequal = 0;
  let unstable = 0;
  const kinds = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed++) {
    const drawn = run(stormy, { seed: `freeze/${seed}` });
    const frozen = run(stormy, { seed: `freeze/${seed}`, plan: drawn.struck });
    faults += drawn.struck.length;
    for (const { fault } of drawn.struck) kinds.add(fault);
    if (frozen.digest !== drawn.digest) unequal++;
    if (JSON.stringify(frozen.struck) !== JSON.stringify(drawn.struck)) unstable++;
  }
  different += unequal + unstable;
  rows.push([scenario.name ?? "", SEEDS, (faults / SEEDS).toFixed(1), kinds.size, unequal, unstable]);
}
writeEvidence("freezing", "Freezing is exact", `Each scenario under a nemesis of every kind of fault (packets, an attacker's replays and forgeries among them, step crashes, node, link, disk and clock faults) with a storm of 300 ms: drawn, then frozen (rates off, the recorded plan in). Kinds that need connections strike only where a protocol has some (the torture scenario).\n\n${markdown(["scenario", "seeds", "faults a run", "kinds that struck", "digests that differ", "plans that change when frozen again"], rows)}\n`);
if (different > 0) process.exitCode = 1;
