import { describe, expect, it } from "vitest";
import type { Process } from "../../src/core.ts";
import { listener, play, stage } from "../support/stage.ts";
import type { Cast, Say } from "../support/stage.ts";

/** Says when it starts and stops, and counts in memory what its timer does every 10ms. */
function counter(say: Say): Cast {
  return { a: () => {
    let count = 0;
    return {
      start(ctx) {
        say(`life ${ctx.incarnation}, ${ctx.disk.read("written") ?? "nothing"} written, ${ctx.disk.read("synced") ?? "nothing"} synced`);
        ctx.timer("tick", "10ms");
      },
      wake(ctx) {
        say(`count ${++count}`);
        if (count === 1) ctx.disk.sync("s");
        ctx.disk.write("written", count);
        if (count === 1) ctx.disk.write("synced", 0);
        ctx.timer("tick", "10ms", 0, { background: true });
      },
      stopping(ctx) {
        say(`stopping at ${count}`);
        ctx.disk.write("synced", count);
      },
    };
  } };
}
const lives = (plan: readonly string[], until = "45ms"): readonly string[] => play(counter, { plan, storm: until }).said;

describe("a crash", () => {
  it("by power loses memory, timers and what was not synced", () => {
    expect(lives(["crash a at 25ms for 5ms"])).toEqual(["0us life 1, nothing written, nothing synced", "10ms count 1", "20ms count 2", "30ms life 2, nothing written, nothing synced", "40ms count 1"]);
  });

  it("by kill loses memory and timers, and keeps the disk", () => {
    expect(lives(["crash a kill at 25ms for 5ms"])).toEqual(["0us life 1, nothing written, nothing synced", "10ms count 1", "20ms count 2", "30ms life 2, 2 written, 0 synced", "40ms count 1"]);
  });

  it("by stop asks first, and keeps what the stopping handler wrote", () => {
    expect(lives(["crash a stop at 25ms for 5ms"])).toEqual(["0us life 1, nothing written, nothing synced", "10ms count 1", "20ms count 2", "25ms stopping at 2", "30ms life 2, 2 written, 2 synced", "40ms count 1"]);
  });

  it("for ever is not followed by a restart, nor is one without a duration", () => {
    for (const plan of [["crash a at 25ms for forever"], ["crash a at 25ms"], ["crash a stop at 25ms"]]) expect(lives(plan, "200ms").filter((line) => line.includes("life"))).toEqual(["0us life 1, nothing written, nothing synced"]);
  });

  it("of a node that is down strikes nothing", () => {
    expect(play(counter, { storm: "45ms", plan: ["crash a at 5ms for 20ms", "crash a kill at 10ms for 1ms", "crash a stop at 25ms for 1ms"] }).struck).toEqual(["crash a at 5ms for 20ms", "crash a stop at 25ms for 1ms"]);
  });

  it("comes before the steps of its instant; what was sent to the node meanwhile is lost, and no fault", () => {
    const { said, struck, run } = play((say) => ({ a: { start: (ctx) => { for (let n = 0; n < 5; n++) ctx.timer("t", n * 10_000, n + 1); }, wake: (ctx, _t, n) => ctx.send("b", { type: "x", n: n! }) }, b: listener(say, "b") }), { plan: ["crash b kill at 11ms for 20ms"] });
    expect(said).toEqual(['1ms b got {"n":1}', '31ms b got {"n":4}', '41ms b got {"n":5}'].map((line) => line.replace("got", "got x")));
    expect(struck).toEqual(["crash b kill at 11ms for 20ms"]);
    expect(run.faults).toEqual({ crash: { injected: 1, reached: 1 } });
  });

  it("does not touch what is in flight from the node", () => {
    expect(play((say) => ({ a: { start: (ctx) => ctx.send("b", { type: "x" }) }, b: listener(say, "b") }), { plan: ["crash a at 500us"] }).said).toEqual(["1ms b got x"]);
  });

  it("in a step that stops the node asks it, after the outputs before the cut and with the rest swallowed", () => {
    const { said } = play((say) => ({ a: { start: (ctx) => { ctx.send("b", { type: "one" }); ctx.send("b", { type: "two" }); }, stopping: (ctx) => ctx.send("b", { type: "farewell" }) }, b: listener(say, "b") }), { plan: ["crash a stop in a start #1 after 1"] });
    expect(said).toEqual(["1ms b got one", "1ms b got farewell"]);
  });

  it("leaves several restarts of one instant in the order of the names", () => {
    const { said } = play((say) => Object.fromEntries(["n10", "n2", "b"].map((name) => [name, { start: () => say(name) }])), { plan: ["crash n10 at 5ms for 5ms", "crash n2 at 6ms for 4ms", "crash b at 7ms for 3ms"] });
    expect(said).toEqual(["0us b", "0us n2", "0us n10", "10ms b", "10ms n2", "10ms n10"]);
  });
});

describe("a handler that throws", () => {
  const throwing = (from: number) => (say: Say): Cast => ({
    a: { start(ctx) { say(`life ${ctx.incarnation}`); ctx.disk.write("kept", true); ctx.timer("boom", from * 1_000); }, wake(ctx) { ctx.send("b", { type: "before" }); throw new RangeError(`boom in life ${ctx.incarnation}`); } },
    b: listener(say, "b"),
  });

  it("kills its node behind what it had put out; restarted once at the storm's end, then down for good, and reported", () => {
    const { said, run, struck, simulation } = play(throwing(10), { storm: "50ms" });
    expect(said).toEqual(["0us life 1", "11ms b got before", "50ms life 2", "61ms b got before"]);
    expect(run.errors.map(({ node, at, event, message, stack }) => [node, at, event, message, stack.startsWith("RangeError: boom in life")])).toEqual([["a", 10_000, 3, "boom in life 1", true], ["a", 60_000, 6, "boom in life 2", true]]);
    expect(struck).toEqual([]);
    expect(simulation.world.nodes[0]!.storage.read("kept")).toBe(true);
  });

  it("after the storm is down for good at once", () => {
    const { said, run } = play(throwing(10), { storm: "5ms" });
    expect(said).toEqual(["0us life 1", "11ms b got before"]);
    expect(run.errors.length).toBe(1);
  });

  it("may throw anything", () => {
    const { run } = play(() => ({ a: { start() { throw null; } }, b: () => { throw "no process"; } }), { storm: "1ms" });
    expect(run.errors.map(({ node, message }) => [node, message])).toEqual([["a", "null"], ["b", "no process"], ["a", "null"], ["b", "no process"]]);
  });

  it("in every kind of handler", () => {
    const boom = (): never => { throw new Error("boom"); };
    const casts: readonly ((say: Say) => Cast)[] = [
      () => ({ a: { publish: boom } }),
      () => ({ a: { start: (ctx) => ctx.send("a", { type: "x" }), receive: boom } }),
      () => ({ a: { start: (ctx) => ctx.disk.sync("s"), synced: boom } }),
      () => ({ a: { start: (ctx) => (ctx.incarnation === 1 ? void ctx.connect("a") : undefined), opened: boom } }),
      () => ({ a: { start: (ctx) => ctx.connect("b").send({ type: "x" }) }, b: { data: boom } }),
      () => ({ a: { start: (ctx) => ctx.connect("b").close() }, b: { closed: boom } }),
    ];
    for (const [index, cast] of casts.entries()) expect(play(cast, { messages: index === 0 ? 1 : 0 }).run.errors[0]?.message, `cast ${index}`).toBe("boom");
    expect(play(() => ({ a: { start: (ctx) => ctx.timer("t", "1s"), stopping: boom } }), { plan: ["crash a stop at 5ms"] }).run.errors.map(({ at }) => at)).toEqual([5_000]);
  });

  it("behind the cut throws unheard: the crash came first, whether it swallowed anything yet or not", () => {
    for (const after of [1, 0]) {
      const { run, struck, said } = play((say) => ({ ...throwing(10)(say), a: { start(ctx) { say(`life ${ctx.incarnation}`); if (ctx.incarnation > 1) return; ctx.send("b", { type: "before" }); throw new Error("boom"); } } }), { plan: [`crash a in a start #1 after ${after} for 5ms`] });
      expect(run.errors).toEqual([]);
      expect(struck).toEqual([`crash a in a start #1 after ${after} for 5ms`]);
      expect(said).toEqual(["0us life 1", ...(after === 1 ? ["1ms b got before"] : []), "5ms life 2"]);
    }
    // One output too few: the throw came before the crash.
    expect(play(throwing(10), { storm: "50ms", plan: ["crash a in a timer boom #1 after 2"] }).missed).toEqual(["crash a in a timer boom #1 after 2"]);
  });

  it("behind the cut leaves nothing to the steps of others: no cause, no gauge, no mark, no line", () => {
    const cast = (): Cast => ({
      p: { publish: (ctx, message) => ctx.send("c", { type: "work", message }) },
      c: { receive(ctx, _from, { message }) {
        ctx.note("deliver", message);
        ctx.note("ack", message);
        ctx.because(message, "deliver");
        ctx.gauge("depth", 7);
        ctx.sometimes("acknowledged");
        ctx.log("done");
      } },
    });
    const { simulation, run } = play(cast, { messages: 2, plan: ["crash c in p>c work m1 #1 after 1 for 1ms"] });
    expect(simulation.history!.events.map(({ verb, message, because }) => [verb, message, because])).toEqual([["publish", 1, undefined], ["deliver", 1, undefined], ["publish", 2, undefined], ["deliver", 2, undefined], ["ack", 2, undefined]]);
    expect([run.sometimes, run.gauges]).toEqual([{ acknowledged: 1 }, { depth: 7 }]);
    expect(play(cast, { messages: 1, plan: ["crash c in p>c work m1 #1 after 1 for 1ms"] }).run.sometimes).toEqual({});
  });

  it("behind the cut may make nonsense of what a dead context told it", () => {
    const { run, said } = play((say) => ({ a: { start(ctx) {
      say(`life ${ctx.incarnation}`);
      if (ctx.incarnation > 1) return;
      ctx.disk.write("peer", "b");
      ctx.disk.write("message", 1);
      const peer = ctx.disk.read("peer") as string;
      ctx.effect(ctx.disk.read("message") as number);
      ctx.confirm(ctx.disk.read("message") as number);
      const connection = ctx.connect(peer);
      connection.send({ type: "x", message: 1 });
      ctx.send(peer, { type: "x" });
      ctx.timer(peer, peer);
    } }, b: listener(say, "b") }), { plan: ["crash a in a start #1 after 0 for 5ms"] });
    expect(said).toEqual(["0us life 1", "5ms life 2"]);
    expect(run.errors).toEqual([]);
  });
});

describe("a new life", () => {
  it("is a new process of the factory, which is called once a life and never without need", () => {
    const made: Process[] = [];
    const run = new Set<Process>();
    const { simulation } = stage(() => ({ a: () => {
      made.push({});
      return made.at(-1)!;
    }, b: {} }), { plan: ["crash a at 5ms for 5ms", "crash a kill at 15ms for 5ms"] });
    const [a] = simulation.world.nodes;
    while (simulation.advance(1)) if (made.includes(a!.process)) run.add(a!.process);
    expect([...run]).toEqual(made);
    expect(made.length).toBe(3);
  });
});
