import { describe, expect, it } from "vitest";
import { breaks, run } from "../../../src/index.ts";
import type { Factory, Plan, Scenario } from "../../../src/index.ts";
import { resolve } from "../../../src/scenario/resolve.ts";
import { attempt, finishWork } from "../../../src/search/attempt.ts";
import { hunt } from "../../../src/search/hunt.ts";
import { optionsOf, outcomeOf } from "../../../src/search/outcome.ts";
import { strategyNamed } from "../../../src/search/strategies.ts";
import { torture } from "../../support/torture.ts";
import type { Outcome } from "../../../src/search/strategy.ts";

/** Sends each message over a connection that is hours old, and takes the answer for granted. */
const producer: Factory = () => ({
  start: (ctx) => void (connection = ctx.connect("c")),
  publish: (_ctx, message) => connection!.send({ type: "letter", message }),
});
let connection: { send(packet: { type: string; message: unknown }): void } | undefined;
const consumer: Factory = () => ({ data: (ctx, _connection, packet) => void ctx.effect((packet as unknown as { message: { id: number } }).message.id) });

const hours = (nemesis: Scenario["nemesis"]): Scenario => ({
  title: "Two letters in three hours",
  nodes: [{ name: "p", role: "producer", run: producer }, { name: "c", role: "consumer", run: consumer }],
  workload: { messages: 2, every: "1h" },
  network: { latency: "5ms" },
  limit: { time: "4h" },
  nemesis: nemesis!,
  obligation: "published",
  promises: { "at-least-once": breaks() },
});

function plansOf(scenario: Scenario, many: number): Plan[] {
  const resolved = resolve(scenario);
  const strategy = strategyNamed("moments")(resolved, "S");
  const outcomes: Outcome[][] = [];
  return Array.from({ length: many }, (_, n) => {
    if (n >= 2) strategy.learn?.(n - 2, outcomes[n - 2]!);
    const batch = strategy.batch(n);
    outcomes.push(batch.map((candidate) => outcomeOf(finishWork(attempt(resolved, optionsOf(candidate))), candidate)));
    return batch.map(({ plan }) => plan!);
  }).flat();
}

describe("moments", () => {
  it("hits a letter in flight, five milliseconds of an hour, within a few runs", () => {
    const found = finishWork(hunt(resolve(hours([{ fault: "reset", every: "1h" }])), strategyNamed("moments"), "1", 100));
    expect(found.runs).toBeLessThan(20);
    expect(found.found!.plan).toHaveLength(1);
    expect(finishWork(hunt(resolve(hours([{ fault: "stall", every: "1h", for: "1ms" }])), strategyNamed("moments"), "1", 100)).found).toBeUndefined();
  });

  it("keeps to the kinds and nodes that the scenario has", () => {
    const plans = plansOf(hours([{ fault: "pause", every: "1h", nodes: ["c"] }, { fault: "crash", every: "1h", nodes: ["p"], how: "kill" }]), 8).flat();
    expect(plans.length).toBeGreaterThan(20);
    for (const fault of plans) expect(fault).toMatchObject(fault.fault === "pause" ? { node: "c" } : { fault: "crash", node: "p", how: "kill" });
  });

  it("strikes once more behind what was new, three times at most, by entries that people can type", () => {
    const plans = plansOf(torture, 8);
    expect(Math.max(...plans.map(({ length }) => length))).toBe(3);
    for (const plan of plans) {
      const times = plan.map((fault) => ("at" in fault ? fault.at : 0));
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(() => run(torture, { plan })).not.toThrow();
    }
  });

  it("proposes nothing where nothing of the kind may happen", () => {
    expect(plansOf(hours([]), 4)).toEqual([[]]);
  });
});
