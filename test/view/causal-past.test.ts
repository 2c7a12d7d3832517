import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { causalPast } from "../../src/view/causal-past.ts";
import type { Moment } from "../../src/view/moments.ts";
import { relevantTo } from "../../src/view/relevant.ts";
import { spaceTime } from "../../src/view/space-time.ts";
import type { SpaceTime } from "../../src/view/space-time.ts";
import { clockOf, vectorClocks } from "../../src/view/vector-clocks.ts";
import { torture } from "../support/torture.ts";
import { cast, ofKind, packet, told } from "./telling.ts";

const tell = (plan: readonly string[], messages = 2): SpaceTime => spaceTime(told(cast("retryWithoutDedup", { messages }), { plan }));

/** The definition, word by word, by trying every pair until nothing is added. */
function naivePast({ moments, packets }: SpaceTime, index: number): number[] {
  const unnoticed = ({ kind, lane }: Moment): boolean => lane < 0 || ["lost", "held", "violation", "end"].includes(kind);
  const follows = (one: Moment, other: Moment): boolean => {
    if (one.index >= other.index || unnoticed(one)) return false;
    if (one.lane === other.lane && other.kind !== "lost" && other.kind !== "held") return true;
    if (other.kind === "violation" || other.kind === "end") return other.lane < 0;
    if (other.kind !== "arrive" && other.kind !== "lost" && other.kind !== "held") return false;
    const arrived = packets[other.packet]!;
    if (arrived.sent >= 0) return one.index === arrived.sent;
    const original = moments.findLast((candidate) => candidate.kind === "send" && candidate.index < other.index && `${packets[candidate.packet]!.key}"` === arrived.key);
    return original === undefined ? one.event === other.cause : one === original;
  };
  const past = new Set([index]);
  for (let size = 0; size < past.size; ) {
    size = past.size;
    for (const one of moments) if (!past.has(one.index) && [...past].some((later) => follows(one, moments[later]!))) past.add(one.index);
  }
  return [...past].sort((a, b) => a - b);
}

describe("the causal past", () => {
  it("of an effect is how its message came there, and nothing of what came later", () => {
    const run = tell([], 1);
    const [effect] = ofKind(run, "effect");
    const past = [...causalPast(run, effect!.index)].map((index) => run.moments[index]!);
    expect(past.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["hand-over", "send", "arrive", "effect"]));
    for (const { index } of past) expect(index).toBeLessThanOrEqual(effect!.index);
    expect(causalPast(run, effect!.index)).not.toContain(ofKind(run, "say").find(({ verb }) => verb === "confirm")!.index);
  });

  it("of a confirm holds the arrival of the confirming packet, not of the one that was lost", () => {
    const run = tell(["drop broker>p1 confirm m1 #1"], 1);
    const lost = packet(run, "broker>p1 confirm m1 #1");
    const confirm = ofKind(run, "say").find(({ verb }) => verb === "confirm")!;
    const past = causalPast(run, confirm.index);
    expect(past).toContain(packet(run, "broker>p1 confirm m1 #2").ended);
    expect(past).not.toContain(lost.ended);
    // But it was sent, and its sender knows.
    expect(past).toContain(lost.sent);
  });

  it("does not hold what other nodes did without a word arriving", () => {
    const run = tell(["drop c1>broker ack m1 #1"], 1);
    const past = causalPast(run, packet(run, "broker>c1 deliver m1 #2").sent);
    const [first, second] = ofKind(run, "effect");
    expect(past).not.toContain(first!.index);
    expect(causalPast(run, second!.index)).toContain(first!.index);
  });

  it("goes on across a crash: the disk survives it", () => {
    const run = tell(["crash broker at 15ms for 5ms"], 2);
    const [restart] = ofKind(run, "start").filter(({ nth }) => nth === 2);
    expect(causalPast(run, restart!.index)).toContain(ofKind(run, "crash")[0]!.index);
    expect(causalPast(run, restart!.index)).toContain(ofKind(run, "start").find(({ lane, nth }) => lane === 1 && nth === 1)!.index);
  });

  it("of the network's copy, and of an attacker's, is the sending of the original", () => {
    const run = tell(["duplicate broker>c1 deliver m1 #1 after 20ms", "replay broker>c1 deliver m1 #1 at 90ms"], 1);
    const { sent } = packet(run, "broker>c1 deliver m1 #1");
    for (const copy of ["'", '"']) expect(causalPast(run, packet(run, `broker>c1 deliver m1 #1${copy}`).ended)).toContain(sent);
  });

  it("of what only the end can tell is everything that any node did", () => {
    const run = tell([], 1);
    const [end] = ofKind(run, "end");
    expect(causalPast(run, end!.index).size).toBe(run.moments.filter(({ kind, lane }) => lane >= 0 && kind !== "lost" && kind !== "held" && kind !== "violation").length + 1);
  });

  it("is the reachability that the definition says, whatever happens", () => {
    const runs = new Map<number, SpaceTime>();
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), fc.nat(), (seed, pick) => {
      const run = runs.get(seed) ?? runs.set(seed, spaceTime(told(torture, { seed: String(seed) }), 150)).get(seed)!;
      const index = pick % run.moments.length;
      expect([...causalPast(run, index)].sort((a, b) => a - b)).toEqual(naivePast(run, index));
    }), { numRuns: 40 });
  });

  it("refuses a part of a run, whose past is missing", () => {
    const part = relevantTo(tell([], 12), [3]);
    expect(() => causalPast(part, part.moments.at(-1)!.index)).toThrow("whole run");
  });
});

describe("vector clocks", () => {
  it("order two moments of nodes just as the causal past does", () => {
    const run = spaceTime(told(torture, { seed: "3" }), 250);
    const clocks = vectorClocks(run);
    const own = (index: number): number => clockOf(run.moments[index]!, run);
    fc.assert(fc.property(fc.nat(), fc.nat(), (a, b) => {
      const [one, other] = [a % run.moments.length, b % run.moments.length] as const;
      if (own(one) < run.lanes.length) expect(clocks[one]![own(one)]! <= clocks[other]![own(one)]!, `${one} before ${other}`).toBe(causalPast(run, other).has(one));
      else expect(causalPast(run, other).has(one), `${one} before nothing`).toBe(one === other);
    }), { numRuns: 1_000 });
  });

  it("tick once for each moment of a clock, in order", () => {
    const run = spaceTime(told(torture, { seed: "2" }));
    const clocks = vectorClocks(run);
    for (let clock = 0; clock < run.lanes.length + 2; clock++) {
      const ticks = run.moments.filter((moment) => clockOf(moment, run) === clock).map(({ index }) => clocks[index]![clock]);
      expect(ticks).toEqual(ticks.map((_, at) => at + 1));
    }
  });
});
