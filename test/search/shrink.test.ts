import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { shrink } from "../../src/campaign/shrink.ts";
import { InputError, printFault, run } from "../../src/core.ts";
import type { Plan, Scenario } from "../../src/core.ts";
import { resolve } from "../../src/scenario/resolve.ts";
import { withParameters } from "../../src/scenario/parameters.ts";
import { finishWork } from "../../src/search/attempt.ts";
import { shrinkPlan } from "../../src/search/shrink.ts";
import type { Minimality, Shrunk } from "../../src/search/shrink.ts";
import { reduce } from "../../src/search/shrink/reduce.ts";
import { Reducer } from "../../src/search/shrink/reducer.ts";
import { bits, dropped, dropping, letters } from "./letters.ts";
import { bury, fieldsOf, kindOf, mine, minefield } from "./minefield.ts";
import type { Buried, Field } from "./minefield.ts";

function shrunk(scenario: Scenario, seed: string, plan: Plan, guarantee: string, replays = 500): Shrunk | undefined {
  return finishWork(shrinkPlan(resolve(scenario), seed, plan, guarantee, replays));
}

function breaks(scenario: Scenario, seed: string, plan: Plan, guarantee: string): boolean {
  return run(scenario, { seed, plan }).verdicts.some((verdict) => verdict.guarantee === guarantee && verdict.status === "fail");
}

/** Takes faults out, and no more. */
function reduced({ scenario, field: { seed, plan } }: Buried, replays = 500): Reducer & { readonly minimal: Minimality } {
  const reducer = new Reducer(resolve(scenario), seed, "buried", replays);
  finishWork(reducer.breaks(plan));
  return Object.assign(reducer, { minimal: finishWork(reduce(reducer)) });
}

describe("a failure that needs one to eight faults, buried in 60 to 80", () => {
  const SIZES = [1, 2, 3, 4, 5, 6, 7, 8];
  const EACH = 3;
  let fields: readonly Field[] = [];
  const cases: (Buried & { readonly found: ReturnType<typeof reduced> })[] = [];

  beforeAll(() => {
    fields = fieldsOf(EACH);
    for (const size of SIZES) {
      for (const [nth, drawn] of fields.entries()) {
        const buried = bury(drawn, size, nth);
        cases.push({ ...buried, found: reduced(buried) });
      }
    }
  }, 120_000);

  it("is of every kind that strikes packets, and crashes with restarts, cuts, pauses, partitions with heals", () => {
    const kinds = new Set(cases.flatMap(({ faults }) => faults.map(kindOf)));
    expect([...kinds].sort()).toEqual(["corrupt", "crash", "cut", "delay", "drop", "duplicate", "partition", "pause", "replay"]);
    for (const { field: { plan }, faults } of cases) {
      expect(plan.length).toBeGreaterThanOrEqual(60);
      for (const fault of faults) if ("for" in fault) expect(fault.for).not.toBe("forever");
    }
  });

  it("needs these faults, and no less", () => {
    for (const { scenario, field: { seed }, faults } of cases) {
      expect(breaks(scenario, seed, faults, "buried")).toBe(true);
      expect(breaks(scenario, seed, faults.slice(1), "buried")).toBe(false);
    }
  });

  it("is reduced to just so many, in every case", () => {
    expect(cases.filter(({ found, faults }) => found.best.plan.length !== faults.length).map(({ faults, found }) => `${faults.map(printFault).join("; ")} became ${found.best.plan.map(printFault).join("; ")}`)).toEqual([]);
  });

  it("is got there within 30 replays in the median, 150 at the 95th percentile", () => {
    const replays = cases.map(({ found }) => found.reached).sort((a, b) => a - b);
    expect(replays[Math.ceil(replays.length * 0.5) - 1]).toBeLessThanOrEqual(30);
    expect(replays[Math.ceil(replays.length * 0.95) - 1]).toBeLessThanOrEqual(150);
  });

  it("is reduced to a plan that breaks it, of which no single fault can go", () => {
    for (const { found: { best: { plan }, minimal }, scenario, field: { seed } } of cases.filter((_, nth) => nth % 5 === 0)) {
      expect(minimal).toBe(plan.length <= 2 ? "proved" : "one-minimal");
      expect(breaks(scenario, seed, plan, "buried")).toBe(true);
      for (const fault of plan) expect(breaks(scenario, seed, plan.filter((other) => other !== fault), "buried")).toBe(false);
    }
  });

  it("is kept as small as it got when the replays run out", () => {
    const { scenario, field: { seed, plan }, found: whole } = cases[4 * EACH + 1]!;
    let size = plan.length;
    for (let replays = 1; replays <= whole.reached; replays++) {
      const found = shrunk(scenario, seed, plan, "buried", replays)!;
      expect(found.replays).toBeLessThanOrEqual(replays);
      expect(found.plan.length).toBeLessThanOrEqual(size);
      expect(breaks(scenario, seed, found.plan, "buried")).toBe(true);
      expect(found).toMatchObject({ minimal: "capped", parameters: {} });
      size = found.plan.length;
    }
    expect(size).toBe(5);
    expect(shrunk(scenario, seed, plan, "buried", 0)).toEqual(shrunk(scenario, seed, plan, "buried", 1));
  });

  it("counts only while the same guarantee breaks", () => {
    const [drawn] = fields;
    const marked = drawn!.marks.flatMap((mark, index) => (mark === undefined ? [] : [{ mark, fault: drawn!.plan[index]! }]));
    const [a, b, c] = [marked[3]!, marked[20]!, marked[40]!];
    const all = (left: readonly boolean[]): boolean => left.every((one) => one);
    const scenario = minefield([mine("both", [a.mark, b.mark], all), mine("first", [a.mark], all), mine("other", [c.mark], all)]);
    const plans = ["both", "first", "other"].map((guarantee) => shrunk(scenario, drawn!.seed, drawn!.plan, guarantee)!.plan.length);
    expect(plans).toEqual([2, 1, 1]);
  });

  it("is polished in the same way every time, within the cap, and needs all of its faults still", () => {
    for (const { scenario, field: { seed, plan }, faults } of [0, 7, 14, 21].map((nth) => cases[nth]!)) {
      const found = shrunk(scenario, seed, plan, "buried", 300)!;
      expect(shrunk(scenario, seed, plan, "buried", 300)).toEqual(found);
      expect(found.replays + found.polishing).toBeLessThanOrEqual(300);
      expect(found.plan.length).toBe(faults.length);
      const setting = withParameters(scenario, found.parameters);
      expect(breaks(setting, seed, found.plan, "buried")).toBe(true);
      for (const fault of found.plan) expect(breaks(setting, seed, found.plan.filter((other) => other !== fault), "buried")).toBe(false);
    }
  });
});

// ---------------------------------------------------------------- small plans, any rule
const ones = (value: number): number => value.toString(2).replaceAll("0", "").length;

describe("what is said of a result", () => {
  it("is true, whatever the rule: it breaks, no single fault can go, and proved means that no smaller plan breaks", () => {
    const said = new Set<string>();
    fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.noShrink(fc.noBias(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 256, maxLength: 256 }))), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 120 }), (count, rolls, rarity, replays) => {
      const whole = 2 ** count - 1;
      const rule = (lost: number): boolean => lost === whole || rolls[lost]! > rarity;
      const found = shrunk(letters(count, rule), "1", dropping(count), "rule", replays)!;
      const lost = bits(found.plan);
      expect(rule(lost)).toBe(true);
      expect(found.replays).toBeLessThanOrEqual(replays);
      said.add(found.minimal);
      if (found.minimal !== "capped") for (const fault of found.plan) expect(rule(lost & ~bits([fault]))).toBe(false);
      if (found.minimal === "proved") for (let other = 0; other <= whole; other++) if (ones(other) < found.plan.length) expect(rule(other)).toBe(false);
      if (count <= 5 && replays > 60) expect(found.minimal).toBe("proved");
    }), { numRuns: 300, seed: 20 });
    expect([...said].sort()).toEqual(["capped", "one-minimal", "proved"]);
  });

  it("finds three faults that can only go together, and one that can go only after another has", () => {
    const triple = letters(20, (lost) => (lost & 1) === 1 && [0, 0b1110].includes(lost & 0b1110));
    expect(shrunk(triple, "1", dropping(20), "rule")).toMatchObject({ plan: dropping(1) });
    const eight = 0b1111_1111 << 4;
    const late = letters(13, (lost) => (lost & eight) === eight && ((lost & 1) === 0 || lost >= 2 ** 12));
    expect(shrunk(late, "1", dropping(13), "rule")).toMatchObject({ plan: dropping(12).slice(4), minimal: "one-minimal" });
  });

  it("is proved of four faults that can all go together", () => {
    expect(shrunk(letters(4, (lost) => lost === 0b1111 || lost === 0), "1", dropping(4), "rule")).toMatchObject({ plan: [], minimal: "proved" });
  });

  it("is proved of a failure that needs no fault at all, at two replays", () => {
    const none = { plan: [], parameters: { "workload.messages": 1 }, minimal: "proved", sentence: "broken" };
    expect(shrunk(letters(5, () => true), "1", dropping(5), "rule")).toMatchObject({ ...none, replays: 2 });
    expect(shrunk(letters(5, () => true), "1", [], "rule")).toMatchObject({ ...none, replays: 1 });
  });

  it("looks first at faults on the messages of the sentence, then at what had struck at all", () => {
    const named = letters(30, (lost) => (lost & 0b100100) === 0b100100, "m3 and m6 are gone");
    expect(shrunk(named, "1", dropping(30), "rule", 2)!.plan).toEqual([dropped(3), dropped(6)]);
    const misnamed = letters(30, (lost) => (lost & 0b100100) === 0b100100, "m3 is gone");
    const missing: Plan = [...dropping(30), ...dropping(9).map((fault) => ({ ...fault, packet: `${(fault as { packet: string }).packet.slice(0, -1)}2` }) as Plan[number])];
    expect(shrunk(misnamed, "1", missing, "rule", 3)!.plan).toEqual(dropping(30));
  });

  it("does not take long over thousands of faults", () => {
    const missing: Scenario = { ...letters(0, () => false), workload: { messages: 3_000 }, guarantees: [{ name: "all", observe: () => {
      let heard = 0;
      return { on: ({ verb }) => void (verb === "deliver" && heard++), end: ({ published }, fail) => void (heard < published && fail("one is missing")) };
    } }] };
    expect(shrunk(missing, "1", dropping(3_000), "all")).toMatchObject({ plan: [dropped(1)], minimal: "proved", parameters: { "workload.messages": 1 } });
  });

  it("is nothing for a plan that does not break", () => {
    expect(shrunk(letters(3, (lost) => lost === 7), "1", dropping(2), "rule")).toBeUndefined();
    expect(shrunk(letters(3, () => true), "1", dropping(2), "no such guarantee")).toBeUndefined();
  });
});

describe("shrink", () => {
  const scenario = { ...letters(6, (lost) => (lost & 0b10010) === 0b10010, "m2 and m5 are gone"), name: "letters" };

  it("hands over plan, text, size, cost, and the digest and sentence of the run of that plan", async () => {
    const found = await shrink(scenario, { seed: "7", plan: dropping(6), guarantee: "rule" });
    const parameters = { "workload.messages": 5, "workload.only": [2, 5] };
    const { digest, events } = run(scenario, { seed: "7", plan: found.lines, set: parameters });
    expect(found).toEqual({ guarantee: "rule", seed: "7", plan: [dropped(2), dropped(5)], lines: ["drop p1>c1 work m2 #1", "drop p1>c1 work m5 #1"], parameters, faults: 2, runsToFind: 0, shrinkRuns: 2, polishRuns: found.polishRuns, minimal: "proved", digest, event: events, sentence: "m2 and m5 are gone" });
    expect(found.polishRuns).toBeGreaterThan(0);
    expect((await shrink(scenario, { seed: "7", plan: dropping(6), guarantee: "rule" }, { replays: 1 }))).toMatchObject({ faults: 6, shrinkRuns: 1, minimal: "capped" });
  });

  it("stopped by a signal hands over what it has come to, and nothing while it does not know that anything breaks", async () => {
    const all = 2 ** 30 - 1;
    const everything = letters(30, (lost) => lost === all || lost === all - 1, "almost all are gone");
    const interrupt = new AbortController();
    const found = await shrink(everything, { seed: "7", plan: dropping(30), guarantee: "rule" }, { signal: interrupt.signal, onProgress: (replays) => void (replays > 40 && interrupt.abort()) });
    expect(found).toMatchObject({ faults: 29, minimal: "capped", sentence: "almost all are gone" });
    const early = AbortSignal.abort(new Error("too early"));
    await expect(shrink(everything, { seed: "7", plan: dropping(30), guarantee: "rule" }, { signal: early })).rejects.toBe(early.reason);
  });

  it("comes to the same when it is done again on what it came to", async () => {
    const once = await shrink(scenario, { seed: "7", plan: dropping(6), guarantee: "rule" });
    const again = await shrink(withParameters(scenario, once.parameters!), { seed: "7", plan: once.plan, guarantee: "rule" });
    expect(again).toEqual({ ...once, parameters: undefined, shrinkRuns: 1, polishRuns: again.polishRuns });
  });

  it("refuses a plan that does not break the guarantee, and one that is none", async () => {
    const refused = (plan: Plan): Promise<unknown> => shrink(scenario, { seed: "7", plan, guarantee: "rule" }).catch((error: unknown) => error);
    expect(await refused(dropping(4))).toBeInstanceOf(InputError);
    expect(((await refused(dropping(4))) as Error).message).toMatch(/^this plan does not break rule in letters under seed "7"/);
    expect(((await refused([{ fault: "drop", packet: "p1>c9 work m2 #1" }])) as Error).message).toMatch(/there is no node "c9"; did you mean "c1"/);
  });
});
