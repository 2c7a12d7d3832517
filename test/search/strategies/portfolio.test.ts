import { describe, expect, it } from "vitest";
import { window } from "../../../bench/search/mutants/window.ts";
import { classicDelivery, retryDelivery, simpleDelivery } from "../../../bench/search/programs/broadcast.ts";
import { holds, InputError, run } from "../../../src/index.ts";
import type { Factory, Scenario } from "../../../src/index.ts";
import { resolve } from "../../../src/scenario/resolve.ts";
import { frozenPlan } from "../../../src/scenario/result.ts";
import { attempt, finishWork } from "../../../src/search/attempt.ts";
import { hunt } from "../../../src/search/hunt.ts";
import { optionsOf, outcomeOf } from "../../../src/search/outcome.ts";
import { strategyNamed } from "../../../src/search/strategies.ts";
import { auto } from "../../../src/search/strategies/auto.ts";
import { BATCH } from "../../../src/search/strategy.ts";
import type { Candidate, Outcome } from "../../../src/search/strategy.ts";
import { torture } from "../../support/torture.ts";

const runsToFind = (scenario: Scenario, strategy: string, most = 300): number[] => ["a", "b", "c", "d", "e"].map((seed) => finishWork(hunt(resolve(scenario), strategyNamed(strategy), seed, most))).map(({ found, runs }) => (found === undefined ? Infinity : runs)).sort((a, b) => a - b);

/** The candidates of so many batches, each told of no more than it may know. */
function batches(name: string, scenario: Scenario, many: number): (readonly Candidate[])[] {
  const resolved = resolve(scenario);
  const strategy = strategyNamed(name)(resolved, "S");
  const outcomes: Outcome[][] = [];
  return Array.from({ length: many }, (_, n) => {
    if (n >= 2) strategy.learn?.(n - 2, outcomes[n - 2]!);
    const batch = strategy.batch(n);
    outcomes.push(batch.map((candidate) => outcomeOf(finishWork(attempt(resolved, optionsOf(candidate))), candidate)));
    return batch;
  });
}

describe("every strategy", () => {
  it.each(["auto", "lineage", "exhaustive", "moments", "pct", "rounds", "swarm"])("%s proposes the same again, as plain data, in batches of bounded size", (name) => {
    const once = batches(name, window(8), 6);
    expect(batches(name, window(8), 6)).toEqual(once);
    expect(structuredClone(once)).toEqual(once);
    expect(Math.max(...once.map(({ length }) => length))).toBeLessThanOrEqual(BATCH);
    expect(once.flat().length).toBeGreaterThan(0);
  });

  it("leaves a correct protocol alone", () => {
    for (const name of ["auto", "lineage", "moments", "pct", "rounds", "swarm", "random"]) expect(runsToFind(window(64), name, 60)).toEqual([Infinity, Infinity, Infinity, Infinity, Infinity]);
  });
});

describe("pct", () => {
  it("finds a copy that comes too late for a window, where the scenario's own chances never do", () => {
    expect(runsToFind(window(16), "pct", 40)[2]).toBeLessThanOrEqual(8);
    expect(runsToFind(window(32), "pct", 60)[2]).toBeLessThanOrEqual(15);
    expect(runsToFind(window(16), "random")).toEqual([Infinity, Infinity, Infinity, Infinity, Infinity]);
  });

  it("holds packets back by ordinary entries: its runs are frozen like any other, digest for digest", () => {
    let held = 0;
    for (const candidate of batches("pct", torture, 5).flat()) {
      const simulation = finishWork(attempt(resolve(torture), optionsOf(candidate)));
      expect(run(torture, { seed: candidate.seed, plan: frozenPlan(simulation) }).digest).toBe(simulation.world.kernel.digest.toString());
      held += candidate.plan?.length ?? 0;
    }
    expect(held).toBeGreaterThan(50);
  });

  it("refuses a scenario in which nothing may be late", () => {
    expect(() => strategyNamed("pct")(resolve(simpleDelivery.scenario), "S")).toThrow(InputError);
  });
});

describe("rounds", () => {
  it("finds what needs a link to be lost for several rounds on end", () => {
    const producer: Factory = () => ({
      publish: (ctx, { id }) => [0, 10, 20, 30].forEach((after) => ctx.timer(`try after ${after}`, `${after}ms`, id)),
      wake: (ctx, _timer, id) => ctx.send("c", { type: "letter", message: id! }),
    });
    const consumer: Factory = () => ({ receive: (ctx, _from, { message }) => void ctx.effect(message!) });
    const tolerates = ["drop"];
    const scenario: Scenario = { title: "Four tries", nodes: [{ name: "p", role: "producer", run: producer, tolerates }, { name: "c", role: "consumer", run: consumer, tolerates }], workload: { messages: 3, every: "50ms" }, network: { latency: "9ms" }, obligation: "published", promises: { "at-least-once": holds() } };
    expect(runsToFind(scenario, "rounds")[4]).toBeLessThan(150);
  });
});

describe("auto", () => {
  it("is as quick as lineage on what lineage is good at", () => {
    for (const [program, runs] of [[simpleDelivery, 2], [retryDelivery, 3], [classicDelivery, 3]] as const) {
      expect(finishWork(hunt(resolve(program.scenario), auto(program.bounds), "1", 100)).runs).toBe(runs);
    }
  });

  it("finds late copies within a few runs", () => {
    for (const remembers of [2, 8, 16, 32]) expect(runsToFind(window(remembers), "auto")[4]).toBeLessThanOrEqual(5);
  });

  it("begins without faults, lets lineage lead, then single faults, then gives every strategy its share, more to those that pay", () => {
    const all = batches("auto", torture, 60).flat();
    expect(all[0]).toMatchObject({ plan: [], strategy: "lineage" });
    expect(new Set(all.slice(0, 40).map(({ strategy }) => strategy))).toEqual(new Set(["lineage"]));
    expect(new Set(all.slice(40, 80).map(({ strategy }) => strategy))).toEqual(new Set(["moments"]));
    const later = all.slice(80);
    expect([...new Set(later.map(({ strategy }) => strategy))].sort()).toEqual(["lineage", "moments", "pct", "random", "rounds", "swarm"]);
    for (const name of ["pct", "random", "swarm"]) expect(later.filter(({ strategy }) => strategy === name).length / later.length).toBeGreaterThan(0.03);
  });
});
