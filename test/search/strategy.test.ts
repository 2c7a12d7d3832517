import { describe, expect, it } from "vitest";
import { check, InputError, run } from "../../src/index.ts";
import type { Factory, Nemesis, NodeSpec, Scenario } from "../../src/index.ts";
import { resolve } from "../../src/scenario/resolve.ts";
import { frozenPlan } from "../../src/scenario/result.ts";
import { attempt, finishWork } from "../../src/search/attempt.ts";
import { strategyNamed } from "../../src/search/strategies.ts";
import { BATCH } from "../../src/search/strategy.ts";
import type { Candidate } from "../../src/search/strategy.ts";
import type { Chances } from "../../src/world/spec.ts";
import { attacked, EVERY_FAULT, torture } from "../support/torture.ts";

const idle: Factory = () => ({});
const node = (name: string, tolerates?: readonly string[]): NodeSpec => ({ name, role: name === "p" ? "producer" : "other", run: idle, ...(tolerates === undefined ? {} : { tolerates }) });

function scenarioOf(nodes: readonly NodeSpec[], nemesis: readonly Nemesis[] = [], more: Partial<Scenario> = {}): Scenario {
  return { title: "Strategies look at it", nodes, nemesis, workload: { messages: 5 }, promises: {}, ...more };
}

function candidates(strategy: string, scenario: Scenario, seed = "S", count = 200): Candidate[] {
  const made = strategyNamed(strategy)(resolve(scenario), seed);
  return Array.from({ length: Math.ceil(count / BATCH) }, (_, n) => made.batch(n)).flat().slice(0, count);
}

function chancesOf(scenario: Scenario): Chances[] {
  return candidates("swarm", scenario).map(({ chances }) => chances!);
}

const faultsIn = ({ packets, steps, intervals }: Chances): string[] => [...packets.map(({ fault }) => fault), ...steps.map(() => "crash"), ...intervals.map(({ fault }) => fault)];
const kindsIn = (all: readonly Chances[]): string[] => [...new Set(all.flatMap(faultsIn))].sort();

describe("every strategy", () => {
  it.each(["random", "swarm", "mixed"])("%s follows from the campaign's seed and the number of the run, asked in any order", (name) => {
    const straight = candidates(name, torture);
    const made = strategyNamed(name)(resolve(torture), "S");
    const backwards = [3, 2, 1, 0].map((n) => made.batch(n)).reverse().flat();
    expect(backwards.slice(0, 200)).toEqual(straight);
    expect(candidates(name, torture)).toEqual(straight);
  });

  it.each(["random", "swarm", "mixed"])("%s gives run i of the campaign S the seed S/i, and another campaign others", (name) => {
    expect(candidates(name, torture, "my seed", 3).map(({ seed }) => seed)).toEqual(["my seed/1", "my seed/2", "my seed/3"]);
  });

  it("random is the scenario's own distribution; swarm never is; mixed has them by turns, the first run its own", () => {
    expect(candidates("random", torture).every(({ chances, strategy }) => chances === undefined && strategy === "random")).toBe(true);
    expect(candidates("swarm", torture).every(({ chances, strategy }) => chances !== undefined && strategy === "swarm")).toBe(true);
    const [own, varied, mixed] = ["random", "swarm", "mixed"].map((name) => candidates(name, torture));
    expect(mixed).toEqual(mixed!.map((_, index) => (index % 2 === 0 ? own : varied)![index]));
  });

  it.each([["swram", "swarm"], ["Random", "random"], ["mixd", "mixed"]])("is asked for by name: %s offers %s", (wrong, right) => {
    expect(() => strategyNamed(wrong)).toThrow(`there is no strategy ${JSON.stringify(wrong)}; did you mean "${right}"?`);
  });

  it.each(["", "constructor", "__proto__", "toString", "genetic algorithm"])("%j is none, and says which there are", (wrong) => {
    expect(() => strategyNamed(wrong)).toThrow(InputError);
    expect(() => strategyNamed(wrong)).toThrow("known: auto, lineage, exhaustive, moments, pct, rounds, swarm, mixed, random");
  });
});

describe("a strategy's bounds", () => {
  it.each(["lineage", "lineage()", "lineage(drops=3, crashes=0)", "exhaustive(faults=1,until=50ms,for=forever,cut=step)", " exhaustive( faults = 1 ) "])("%j can be typed", (text) => {
    expect(strategyNamed(text)(resolve(torture), "S").batch(0)).toEqual([expect.objectContaining({ seed: "S/1", plan: [] })]);
  });

  it.each([
    ["lineage(depth=3)", "an option is one of drops=..., crashes=..., until=..., for=..., cut=..."], ["random(drops=1)", "random takes no options"],
    ["exhaustive(faults=many)", "faults is a whole number"], ["exhaustive(faults)", "an option is one of faults=..."], ["lineage(cut=half)", "cut is output or step"], ["lineage(until=soon)", "soon"],
    ["exhaustive(faults=2", "lacks a bracket"], ["lineage(drops=1, drops=2)", "drops is given twice"],
  ])("%s is refused, saying what would be right", (text, why) => {
    expect(() => strategyNamed(text)).toThrow(InputError);
    expect(() => strategyNamed(text)).toThrow(why);
  });
});

describe("a swarm", () => {
  const all = chancesOf(attacked);

  it("switches off another part of the kinds each time, and in the end tries all of them, each alone too", () => {
    expect(kindsIn(all)).toEqual([...new Set(EVERY_FAULT.map(({ fault }) => fault))].sort());
    expect(new Set(all.map((chances) => kindsIn([chances]).join())).size).toBeGreaterThan(100);
    expect(all.filter((chances) => kindsIn([chances]).length === 1).length).toBeGreaterThan(3);
    expect(all.filter((chances) => kindsIn([chances]).length > 10).length).toBeGreaterThan(3);
  });

  it("draws rates over more than two orders of magnitude, as often small as large", () => {
    const rates = all.flatMap(({ packets }) => packets.map(({ rate }) => rate));
    expect(Math.min(...rates)).toBeLessThan(0.005);
    expect(Math.max(...rates)).toBeGreaterThan(0.7);
    expect(rates.every((rate) => rate > 0 && rate <= 0.9)).toBe(true);
    const small = rates.filter((rate) => rate < 0.05).length / rates.length;
    expect(small).toBeGreaterThan(0.3);
    expect(small).toBeLessThan(0.7);
    const gaps = all.flatMap(({ intervals }) => intervals.map(({ every }) => every));
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeGreaterThan(20);
  });

  it("strikes all links at times, a part of them at others; all nodes, or a part of them", () => {
    const drops = all.map(({ packets }) => packets.filter(({ fault }) => fault === "drop")).filter(({ length }) => length > 0);
    expect(drops.filter(([first]) => first!.link === undefined).length).toBeGreaterThan(10);
    const some = drops.filter(([first]) => first!.link !== undefined);
    expect(some.length).toBeGreaterThan(10);
    expect(new Set(some.map((links) => links.map(({ link }) => `${link!.from}>${link!.to}`).join())).size).toBe(some.length);
    const struck = new Set(all.flatMap(({ intervals }) => intervals.map(({ nodes }) => nodes.join())));
    expect(struck).toContain("broker,c1,c2,p1,p2");
    expect(struck.size).toBeGreaterThan(10);
  });

  it("uses the scenario's own kinds, and those that all nodes which say so tolerate", () => {
    const drop: Nemesis = { fault: "drop", rate: 0.1 };
    expect(kindsIn(chancesOf(scenarioOf([node("p"), node("b")])))).toEqual([]);
    expect(kindsIn(chancesOf(scenarioOf([node("p"), node("b")], [drop])))).toEqual(["drop"]);
    expect(kindsIn(chancesOf(scenarioOf([node("p"), node("b")], [], { network: { loss: 0.1, duplicate: 0.1, corrupt: 0.1, reorder: 0.1 } })))).toEqual(["corrupt", "delay", "drop", "duplicate"]);
    expect(kindsIn(chancesOf(scenarioOf([node("p", ["pause", "crash", "clock"]), node("b", ["clock", "pause", "drop"])], [drop])))).toEqual(["clock", "drop", "pause"]);
    expect(kindsIn(chancesOf(scenarioOf([node("p", ["pause"]), node("b", ["clock"])])))).toEqual([]);
    expect(kindsIn(chancesOf(scenarioOf([node("p", ["pause"]), node("b")])))).toEqual(["pause"]);
    expect(kindsIn(chancesOf(scenarioOf([node("p"), node("b")], [{ fault: "crash", rate: 0.1, in: "step" }])))).toEqual(["crash"]);
    expect(kindsIn(chancesOf(scenarioOf([node("p"), node("b")], [{ fault: "forge", rate: 0.1 }])))).toEqual(["forge"]);
    expect(kindsIn(chancesOf(scenarioOf([node("p", ["forge", "replay"]), node("b", ["replay", "forge"])], [drop])))).toEqual(["drop", "forge", "replay"]);
  });

  it("strikes what is not tolerated everywhere only where and how the scenario itself does", () => {
    const nodes = [node("p"), node("b"), node("c")];
    const nemesis: Nemesis[] = [
      { fault: "drop", rate: 0.1, link: "p>b" }, { fault: "drop", rate: 0.1, link: "b>c" },
      { fault: "crash", every: "1s", nodes: ["b"], how: "kill" }, { fault: "crash", rate: 0.1, in: "step", nodes: ["c"] },
      { fault: "disk", every: "1s", kinds: ["slow"], nodes: ["c"] },
    ];
    const within = chancesOf(scenarioOf(nodes, nemesis));
    const set = (values: Iterable<unknown>): unknown[] => [...new Set(values)].sort();
    const intervals = (chances: readonly Chances[], fault: string): Chances["intervals"] => chances.flatMap((one) => one.intervals.filter((nemesis) => nemesis.fault === fault));
    expect(set(within.flatMap(({ packets }) => packets.map(({ link }) => `${link?.from}>${link?.to}`)))).toEqual(["b>c", "p>b"]);
    expect(set(intervals(within, "crash").flatMap((nemesis) => nemesis.nodes))).toEqual(["b", "c"]);
    expect(set(intervals(within, "crash").flatMap(({ how }) => how))).toEqual(["kill", "power"]);
    expect(set(intervals(within, "crash").map(({ disk }) => disk))).toEqual(["lose"]);
    expect(set(within.flatMap(({ steps }) => steps.flatMap((step) => step.nodes)))).toEqual(["b", "c"]);
    expect(set(intervals(within, "disk").flatMap((nemesis) => [...nemesis.nodes, ...nemesis.kinds]))).toEqual(["c", "slow"]);
    const tolerant = chancesOf(scenarioOf(nodes.map(({ name }) => node(name, ["drop", "crash", "disk"])), nemesis));
    expect(tolerant.some(({ packets }) => packets.some(({ link }) => link === undefined))).toBe(true);
    expect(set(intervals(tolerant, "crash").flatMap((nemesis) => [...nemesis.nodes, ...nemesis.how]))).toEqual(["b", "c", "kill", "p", "power", "stop"]);
    expect(set(intervals(tolerant, "disk").flatMap((nemesis) => nemesis.kinds))).toHaveLength(5);
  });

  it("runs that break are reproduced by their frozen plan with rates off, digest for digest", () => {
    const resolved = resolve(attacked);
    let broken = 0;
    for (const { seed, chances } of candidates("swarm", attacked, "frozen", 60)) {
      const simulation = finishWork(attempt(resolved, { seed, plan: [], rates: true, chances: chances! }));
      const frozen = run(attacked, { seed, plan: frozenPlan(simulation) });
      expect(frozen.digest, seed).toBe(simulation.world.kernel.digest.toString());
      expect(frozen.verdicts.map(({ status }) => status), seed).toEqual(simulation.findings.map(({ status }) => status));
      if (simulation.findings.some(({ status }) => status === "fail")) broken++;
    }
    expect(broken).toBeGreaterThan(10);
  });

  it("leads to counterexamples that can be typed: plan and seed break the guarantee in a run of their own", async () => {
    const { counterexamples } = await check(torture, { runs: 30, strategy: "swarm", seed: "typed" });
    expect(counterexamples.map(({ guarantee }) => guarantee)).toEqual(["at-most-once"]);
    for (const { seed, lines, parameters, guarantee, digest, sentence } of counterexamples) {
      const again = run(torture, { seed, plan: lines, set: parameters ?? {} });
      expect(again.digest).toBe(digest);
      expect(again.verdicts.find((verdict) => verdict.guarantee === guarantee)).toMatchObject({ status: "fail", sentence });
    }
  });
});
