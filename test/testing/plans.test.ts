import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { load } from "../../src/campaign/load.ts";
import { InputError, parsePlan, printFault, printPlan, run } from "../../src/core.ts";
import type { Plan, Scenario } from "../../src/core.ts";
import { plans, recorded } from "../../src/testing/fast-check.ts";
import type { PlansOptions } from "../../src/testing/fast-check.ts";
import { letters } from "../search/letters.ts";
import { torture } from "../support/torture.ts";

const retry = await load("retry-without-dedup");
const lesson = await load("naive-queue/l2-popped-and-lost");
const sample = (scenario: Scenario, options: PlansOptions = {}, numRuns = 100): Plan[] => fc.sample(plans(scenario, options), { numRuns, seed: 5 });
const kindsIn = (all: readonly Plan[]): string[] => [...new Set(all.flatMap((plan) => plan.map(({ fault }) => fault)))].sort();

describe("a plan", () => {
  it.each<[string, Scenario, PlansOptions]>([
    ["under the scenario's seed", torture, {}],
    ["under a given one", retry, { seed: 99 }],
    ["with parameters set", retry, { set: { "nodes.consumer.count": 2, "network.latency": "2ms" } }],
    ["of a few of its faults", retry, { maxLength: 3, seed: "few" }],
  ])("strikes with every entry, %s", (_name, scenario, options) => {
    for (const plan of sample(scenario, options, 50)) {
      const { struck, missed } = run(scenario, { seed: options.seed, set: options.set, plan });
      expect(missed).toEqual([]);
      expect(struck).toEqual(plan);
    }
  });

  it("is a plain array that prints as text", () => {
    for (const plan of sample(retry)) {
      expect(String(plan)).toBe(printPlan(plan));
      expect(parsePlan(String(plan))).toStrictEqual([...plan]);
      expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
      expect(Object.keys(plan)).toEqual(plan.map((_, index) => String(index)));
    }
  });

  it("reads in fast-check's reports as text: one entry in a line, several a line each", () => {
    expect(fc.stringify([recorded("")])).toBe("[no fault]");
    expect(fc.stringify([recorded("drop c1>broker ack m1 #1")])).toBe("[drop c1>broker ack m1 #1]");
    expect(fc.stringify([recorded(["drop c1>broker ack m1 #1", "crash c1 at 1s"])])).toBe("[\n  drop c1>broker ack m1 #1\n  crash c1 at 1s\n]");
  });

  it("is drawn from what the scenario has by chance and what its nodes tolerate, or from the kinds that are said", () => {
    expect(kindsIn(sample(retry))).toEqual(["clock", "corrupt", "crash", "delay", "drop", "duplicate", "partition", "pause", "replay"]);
    expect(kindsIn(sample(lesson, { faults: ["drop", "disk"] }))).toEqual(["disk", "drop"]);
    expect(kindsIn(sample(torture))).toHaveLength(12);
  });

  it("has as many entries as chance makes, or no more than are asked for", () => {
    const lengths = (options: PlansOptions): number[] => sample(retry, options).map((plan) => plan.length);
    expect(new Set(lengths({})).size).toBeGreaterThan(10);
    expect(new Set(lengths({ maxLength: 2 }))).toEqual(new Set([0, 1, 2]));
    expect(new Set(lengths({ maxLength: 0 }))).toEqual(new Set([0]));
  });

  it("is the same for the same seed, whatever fast-check's bias", () => {
    const texts = (arbitrary: fc.Arbitrary<Plan>): string[] => fc.sample(arbitrary, { numRuns: 100, seed: 8 }).map(String);
    expect(texts(plans(retry))).toEqual(texts(plans(retry)));
    expect(texts(fc.noBias(plans(retry)))).toEqual(texts(plans(retry)));
    expect(new Set(texts(plans(retry))).size).toBeGreaterThan(90);
  });
});

/** What fast-check comes to when a plan fails by this rule; how often the rule was asked, the example not counted. */
function shrunk(plan: Plan, fails: (plan: Plan) => boolean, options: PlansOptions = {}): { readonly found: Plan; readonly executions: number } {
  let executions = -1;
  const property = fc.property(plans(letters(30, () => false), { faults: ["drop"], ...options }), (candidate) => {
    executions++;
    return !fails(candidate);
  });
  return { found: fc.check(property, { examples: [[plan]], numRuns: 1 }).counterexample![0], executions };
}
const lost = (count: number): Plan => recorded(Array.from({ length: count }, (_, index) => `drop p1>c1 work m${index + 1} #1`));
const has = (plan: Plan, ...messages: readonly number[]): boolean => messages.every((message) => plan.some((fault) => printFault(fault).includes(` m${message} #1`)));

describe("shrinking", () => {
  it("needs no context: it begins with any plan over the scenario's nodes, in an arbitrary around it too", () => {
    const arbitrary = plans(retry);
    expect(arbitrary.canShrinkWithoutContext(recorded("drop c1>broker ack m1 #1; crash c1 at 1s"))).toBe(true);
    expect(arbitrary.canShrinkWithoutContext([])).toBe(true);
    for (const other of [undefined, "drop c1>broker ack m1 #1", ["drop c1>broker ack m1 #1"], [{ fault: "drop" }], recorded("crash c9 at 1s"), { length: 0 }]) expect(arbitrary.canShrinkWithoutContext(other)).toBe(false);
    const inside = fc.record({ plan: fc.option(plans(letters(30, () => false), { faults: ["drop"] })), times: fc.constantFrom(1, 2) });
    const found = fc.check(fc.property(inside, ({ plan }) => plan === null || !has(plan, 7, 20)), { examples: [[{ plan: lost(30), times: 2 }]] });
    expect(String(found.counterexample![0].plan)).toBe("drop p1>c1 work m7 #1\ndrop p1>c1 work m20 #1");
  });

  it("takes out what is not needed: all, halves and less, single entries, pairs", () => {
    expect(shrunk(lost(30), () => true)).toEqual({ found: [], executions: 1 });
    expect(shrunk(lost(30), (plan) => has(plan, 3)).found).toEqual(lost(3).slice(2));
    expect(shrunk(lost(30), (plan) => has(plan, 3)).executions).toBeLessThan(20);
    expect(String(shrunk(lost(30), (plan) => has(plan, 1, 15, 30)).found)).toBe("drop p1>c1 work m1 #1\ndrop p1>c1 work m15 #1\ndrop p1>c1 work m30 #1");
    const evens = Array.from({ length: 15 }, (_, index) => 2 * index + 2);
    const paired = shrunk(lost(30), (plan) => has(plan, ...evens) && has(plan, 1) === has(plan, 29));
    expect(paired.found.map(printFault)).toEqual(evens.map((message) => `drop p1>c1 work m${message} #1`));
    // No single entry is tried again before all the others were.
    expect(shrunk(lost(30), (plan) => has(plan, ...evens)).executions).toBeLessThan(250);
  });

  it("finds what a greedy walk passes by, where there are few plans to try", () => {
    // Three that can only go together, and a single one that fails alone.
    const fails = (plan: Plan): boolean => (has(plan, 1, 2, 3, 4) && plan.length >= 4) || (has(plan, 6) && plan.length === 1);
    expect(shrunk(lost(6), fails).found).toEqual(lost(6).slice(5));
  });

  it("ends, whatever fails, with a plan that fails and of which no single entry can go", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.noShrink(fc.noBias(fc.array(fc.nat(9), { minLength: 256, maxLength: 256 }))), fc.nat(9), (count, rolls, rarity) => {
      const bits = (plan: Plan): number => lost(8).reduce((all, fault, index) => (plan.some((one) => printFault(one) === printFault(fault)) ? all | (1 << index) : all), 0);
      const fails = (set: number): boolean => set === 2 ** count - 1 || rolls[set]! > rarity;
      const least = bits(shrunk(lost(count), (plan) => fails(bits(plan))).found);
      expect(fails(least)).toBe(true);
      for (let bit = 1; bit < 256; bit *= 2) if ((least & bit) !== 0) expect(fails(least & ~bit)).toBe(false);
      // With so few entries every smaller plan is tried.
      if (count <= 5) for (let set = 0; set < 2 ** count; set++) if (fails(set)) expect(ones(set)).toBeGreaterThanOrEqual(ones(least));
    }), { numRuns: 300, seed: 3 });
  });

  it("shortens and rounds what is left, while that fails", () => {
    const entry = (text: string, fails: (text: string) => boolean): string => String(shrunk(recorded(text), (plan) => plan.length === 1 && fails(String(plan)), {}).found);
    expect(entry("delay p1>c1 work m1 #1 by 53217us", () => true)).toBe("delay p1>c1 work m1 #1 by 1us");
    expect(entry("delay p1>c1 work m1 #1 by 53217us", (text) => Number(/by (\d+)us/.exec(text)?.[1] ?? Number(/by (\d+)ms/.exec(text)![1]) * 1_000) >= 7_000)).toBe("delay p1>c1 work m1 #1 by 10ms");
    expect(entry("crash c1 at 48887us", () => true)).toBe("crash c1 at 40ms for 1us");
    expect(entry("crash c1 at 48887us", (text) => !text.includes("for"))).toBe("crash c1 at 40ms");
    expect(entry("pause c1 at 48887us for 1114us", (text) => !text.includes("at 40ms") && text.includes("for 1114us"))).toBe("pause c1 at 50ms for 1114us");
    expect(entry("pause c1 at 1099511627775us for 1us", (text) => !text.includes("at 1000000s"))).toBe("pause c1 at 1090000s for 1us");
    expect(entry("clock c1 at 1s by -3217ms", (text) => text.includes("by -"))).toBe("clock c1 at 1s by -1us");
    expect(entry("partition p1 | c1 at 2s for forever", (text) => !text.endsWith("us"))).toBe("partition p1 | c1 at 2s for 1ms");
  });

  it("stops after so many executions and keeps the best so far", () => {
    const fails = (plan: Plan): boolean => has(plan, 4, 11, 19, 26);
    const whole = shrunk(lost(30), fails);
    let least = 30;
    for (let replays = 0; replays <= whole.executions + 1; replays++) {
      const { found, executions } = shrunk(lost(30), fails, { replays });
      expect(executions).toBe(Math.min(replays, whole.executions));
      expect(fails(found)).toBe(true);
      expect(found.length).toBeLessThanOrEqual(least);
      least = found.length;
    }
    expect(least).toBe(4);
  });
});

const ones = (value: number): number => value.toString(2).replaceAll("0", "").length;

describe("bad options are refused", () => {
  it.each<[string, Scenario, PlansOptions, RegExp]>([
    ["nothing that could strike", lesson, {}, /^plans: nothing can strike in naive-queue\/l2-popped-and-lost: .*; say what may: \{ faults: \["drop", "crash"\] \}$/],
    ["no kind at all", retry, { faults: [] }, /^plans: nothing can strike/],
    ["a fault there is not", retry, { faults: ["dorp" as "drop"] }, /^plans: there is no fault "dorp" by chance; did you mean "drop"\?$/],
    ["one that chance cannot make", retry, { faults: ["forge"] }, /^plans: there is no fault "forge" by chance/],
    ["a length that is none", retry, { maxLength: -1 }, /^plans: maxLength is a whole number from 0, not -1$/],
    ["a cap that is none", retry, { replays: 1.5 }, /^plans: replays is a whole number from 0, not 1\.5$/],
    ["a parameter there is not", retry, { set: { "network.lost": 1 } }, /network has no "lost"; did you mean "loss"\?/],
  ])("%s", (_name, scenario, options, message) => {
    expect(() => plans(scenario, options)).toThrow(InputError);
    expect(() => plans(scenario, options)).toThrow(message);
  });

  it("and a recorded plan that is none", () => {
    expect(() => recorded("drop everything")).toThrow(InputError);
  });
});
