import { describe, expect, it } from "vitest";
import { parsePlan, printFault } from "../../../src/core.ts";
import { resolve } from "../../../src/scenario/resolve.ts";
import { finishWork } from "../../../src/search/attempt.ts";
import { shrinkPlan } from "../../../src/search/shrink.ts";
import { letters } from "../letters.ts";

/** Breaks when the first two letters are lost, or this one alone. */
const either = (alone: number) => (lost: number): boolean => (lost & 3) === 3 || (lost & (1 << (alone - 1))) !== 0;

function shrunk(rule: (lost: number) => boolean, plan: string, count = 6, replays = 500) {
  const { plan: smallest, minimal } = finishWork(shrinkPlan(resolve(letters(count, rule)), "1", parsePlan(plan), "rule", replays))!;
  return { plan: smallest.map(printFault), minimal };
}

describe("a failure that takes several faults", () => {
  it("becomes one of a single fault, where one of them does alone on another packet of its kind", () => {
    expect(shrunk(either(5), "drop p1>c1 work m1 #1\ndrop p1>c1 work m2 #1")).toEqual({ plan: ["drop p1>c1 work m5 #1"], minimal: "proved" });
  });

  it("becomes one of a single fault, where a crash does alone in another step of its node", () => {
    const crashes = "crash c1 in p1>c1 work m1 #1 after 0 for 2ms\ncrash c1 in p1>c1 work m2 #1 after 0 for 2ms";
    expect(shrunk(either(4), crashes).plan).toEqual([expect.stringMatching(/^crash c1 in p1>c1 work m4 #1 after 0 for \d+ms$/)]);
  });

  it("stays as it is where none does", () => {
    const plan = ["drop p1>c1 work m1 #1", "drop p1>c1 work m2 #1"];
    expect(shrunk((lost) => (lost & 3) === 3, plan.join("\n"))).toEqual({ plan, minimal: "proved" });
  });

  it("spends half of the replays that are left on it at most", () => {
    const plan = Array.from({ length: 2 }, (_, index) => `drop p1>c1 work m${index + 1} #1`).join("\n");
    expect(shrunk(either(29), plan, 30, 500).plan).toHaveLength(1);
    expect(shrunk(either(29), plan, 30, 20)).toMatchObject({ plan: plan.split("\n") });
  });
});
