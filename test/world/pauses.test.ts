import { describe, expect, it } from "vitest";
import { play } from "../support/stage.ts";
import type { Cast, Say } from "../support/stage.ts";

/** a sends at 10, 20, ... 60ms; z hears them, has a timer at 25ms and at 35ms, and a sync that is due at 30ms. */
function zombie(say: Say): Cast {
  return {
    a: { start: (ctx) => { for (let n = 1; n <= 6; n++) ctx.timer("tick", n * 10_000, n); }, wake: (ctx, _timer, n) => ctx.send("z", { type: "x", n: n! }) },
    z: {
      start(ctx) {
        ctx.timer("early", "25ms");
        ctx.timer("late", "35ms");
        ctx.disk.sync("s");
      },
      receive: (ctx, _from, { n }) => say(`${n} at ${ctx.now / 1_000}`),
      wake: (_ctx, timer) => say(timer),
      synced: (_ctx, tag) => say(`synced ${tag}`),
    },
  };
}
const awake = (plan: readonly string[]): readonly string[] => play(zombie, { plan, sync: "30ms" }).said;

describe("a paused node", () => {
  it("does not know it: packets, timers and completions wait, and run in their order at resume, before anything else of that instant", () => {
    expect(awake([])).toEqual(["11ms 1 at 11", "21ms 2 at 21", "25ms early", "30ms synced s", "31ms 3 at 31", "35ms late", "41ms 4 at 41", "51ms 5 at 51", "61ms 6 at 61"]);
    expect(awake(["pause z at 15ms for 26ms"])).toEqual(["11ms 1 at 11", "41ms 2 at 41", "41ms early", "41ms synced s", "41ms 3 at 41", "41ms late", "41ms 4 at 41", "51ms 5 at 51", "61ms 6 at 61"]);
  });

  it("that is paused again at once goes on waiting, in the same order", () => {
    expect(awake(["pause z at 15ms for 10ms", "pause z at 25ms for 16ms"])).toEqual(awake(["pause z at 15ms for 26ms"]));
    expect(awake(["pause z at 15ms for 10ms", "pause z at 20ms for 16ms"])).toEqual(awake(["pause z at 15ms for 10ms"]));
  });

  it("has received what its machine received: a later partition does not take it back, and one that lasts keeps out what comes", () => {
    expect(awake(["pause z at 15ms for 26ms", "partition a | z at 25ms for 10ms"]).filter((line) => line.includes(" at "))).toEqual(["11ms 1 at 11", "41ms 2 at 41", "41ms 4 at 41", "51ms 5 at 51", "61ms 6 at 61"]);
    expect(awake(["pause z at 15ms for 26ms", "partition a | z at 25ms for 30ms"]).filter((line) => line.includes(" at "))).toEqual(["11ms 1 at 11", "41ms 2 at 41", "61ms 6 at 61"]);
    expect(awake(["pause z at 15ms for 10ms", "partition a | z at 24ms for 5ms", "pause z at 25ms for 5ms"]).slice(0, 4)).toEqual(["11ms 1 at 11", "30ms 2 at 30", "30ms early", "30ms synced s"]);
  });

  it("loses what waits when it crashes, and starts awake", () => {
    expect(awake(["pause z at 15ms for 26ms", "crash z kill at 32ms for 1ms"])).toEqual(["11ms 1 at 11", "41ms 4 at 41", "51ms 5 at 51", "58ms early", "61ms 6 at 61", "63ms synced s", "68ms late"]);
  });

  it("does not even start while it is paused", () => {
    expect(play((say) => ({ z: { start: () => say("started") } }), { plan: ["pause z at 0us for 5ms"] }).said).toEqual(["5ms started"]);
    expect(play((say) => ({ z: { start: (ctx) => say(`started ${ctx.incarnation}`) } }), { plan: ["crash z at 1ms for 1ms", "pause z at 2ms for 5ms"] }).said).toEqual(["0us started 1", "7ms started 2"]);
    expect(play((say) => ({ z: { start: (ctx) => say(`started ${ctx.incarnation}`) } }), { plan: ["pause z at 0us for 5ms", "crash z at 1ms for 1ms"] }).said).toEqual(["2ms started 2"]);
  });

  it("is handed its messages when it wakes, and the others theirs in time", () => {
    const { said } = play((say) => ({ p: { publish: (_ctx, { id }) => say(`p m${id}`) }, q: { publish: (_ctx, { id }) => say(`q m${id}`) } }), { messages: 6, plan: ["pause p at 5ms for 40ms"] });
    expect(said).toEqual(["20ms q m2", "40ms q m4", "45ms p m1", "45ms p m3", "50ms p m5", "60ms q m6"]);
  });

  it("that crashes before it wakes is handed them when it is back", () => {
    const { said } = play((say) => ({ p: { publish: (_ctx, { id }) => say(`m${id}`) } }), { messages: 4, plan: ["pause p at 5ms for 100ms", "crash p kill at 25ms for 10ms"] });
    expect(said).toEqual(["35ms m1", "35ms m2", "35ms m3", "40ms m4"]);
  });

  it("still sees its clock go on, and acts on what it believed before", () => {
    const { said } = play((say) => ({
      lock: { start: (ctx) => ctx.timer("expire", "20ms"), wake: () => say("lease ran out") },
      z: { start: (ctx) => ctx.timer("write", "15ms"), wake: (ctx) => say(`z writes, sure of its lease, at ${ctx.now}`) },
    }), { plan: ["pause z at 10ms for 30ms"] });
    expect(said).toEqual(["20ms lease ran out", "40ms z writes, sure of its lease, at 40000"]);
  });

  it("may re-arm and cancel what waits behind it", () => {
    const { said } = play((say) => ({ z: { start(ctx) { for (const name of ["one", "two", "three"]) ctx.timer(name, "5ms"); }, wake(ctx, timer) { say(timer); if (timer !== "one") return; ctx.cancel("two"); ctx.timer("three", "5ms"); } } }), { plan: ["pause z at 1ms for 9ms"] });
    expect(said).toEqual(["10ms one", "15ms three"]);
  });

  it("cannot be stopped gracefully: its stopping handler does not run", () => {
    const stopping = (plan: readonly string[]): readonly string[] => play((say) => ({ z: { start: (ctx) => ctx.timer("t", "1s"), stopping: () => say("stopping") } }), { plan }).said;
    expect(stopping(["crash z stop at 5ms"])).toEqual(["5ms stopping"]);
    expect(stopping(["pause z at 1ms for 9ms", "crash z stop at 5ms"])).toEqual([]);
  });

  it("strikes nothing when it is down or paused already", () => {
    const { struck } = play(() => ({ z: { start: (ctx) => ctx.timer("t", "1s") } }), { plan: ["pause z at 1ms for 20ms", "pause z at 2ms for 5ms", "crash z at 3ms for 10ms", "pause z at 4ms for 2ms"] });
    expect(struck).toEqual(["pause z at 1ms for 20ms", "crash z at 3ms for 10ms"]);
  });
});
