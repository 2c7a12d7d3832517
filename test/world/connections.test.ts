import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core.ts";
import type { Connection, Factory } from "../../src/core.ts";
import { sent } from "../support/keys.ts";
import { listener, play } from "../support/stage.ts";
import type { Cast, Say, Setting } from "../support/stage.ts";

/** Connects at its start, sends so many frames when that is open, and says what it hears. */
function caller(say: Say, frames = 0): Factory {
  return () => ({
    ...listener(say, "a"),
    start: (ctx) => void ctx.connect("b"),
    opened(_ctx, connection) {
      say(`a opened ${connection.id}`);
      for (let n = 1; n <= frames; n++) connection.send({ type: "f", n });
    },
  });
}
const pair = (say: Say): Cast => ({ a: caller(say), b: listener(say, "b") });
/** a is told what to do with its connection, by timers. */
function directed(say: Say, directions: { readonly [ms: number]: (connection: Connection) => void }): Factory {
  return () => {
    let connection: Connection | undefined;
    return {
      ...listener(say, "a"),
      start(ctx) {
        connection = ctx.connect("b");
        for (const ms of Object.keys(directions)) ctx.timer("direction", Number(ms) * 1_000, Number(ms));
      },
      wake: (_ctx, _timer, ms) => directions[ms!]!(connection!),
    };
  };
}

describe("a connection", () => {
  it("opens at the acceptor after a latency, at the opener after two, under one name", () => {
    const { said } = play(pair);
    expect(said).toEqual(["1ms b opened to a", "2ms a opened a>b #1"]);
  });

  it("delivers everything once and in order, whatever the latencies", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { said } = play((say) => ({ a: caller(() => undefined, 50), b: { data: (_ctx, _connection, { n }) => say(String(n)) } }), { latency: "pareto(1ms, 1.1)", seed: String(seed) });
      expect(said.map((line) => line.split(" ")[1])).toEqual(Array.from({ length: 50 }, (_, index) => String(index + 1)));
    }
  });

  it("orders each direction for itself", () => {
    const { said } = play((say) => ({ a: caller(say, 2), b: { data: (_ctx, connection, { n }) => (n === 1 ? [3, 4].forEach((more) => connection.send({ type: "f", n: more })) : undefined) } }), { plan: ["delay a>b f #2 by 100ms"] });
    expect(said.slice(1)).toEqual(['4ms a read f {"n":3}', '4ms a read f {"n":4}']);
  });

  it("keeps what is sent before it is open until it is, without knowing whether it ever will", () => {
    const early: Cast["a"] = { start(ctx) { const connection = ctx.connect("b"); for (let n = 1; n <= 3; n++) connection.send({ type: "f", n }); } };
    const { said, simulation } = play((say) => ({ a: early, b: listener(say, "b") }));
    expect(said).toEqual(["1ms b opened to a", ...[1, 2, 3].map((n) => `3ms b read f {"n":${n}}`)]);
    expect(sent(simulation.world).map((line) => line.split(" ")[0])).toEqual(["2ms", "2ms", "2ms"]);
    expect(play((say) => ({ a: { ...listener(say, "a"), ...early }, b: listener(say, "b") }), { plan: ["crash b kill at 500us"] }).said).toEqual(["2ms a heard refused"]);
  });

  it("is told apart from the next between the two by its number, and frames by theirs", () => {
    const ids: string[] = [];
    const { simulation } = play(() => ({ a: { start(ctx) { for (let n = 0; n < 3; n++) { const connection = ctx.connect("b"); ids.push(connection.id, connection.peer); connection.send({ type: "f", message: 2 }); } } }, b: {} }));
    expect(ids).toEqual(["a>b #1", "b", "a>b #2", "b", "a>b #3", "b"]);
    expect(sent(simulation.world)).toEqual(["2ms a>b f m2 #1", "2ms a>b f m2 #2", "2ms a>b f m2 #3"]);
  });

  it("closed by one end is heard by the other, after what was sent before", () => {
    const { said } = play((say) => ({ a: directed(say, { 10: (c) => { c.send({ type: "f" }); c.close(); c.send({ type: "too late" }); c.close(); } }), b: listener(say, "b") }), { plan: ["delay a>b f #1 by 5ms"] });
    expect(said).toEqual(["1ms b opened to a", "2ms a opened to b", "16ms b read f", "16ms b heard closed"]);
  });

  it("closed before it is open still brings what was sent, and says nothing more to who closed it", () => {
    const { said } = play((say) => ({ a: { ...listener(say, "a"), start(ctx) { const c = ctx.connect("b"); c.send({ type: "f" }); c.close(); } }, b: listener(say, "b") }));
    expect(said).toEqual(["1ms b opened to a", "3ms b read f", "3ms b heard closed"]);
    expect(play((say) => ({ a: { ...listener(say, "a"), start: (ctx) => ctx.connect("b").close() }, b: listener(say, "b") })).said).toEqual(["1ms b opened to a", "1ms b heard closed"]);
  });

  it("closed before it is open, in a life that ended before it opened, brings nothing", () => {
    const { said } = play((say) => ({ a: () => ({ start(ctx) { if (ctx.incarnation > 1) return; const c = ctx.connect("b"); c.send({ type: "f" }); c.close(); } }), b: listener(say, "b") }), { plan: ["crash a at 500us for 500us"] });
    expect(said).toEqual(["1ms b opened to a", "3ms b heard reset"]);
  });

  it("reset by one end is heard as reset", () => {
    expect(play((say) => ({ a: directed(say, { 10: (c) => c.reset() }), b: listener(say, "b") })).said.slice(2)).toEqual(["11ms b heard reset"]);
  });

  it("that the other has closed answers a frame with a reset, which only an open end hears", () => {
    const { said } = play((say) => ({ a: directed(say, { 10: (c) => c.send({ type: "f" }) }), b: { ...listener(say, "b"), opened: (_ctx, c) => c.close() } }), { plan: ["delay b>a FIN #1 by 30ms"] });
    expect(said).toEqual(["2ms a opened to b", "32ms a heard closed"]);
  });

  it("belongs to the life and the node that hold it", () => {
    let stolen: Connection | undefined;
    const using = (cast: Cast, plan: readonly string[] = []) => () => play(() => cast, { plan });
    const thief = { start: (ctx: { timer(name: string, after: string): void }) => ctx.timer("use", "20ms"), wake: () => stolen!.send({ type: "f" }) };
    expect(using({ a: { start: (ctx) => void (stolen = ctx.connect("b")) }, b: thief })).toThrow(InputError);
    expect(using({ a: { start(ctx) { if (ctx.incarnation === 1) stolen = ctx.connect("b"); else ctx.timer("use", "1ms"); }, wake: () => stolen!.close() }, b: {} }, ["crash a at 5ms for 5ms"])).toThrow("connection a>b #1 of a was used by a in another life or place");
  });

  it("may lead to the node itself", () => {
    const { said } = play((say) => ({ a: { ...listener(say, "a"), start(ctx) { ctx.connect("a").send({ type: "f" }); } } }));
    expect(said).toEqual(["1ms a opened to a", "2ms a opened to a", "3ms a read f"]);
  });
});

describe("nobody answers", () => {
  const answer = (plan: readonly string[], more: Setting = {}): readonly string[] => play(pair, { plan, network: { timeout: "50ms" }, ...more }).said;

  it("refused after a kill, and after a stop: the machine is there, the process is not", () => {
    expect(answer(["crash b kill at 500us"])).toEqual(["2ms a heard refused"]);
    expect(answer(["crash b stop at 500us"])).toEqual(["2ms a heard refused"]);
  });

  it("timed out after network.timeout when the machine is dark", () => {
    expect(answer(["crash b at 500us"])).toEqual(["50ms a heard timed-out"]);
  });

  it("opens after all when the machine is back in time, and a refusal comes when only the machine is", () => {
    expect(answer(["crash b at 500us for 30ms"])).toEqual(["31500us b opened to a", "32500us a opened a>b #1"]);
    expect(answer(["crash b at 500us for 30ms", "crash b kill at 31ms"])).toEqual(["32500us a heard refused"]);
  });

  it("timed out in a partition of either direction: what was held back is given up, but one-way the other side has heard", () => {
    expect(answer(["partition a | b at 0us for 80ms"])).toEqual(["50ms a heard timed-out"]);
    expect(answer(["partition a > b at 0us for 80ms"])).toEqual(["50ms a heard timed-out"]);
    expect(answer(["partition b > a at 0us for 80ms"])).toEqual(["1ms b opened to a", "50ms a heard timed-out", "51ms b heard timed-out"]);
    expect(answer(["partition a | b at 0us for 20ms"])).toEqual(["21ms b opened to a", "22ms a opened a>b #1"]);
  });

  it("timed out at both ends when the partition comes between the opening and its answer", () => {
    expect(answer(["partition a | b at 1500us for 80ms"])).toEqual(["1ms b opened to a", "50ms a heard timed-out", "51ms b heard timed-out"]);
    expect(answer(["partition a | b at 1500us for 20ms"])).toEqual(["1ms b opened to a", "22500us a opened a>b #1"]);
  });

  it("counts from the sending of the first frame without an answer, and the end that gave up sends no more", () => {
    const { said } = play((say) => ({ a: directed(say, { 10: (c) => c.send({ type: "f", n: 1 }), 40: (c) => c.send({ type: "f", n: 2 }), 90: (c) => c.send({ type: "f", n: 3 }) }), b: listener(say, "b") }), { network: { timeout: "50ms" }, plan: ["partition a | b at 5ms for 80ms"] });
    expect(said.slice(2)).toEqual(["60ms a heard timed-out"]);
  });
});
