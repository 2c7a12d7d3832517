import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Process } from "../../src/core.ts";
import { Clock } from "../../src/world/clock.ts";
import { play } from "../support/stage.ts";
import type { Say, Setting } from "../support/stage.ts";

const MILLION = 1_000_000;
/** Arms these timers at its start, in milliseconds of its own clock, and says when each goes off and what its clock shows then. */
const alarm = (say: Say, ...afters: readonly number[]): Process => ({
  start: (ctx) => { for (const after of afters) ctx.timer("alarm", after * 1_000, after); },
  wake: (ctx, _timer, after) => say(`${after} at ${ctx.now}`),
});
const alarms = (afters: readonly number[], setting: Setting = {}): readonly string[] => play((say) => ({ a: alarm(say, ...afters) }), { storm: "10s", ...setting }).said;

describe("a node's clock", () => {
  it("is off by its offset and its rate, and its timers follow the rate alone", () => {
    expect(alarms([10], { clock: { a: { offset: "5s" } } })).toEqual(["10ms 10 at 5010000"]);
    expect(alarms([10], { clock: { a: { offset: "-1s" } } })).toEqual(["10ms 10 at -990000"]);
    expect(alarms([10], { clock: { a: { ppm: 250_000 } } })).toEqual(["8ms 10 at 10000"]);
    expect(alarms([10], { clock: { a: { ppm: -500_000 } } })).toEqual(["20ms 10 at 10000"]);
  });

  it("is nobody else's", () => {
    const { said } = play((say) => ({ a: alarm(say, 10), b: alarm(say, 10) }), { clock: { a: { offset: "5s", ppm: 250_000 } }, plan: ["clock a at 1ms by 1s"] });
    expect(said).toEqual(["8ms 10 at 6010000", "10ms 10 at 10000"]);
  });

  it("jumps either way, and timers do not follow", () => {
    expect(alarms([5, 10, 20], { plan: ["clock a at 7ms by 30s", "clock a at 15ms by -40s"] })).toEqual(["5ms 5 at 5000", "10ms 10 at 30010000", "20ms 20 at -9980000"]);
  });

  it("drifts from then on, and timers under way follow for the rest of their time", () => {
    expect(alarms([10, 30], { plan: ["clock a at 10ms drift 999999ppm"] }).map((line) => line.split(" ")[0])).toEqual(["10ms", "20001us"]);
    expect(alarms([30], { plan: ["clock a at 10ms drift -500000ppm"] })).toEqual(["50ms 30 at 30000"]);
    expect(alarms([30], { plan: ["clock a at 10ms drift -500000ppm", "clock a at 20ms drift 0ppm"] })).toEqual(["35ms 30 at 30000"]);
  });

  it("may jump and drift at once", () => {
    expect(alarms([30], { plan: ["clock a at 10ms by 1s drift -500000ppm"] })).toEqual(["50ms 30 at 1030000"]);
  });

  it("goes at its own rate again when the storm is over; the offset that came of the drift stays", () => {
    expect(alarms([30, 40], { storm: "20ms", plan: ["clock a at 10ms drift -500000ppm"] })).toEqual(["35ms 30 at 30000", "45ms 40 at 40000"]);
    expect(alarms([30], { storm: "20ms", clock: { a: { ppm: 250_000 } }, plan: ["clock a at 10ms drift -500000ppm"] })).toEqual(["30ms 30 at 30000"]);
  });

  it("survives a crash, with its offset and its drift", () => {
    const { said } = play((say) => ({ a: { ...alarm(say, 10), stopping: (ctx) => say(`stopped at ${ctx.now}`) } }), { storm: "1s", plan: ["clock a at 2ms by 1s drift -500000ppm", "crash a stop at 6ms for 4ms"] });
    expect(said).toEqual(["6ms stopped at 1004000", "30ms 10 at 1016000"]);
  });

  it("keeps the order of a node's timers when its rate changes, those of one instant included", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 12 }), fc.integer({ min: -900_000, max: 900_000 }), fc.integer({ min: -900_000, max: 900_000 }), (afters, first, second) => {
      const unlike = [...new Set(afters)];
      const { said } = play((say) => ({ a: { start: (ctx) => unlike.forEach((after, index) => { ctx.timer("alarm", after * 1_000, index + 1); ctx.timer("same", after * 1_000, index + 1); }), wake: (_ctx, timer, index) => say(`${unlike[index! - 1]} ${timer}`) } }), { storm: "10s", plan: [`clock a at 11500us drift ${first}ppm`, `clock a at 23500us drift ${second}ppm`] });
      expect(said.map((line) => line.slice(line.indexOf(" ") + 1))).toEqual(unlike.toSorted((x, y) => x - y).flatMap((after) => [`${after} alarm`, `${after} same`]));
    }), { numRuns: 60, seed: 2 });
  });
});

describe("Clock", () => {
  const ppm = fc.oneof(fc.integer({ min: -999_999, max: 999_999 }), fc.constantFrom(0, 500, -500));

  it("shows whole microseconds that never run backwards, and a timer never goes off before its time by the clock, nor two readings late", () => {
    fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), ppm, fc.nat(1e9), fc.nat(1e7), (offset, rate, now, duration) => {
      const clock = new Clock(offset, rate);
      const shown = clock.read(now);
      expect(Number.isInteger(shown) && clock.read(now + 1) >= shown).toBe(true);
      const due = now + clock.real(duration);
      // Rounding of the two readings may cost one microsecond of the clock.
      expect(clock.read(due) - shown).toBeGreaterThanOrEqual(duration - 1);
      expect(clock.read(due) - shown).toBeLessThanOrEqual(duration + Math.ceil((MILLION + rate) / MILLION) + 1);
    }), { numRuns: 1_000, seed: 3 });
  });

  it("shows the same before and after its rate changes, and the jump after a jump", () => {
    fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), ppm, ppm, fc.nat(1e9), fc.integer({ min: -1e9, max: 1e9 }), (offset, rate, other, now, by) => {
      const clock = new Clock(offset, rate);
      const shown = clock.read(now);
      clock.drift(now, other);
      expect(clock.read(now)).toBe(shown);
      clock.jump(now, by);
      expect(clock.read(now)).toBe(shown + by);
      expect(clock.steady(now)).toBe(other !== rate);
      expect([clock.read(now), clock.ppm, clock.steady(now)]).toEqual([shown + by, rate, false]);
    }), { numRuns: 500, seed: 4 });
  });
});
