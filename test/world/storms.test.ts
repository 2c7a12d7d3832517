import { describe, expect, it } from "vitest";
import { resultOf } from "../../src/scenario/result.ts";
import type { Fault } from "../../src/core.ts";
import { listener, play, stage } from "../support/stage.ts";
import type { Cast, Say, Setting } from "../support/stage.ts";

/** a sends x every 10ms for ever, without keeping the run alive, and connects to b; all say what they hear. */
function busy(say: Say): Cast {
  return {
    a: { ...listener(say, "a"), start(ctx) { ctx.timer("tick", "10ms"); void ctx.connect("b"); }, wake(ctx) { ctx.send("b", { type: "x" }); ctx.timer("tick", "10ms"); } },
    b: listener(say, "b"),
  };
}

const STORM = 2_000_000;
const interval = (fault: string, more: object = {}): Setting => ({ rates: "on", storm: STORM, settle: "1s", limit: { time: "3s" }, nemesis: [{ fault, every: "100ms", for: "exponential(80ms)", ...more }] });
const ends = (fault: Fault): number => (("at" in fault ? fault.at : 0) as number) + (("for" in fault && typeof fault.for === "number" ? fault.for : 0) as number);

describe("at the storm's end", () => {
  it.each(["crash", "pause", "partition", "stall", "disk"])("what a nemesis began ends: no %s lasts longer, and none begins", (fault) => {
    const { run } = play(busy, interval(fault));
    expect(run.struck.length).toBeGreaterThan(4);
    for (const entry of run.struck) expect(ends(entry)).toBeLessThanOrEqual(STORM);
    // The last was cut short, and its entry says so.
    expect(play(busy, { ...interval(fault), nemesis: [{ fault, every: "100ms", for: "10m" }] }).run.struck.every((entry) => ends(entry) === STORM || (entry.fault === "reset"))).toBe(true);
  });

  it("every node is up and awake, every path is free, every disk well and every drift over", () => {
    const every = ["crash", "pause", "partition", "stall", "clock", "disk", "reset"].map((fault) => ({ fault, every: "60ms", ...(fault === "clock" || fault === "reset" ? {} : { for: "10m" }), ...(fault === "clock" ? { ppm: 100_000 } : {}) }));
    for (let seed = 0; seed < 10; seed++) {
      const { simulation } = stage(busy, { rates: "on", storm: STORM, settle: "1s", seed: String(seed), nemesis: every, clock: { b: { ppm: 7 } } });
      while (simulation.world.now <= STORM && simulation.advance(1));
      const { nodes, paths } = simulation.world;
      expect(nodes.map(({ up, paused, dark, troubles, clock }) => [up, paused, dark, troubles.filter(({ once }) => !once).length, clock.ppm])).toEqual([[true, false, false, 0, 0], [true, false, false, 0, 7]]);
      for (const from of [0, 1]) for (const to of [0, 1]) expect(paths.isSilenced(from, to)).toBe(false);
    }
  });

  it("a node crashed for ever stays down, and a stall without end stays", () => {
    const { simulation } = stage(busy, { ...interval("crash", { for: "forever" }) });
    while (simulation.advance());
    expect(simulation.world.nodes.some(({ up }) => !up)).toBe(true);
  });

  it("rates stop; a packet that is already delayed is not hurried", () => {
    const { said } = play(busy, { rates: "on", storm: "25ms", limit: { time: "100ms" }, nemesis: [{ fault: "delay", rate: 1, by: "30ms" }] });
    expect(said.filter((line) => line.includes("got")).map((line) => line.split(" ")[0])).toEqual(["31ms", "41ms", "41ms", "51ms", "51ms", "61ms", "71ms", "81ms", "91ms"]);
  });

  it("the plan's own entries go on, and may strike later", () => {
    const { said, struck } = play((say) => ({ a: { start: (ctx) => ctx.timer("t", "70ms"), wake: (ctx) => ctx.send("b", { type: "x" }) }, b: { start: (ctx) => say(`b life ${ctx.incarnation}`), receive: () => say("got x") } }), { storm: "20ms", plan: ["crash b at 10ms for 30ms", "crash b at 50ms for 5ms", "delay a>b x #1 by 5ms"] });
    expect(said).toEqual(["0us b life 1", "40ms b life 2", "55ms b life 3", "76ms got x"]);
    expect(struck.length).toBe(3);
  });

  it("comes by itself just after the last hand-over, or at once when there is none", () => {
    expect(play(() => ({ p: { publish: () => undefined } }), { messages: 3 }).simulation.world.storm.endedAt).toBe(30_001);
    expect(play(() => ({ p: {} })).simulation.world.storm.endedAt).toBe(1);
  });

  it("waits for a hand-over to a producer that will be back, and not for one that will not", () => {
    expect(play(() => ({ p: { publish: () => undefined } }), { messages: 3, plan: ["crash p at 15ms for 200ms"] }).simulation.world.storm.endedAt).toBe(215_001);
    expect(play(() => ({ p: { publish: () => undefined } }), { messages: 3, plan: ["crash p at 15ms"] }).simulation.world.storm.endedAt).toBe(30_001);
  });
});

describe("hand-over", () => {
  const producers = (say: Say): Cast => Object.fromEntries(["p", "q"].map((name) => [name, { publish: (_ctx, { id, key, producer }) => say(`${name} m${id} of ${producer} ${key}`) }] as const)) as Cast;

  it("deals messages round-robin to the producers in name order, one after a gap each", () => {
    expect(play(producers, { messages: 4 }).said).toEqual(["10ms p m1 of p k1", "20ms q m2 of q k1", "30ms p m3 of p k1", "40ms q m4 of q k1"]);
  });

  it("waits for a producer that is down, without holding up the others, and catches up in order when it starts", () => {
    expect(play(producers, { messages: 6, plan: ["crash p at 5ms for 30ms"] }).said).toEqual(["20ms q m2 of q k1", "35ms p m1 of p k1", "35ms p m3 of p k1", "40ms q m4 of q k1", "50ms p m5 of p k1", "60ms q m6 of q k1"]);
  });

  it("to a producer that never comes back leaves its messages unpublished", () => {
    const { said, run } = play(producers, { messages: 4, obligation: "published", plan: ["crash p at 15ms"] });
    expect(said).toEqual(["10ms p m1 of p k1", "20ms q m2 of q k1", "40ms q m4 of q k1"]);
    expect(run.history).toEqual({ publish: 3 });
  });

  it("is recorded before the handler's first output, even if the crash comes before that", () => {
    const { run, simulation } = play(() => ({ p: { publish: (ctx, { id }) => ctx.confirm(id) } }), { messages: 1, plan: ["crash p in p publish m1 after 0 for 5ms"] });
    expect(run.history).toEqual({ publish: 1 });
    expect(simulation.history!.events.map(({ verb, at }) => [verb, at])).toEqual([["publish", 10_000]]);
    expect(resultOf(simulation).struck.length).toBe(1);
  });
});
