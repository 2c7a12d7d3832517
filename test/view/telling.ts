/** Runs of the real protocols, told: what the tests of views and reports look at. */
import { holds, scenario } from "../../src/scenario/define.ts";
import { prepare } from "../../src/scenario/run.ts";
import type { RunOptions } from "../../src/scenario/run.ts";
import type { Simulation } from "../../src/scenario/simulation.ts";
import type { Scenario } from "../../src/scenario/types.ts";
import { correctedQueue, fireAndForget, naiveQueue, retryWithoutDedup } from "../../src/protocols/index.ts";
import type { Moment, MomentOf } from "../../src/view/moments.ts";
import type { PacketView } from "../../src/view/packets.ts";
import type { SpaceTime } from "../../src/view/space-time.ts";

export const PROTOCOLS = { correctedQueue, fireAndForget, naiveQueue, retryWithoutDedup };

/** How many of each, and whatever else a scenario may say. */
export interface Cast extends Partial<Scenario> {
  readonly messages?: number;
  readonly producers?: number;
  readonly consumers?: number;
}

export function cast(protocol: keyof typeof PROTOCOLS, { messages = 1, producers = 1, consumers = 1, ...more }: Cast = {}): Scenario {
  const { producer, broker, consumer } = PROTOCOLS[protocol];
  return scenario({
    title: protocol,
    nodes: [
      { name: "producer", count: producers, role: "producer", run: producer },
      { name: "broker", role: "broker", run: broker },
      { name: "consumer", count: consumers, role: "consumer", run: consumer },
    ],
    workload: { messages },
    sinks: [{ name: "world", dedup: protocol === "correctedQueue", at: ["consumer"] }],
    promises: { "at-least-once": holds(), "at-most-once": holds(), "effectively-once": holds(), order: holds() },
    settle: "2s",
    ...more,
  });
}

/** Runs it to its end with the trace on. */
export function told(made: Scenario, options: RunOptions = {}): Simulation {
  const simulation = prepare(made, { trace: true, ...options });
  while (simulation.advance());
  return simulation;
}

export function ofKind<K extends Moment["kind"]>({ moments }: SpaceTime, kind: K): MomentOf<K>[] {
  return moments.filter((moment): moment is MomentOf<K> => moment.kind === kind);
}

export function packet({ packets }: SpaceTime, key: string): PacketView {
  const found = packets.find((candidate) => candidate.key === key);
  if (found === undefined) throw new Error(`no packet ${key} among ${packets.map((candidate) => candidate.key).join(", ")}`);
  return found;
}
