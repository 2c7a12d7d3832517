import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { run, scenario } from "../../src/core.ts";
import type { Run } from "../../src/core.ts";
import { agreement, general } from "../../src/protocols/two-generals.ts";

/** A run of the generals with k messengers, of whom those numbered in `lost` are caught. */
function campaign(k: number, lost: readonly number[] = []): Run {
  const generals = scenario({
    title: "Two generals",
    nodes: [{ name: "A", role: "producer", run: general(k) }, { name: "B", role: "consumer", run: general(k) }],
    workload: { messages: 1 },
    subscriptions: ["A", "B"],
    guarantees: [agreement],
    promises: {},
  });
  return run(generals, { plan: lost.map((number) => `drop ${number % 2 === 1 ? "A>B" : "B>A"} messenger-${number} m1 #1`), verify: true });
}

const status = ({ verdicts }: Run) => verdicts.find(({ guarantee }) => guarantee === "agreement")!.status;
const messengers = fc.integer({ min: 1, max: 40 });

describe("two generals", () => {
  it("attack together when every messenger arrives, however many they are", () => {
    fc.assert(fc.property(messengers, (k) => {
      const all = campaign(k);
      expect([status(all), all.history["effect"]]).toEqual(["pass", 2]);
    }));
  });

  it("disagree when the last messenger is lost, however many they are", () => {
    fc.assert(fc.property(messengers, (k) => {
      const alone = campaign(k, [k]);
      expect([status(alone), alone.struck.length, alone.history["effect"]]).toEqual(["fail", 1, 1]);
    }));
  });

  it("both stay at home when any other messenger is lost", () => {
    fc.assert(fc.property(messengers.chain((k) => fc.record({ k: fc.constant(k + 1), lost: fc.integer({ min: 1, max: k }) })), ({ k, lost }) => {
      const earlier = campaign(k, [lost]);
      expect([status(earlier), earlier.history["effect"]]).toEqual(["pass", undefined]);
    }));
  });
});

describe("agreement", () => {
  it("names where a message took effect, and where it did not", () => {
    expect(campaign(4, [4]).verdicts).toContainEqual(expect.objectContaining({ guarantee: "agreement", status: "fail", sentence: "m1 took effect in B, but not in A" }));
  });
});
