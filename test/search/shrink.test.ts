import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { shrink } from "../../src/campaign/shrink.ts";
import { InputError, printFault, run } from "../../src/core.ts";
import type { Plan, Scenario } from "../../src/core.ts";
import { resolve } from "../../src/scenario/resolve.ts";
import { finishWork } from "../../src/search/attempt.ts";
import { shrinkPlan } from "../../src/search/shrink.ts";
import type { Shrunk } from "../../src/search/shrink.ts";
import { bits, dropped, dropping, letters } from "./letters.ts";
import { choose, field, mine, minefield } from "./minefield.ts";
import type { Field } from "./minefield.ts";

function shrunk(scenario: Scenario, seed: string, plan: Plan, guarantee: string, replays = 500): Shrunk | undefined {
  return finishWork(shrinkPlan(resolve(scenario), seed, plan, guarantee, replays));
}

function breaks(scenario: Scenario, seed: string, plan: Plan, guarantee: string): boolean {
  return run(scenario, { seed, plan }).verdicts.some((verdict) => verdict.guarantee === guarantee && verdict.status === "fail");
}

const fields: Field[] = [];

/** A failure that needs just these faults. */
interface Buried {
  readonly field: Field;
  readonly faults: Plan;
  readonly scenario: Scenario;
}

/** Half of them say which messages it is about; a quarter breaks only while of two more faults both are there, or neither. */
function bury(nth: number): Buried {
  const drawn = fields[nth % fields.length]!;
  const size = 1 + (Math.floor(nth / fields.length) % 5);
  const paired = nth % 4 === 3;
  const marked = drawn.marks.flatMap((mark, index) => (mark === undefined ? [] : [index]));
  const picked = choose(paired ? size + 2 : size, marked.length, `case ${nth}`).map((index) => marked[index]!);
  const marks = picked.map((index) => drawn.marks[index]!);
  const pleases = (left: readonly boolean[]): boolean => left.slice(0, size).every((one) => one) && left[size] === left[size + 1];
  const sentence = nth % 2 === 0 ? `broken by what became of ${marks.map((mark) => /m\d+/.exec(mark)![0]).join(" and ")}` : "broken";
  return { field: drawn, faults: picked.slice(0, size).map((index) => drawn.plan[index]!), scenario: minefield([mine("buried", marks, pleases, sentence)]) };
}

describe("a failure that needs one to five faults, buried in 60 to 80", () => {
  const cases: (Buried & { readonly found: Shrunk })[] = [];

  beforeAll(() => {
    for (let seed = 0; fields.length < 20; seed++) {
      const drawn = field(`${seed}`);
      if (drawn !== undefined) fields.push(drawn);
    }
    for (let nth = 0; nth < 200; nth++) {
      const buried = bury(nth);
      cases.push({ ...buried, found: shrunk(buried.scenario, buried.field.seed, buried.field.plan, "buried")! });
    }
  }, 120_000);

  it("is of every kind that strikes packets, and crashes with restarts, cuts, pauses, partitions with heals", () => {
    const kinds = new Set(cases.flatMap(({ faults }) => faults.map((fault) => ("in" in fault ? "cut" : fault.fault))));
    expect([...kinds].sort()).toEqual(["corrupt", "crash", "cut", "delay", "drop", "duplicate", "partition", "pause", "replay"]);
    for (const { field: { plan } } of cases) expect(plan.length).toBeGreaterThanOrEqual(60);
  });

  it("is reduced to the size it needs in 99 of 100 cases, never to less", () => {
    expect(cases.filter(({ found, faults }) => found.plan.length < faults.length)).toEqual([]);
    const missed = cases.filter(({ found, faults }) => found.plan.length > faults.length);
    expect(missed.length, missed.map(({ faults, found }) => `${faults.map(printFault).join("; ")} became ${found.plan.map(printFault).join("; ")}`).join("\n")).toBeLessThanOrEqual(2);
  });

  it("takes 30 replays in the median, 150 at the 95th percentile, at most", () => {
    const replays = cases.map(({ found }) => found.replays).sort((a, b) => a - b);
    expect(replays[99]).toBeLessThanOrEqual(30);
    expect(replays[189]).toBeLessThanOrEqual(150);
  });

  it("is reduced to a plan that breaks it, of which no single fault can go", () => {
    for (const { found: { plan, minimal }, scenario, field: { seed } } of cases.filter((_, nth) => nth % 5 === 0)) {
      expect(minimal).not.toBe("capped");
      expect(breaks(scenario, seed, plan, "buried")).toBe(true);
      for (const fault of plan) expect(breaks(scenario, seed, plan.filter((other) => other !== fault), "buried")).toBe(false);
    }
  });

  it("is reduced in the same way every time", () => {
    for (const nth of [0, 3, 77, 131, 199]) {
      const { scenario, field: { seed, plan } } = bury(nth);
      expect(shrunk(scenario, seed, plan, "buried")).toEqual(cases[nth]!.found);
    }
  });

  it("is kept as small as it got when the replays run out", () => {
    const { scenario, field: { seed, plan }, found: whole } = cases[41]!;
    let size = plan.length;
    for (let replays = 1; replays <= whole.replays; replays++) {
      const found = shrunk(scenario, seed, plan, "buried", replays)!;
      expect(found.replays).toBe(replays);
      expect(found.plan.length).toBeLessThanOrEqual(size);
      expect(breaks(scenario, seed, found.plan, "buried")).toBe(true);
      if (found.plan.length > whole.plan.length) expect(found.minimal).toBe("capped");
      size = found.plan.length;
    }
    expect(size).toBe(3);
    expect(shrunk(scenario, seed, plan, "buried", 0)).toEqual(shrunk(scenario, seed, plan, "buried", 1));
  });

  it("counts only while the same guarantee breaks", () => {
    const [drawn] = fields;
    const marked = drawn!.marks.flatMap((mark, index) => (mark === undefined ? [] : [{ mark, fault: drawn!.plan[index]! }]));
    const [a, b, c] = [marked[3]!, marked[20]!, marked[40]!];
    const all = (left: readonly boolean[]): boolean => left.every((one) => one);
    const scenario = minefield([mine("both", [a.mark, b.mark], all), mine("first", [a.mark], all), mine("other", [c.mark], all)]);
    const plans = ["both", "first", "other"].map((guarantee) => shrunk(scenario, drawn!.seed, drawn!.plan, guarantee)!.plan);
    expect(plans).toEqual([[a.fault, b.fault], [a.fault], [c.fault]]);
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
    expect(shrunk(letters(5, () => true), "1", dropping(5), "rule")).toEqual({ plan: [], minimal: "proved", replays: 2, sentence: "broken" });
    expect(shrunk(letters(5, () => true), "1", [], "rule")).toEqual({ plan: [], minimal: "proved", replays: 1, sentence: "broken" });
  });

  it("looks first at faults on the messages of the sentence, then at what had struck at all", () => {
    const named = letters(30, (lost) => (lost & 0b100100) === 0b100100, "m3 and m6 are gone");
    expect(shrunk(named, "1", dropping(30), "rule", 2)!.plan).toEqual([dropped(3), dropped(6)]);
    const misnamed = letters(30, (lost) => (lost & 0b100100) === 0b100100, "m3 is gone");
    const missing: Plan = [...dropping(30), ...dropping(9).map((fault) => ({ ...fault, packet: `${(fault as { packet: string }).packet.slice(0, -1)}2` }) as Plan[number])];
    expect(shrunk(misnamed, "1", missing, "rule", 3)!.plan).toEqual(dropping(30));
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
    const { digest, events } = run(scenario, { seed: "7", plan: found.lines });
    expect(found).toEqual({ guarantee: "rule", seed: "7", plan: [dropped(2), dropped(5)], lines: ["drop p1>c1 work m2 #1", "drop p1>c1 work m5 #1"], faults: 2, runsToFind: 0, shrinkRuns: found.shrinkRuns, minimal: "proved", digest, event: events, sentence: "m2 and m5 are gone" });
    expect((await shrink(scenario, { seed: "7", plan: dropping(6), guarantee: "rule" }, { replays: 1 }))).toMatchObject({ faults: 6, shrinkRuns: 1, minimal: "capped" });
  });

  it("refuses a plan that does not break the guarantee, and one that is none", async () => {
    const refused = (plan: Plan): Promise<unknown> => shrink(scenario, { seed: "7", plan, guarantee: "rule" }).catch((error: unknown) => error);
    expect(await refused(dropping(4))).toBeInstanceOf(InputError);
    expect(((await refused(dropping(4))) as Error).message).toMatch(/^this plan does not break rule in letters under seed "7"/);
    expect(((await refused([{ fault: "drop", packet: "p1>c9 work m2 #1" }])) as Error).message).toMatch(/there is no node "c9"; did you mean "c1"/);
  });
});
