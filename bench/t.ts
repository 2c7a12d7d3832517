import { resolve } from "../src/scenario/resolve.ts";
import { finishWork } from "../src/search/attempt.ts";
import { hunt } from "../src/search/hunt.ts";
import { strategyNamed } from "../src/search/strategies.ts";
import { window } from "./search/mutants/window.ts";
import * as b from "./search/programs/broadcast.ts";
const q = (v: number[], s: number) => [...v].sort((x, y) => x - y)[Math.ceil(v.length * s) - 1];
for (const w of [2, 8, 16, 32, 64]) for (const name of ["auto", "lineage", "pct", "rounds", "swarm", "random"]) {
  const t = Date.now(); const runs: number[] = []; let missed = 0;
  for (let s = 0; s < 40; s++) { const h = finishWork(hunt(resolve(window(w)), strategyNamed(name), `t${s}`, 200)); runs.push(h.found ? h.runs : Infinity); if (!h.found) missed++; }
  console.log(w, name, q(runs, .25), q(runs, .5), q(runs, .75), "missed", missed, Date.now() - t, "ms");
}
for (const p of [b.simpleDelivery, b.retryDelivery, b.classicDelivery, b.redundantDelivery]) {
  const t = Date.now();
  const h = finishWork(hunt(resolve(p.scenario), strategyNamed("auto"), "1", 300));
  console.log(p.name, h.runs, JSON.stringify(h.found?.plan), h.found?.strategy, Date.now() - t, "ms");
}
