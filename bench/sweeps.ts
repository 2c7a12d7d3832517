/** What is swept: the textbook protocol without dedup, one fault away from a second effect. A crash at each of its cuts. */
import { holds, scenario } from "../src/core.ts";
import { retryWithoutDedup } from "../src/protocols/index.ts";
import { resolve } from "../src/scenario/resolve.ts";
import type { Resolved } from "../src/scenario/resolve.ts";
import { finishWork } from "../src/search/attempt.ts";
import { SweepRun } from "../src/search/sweep.ts";

/** A run of so many messages, ten milliseconds apart, without chance. */
export function swept(messages: number): Resolved {
  return resolve(scenario({
    name: "swept",
    title: "The swept protocol",
    nodes: [
      { name: "producer", count: 1, role: "producer", run: retryWithoutDedup.producer },
      { name: "broker", role: "broker", run: retryWithoutDedup.broker },
      { name: "consumer", count: 1, role: "consumer", run: retryWithoutDedup.consumer },
    ],
    workload: { messages, every: "10ms" },
    promises: { "at-least-once": holds(), "at-most-once": holds(), "effectively-once": holds(), integrity: holds(), progress: holds() },
  }));
}

/** Crashes every node at every cut, each run judged to its end. Returns how many there were. */
export function sweepAll(resolved: Resolved): number {
  const nodes = resolved.world.nodes.map(({ name }) => name);
  const run = new SweepRun(resolved, { seed: "1", plan: [], nodes, how: "power", for: 500_000, guarantees: resolved.promises.map(({ guarantee }) => guarantee) });
  finishWork(run.work());
  return run.total;
}
