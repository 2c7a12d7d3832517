import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core.ts";
import type { Process } from "../../src/core.ts";
import { sent } from "../support/keys.ts";
import { listener, play } from "../support/stage.ts";
import type { Cast, Say, Setting, Staged } from "../support/stage.ts";

/** a sends x once, at the start; b says what it gets. */
const once = (say: Say): Cast => ({ a: { start: (ctx) => ctx.send("b", { type: "x", n: 7 }) }, b: listener(say, "b") });
/** a sends x every 10ms, five times. */
const five = (say: Say): Cast => ({ a: repeating(5), b: listener(say, "b") });

function repeating(times: number): Process {
  return {
    start: (ctx) => { for (let nth = 1; nth <= times; nth++) ctx.timer("tick", nth * 10_000, nth); },
    wake: (ctx, _timer, nth) => ctx.send("b", { type: "x", n: nth! }),
  };
}
const under = (plan: readonly string[], more: Setting = {}): Staged => play(once, { plan, ...more });

describe("a datagram", () => {
  it.each<[string, readonly string[]]>([
    ["drop a>b x #1", []],
    ["corrupt a>b x #1", ['1ms b got x {"n":7,"corrupt":true}']],
    ["duplicate a>b x #1 after 20ms", ['1ms b got x {"n":7}', '21ms b got x {"n":7}']],
    ["duplicate a>b x #1", ['1ms b got x {"n":7}', '1ms b got x {"n":7}']],
    ["delay a>b x #1 by 40ms", ['41ms b got x {"n":7}']],
    ["replay a>b x #1 at 2s", ['1ms b got x {"n":7}', '2s b got x {"n":7}']],
    ['forge a>b x #1 with {"more":true,"n":8}', ['1ms b got x {"n":8,"more":true}']],
    ["forge a>b x #1 with 5", ['1ms b got x {"n":7,"body":5}']],
  ])("struck by %s", (entry, said) => {
    const staged = under([entry]);
    expect(staged.said).toEqual(said);
    expect(staged.struck).toEqual([entry]);
    expect(staged.missed).toEqual([]);
  });

  it("is unharmed by faults on other packets, which strike nothing", () => {
    const others = ["drop a>b x #2", "drop b>a x #1", "drop a>b y #1", "drop a>b x m1 #1", "drop a>b x #1'"];
    const { said, struck, missed } = under(others);
    expect(said).toEqual(['1ms b got x {"n":7}']);
    expect([struck, missed]).toEqual([[], others]);
  });

  it("waits for the sum of its delays", () => {
    expect(under(["delay a>b x #1 by 40ms", "delay a>b x #1 by 2500us"]).said).toEqual(['43500us b got x {"n":7}']);
  });

  it("draws one latency, and its copy another, from the seed and its key alone", () => {
    const spread = { latency: "uniform(1ms, 1s)" };
    const times = (plan: readonly string[], seed = "1"): number[] => under(plan, { ...spread, seed }).said.map((line) => Number.parseInt(line, 10));
    const [base] = times([]);
    const both = times(["duplicate a>b x #1"]);
    expect(both.length).toBe(2);
    expect(both).toContain(base);
    expect(new Set(both).size).toBe(2);
    expect(times(["duplicate a>b x #1"])).toEqual(both);
    expect(times([], "2")).not.toEqual([base]);
  });

  it("overtakes another whose latency is longer", () => {
    const { said } = play((say) => ({ a: { start(ctx) { for (let n = 1; n <= 20; n++) ctx.send("b", { type: "x", n }); } }, b: { receive: (_ctx, _from, { n }) => say(String(n)) } }), { latency: "exponential(5ms)" });
    const order = said.map((line) => Number(line.split(" ")[1]));
    expect(order.toSorted((x, y) => x - y)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(order).not.toEqual(order.toSorted((x, y) => x - y));
  });

  it("keeps the sending order with those that arrive at the same instant", () => {
    const { said } = play((say) => ({ a: { start(ctx) { for (let n = 1; n <= 20; n++) ctx.send("b", { type: `x${n % 3}`, n }); } }, b: { receive: (_ctx, _from, { n }) => say(String(n)) } }));
    expect(said).toEqual(Array.from({ length: 20 }, (_, index) => `1ms ${index + 1}`));
  });

  it("to nobody we know, without a type, or about no message ends the run as bad input, caught or not", () => {
    const sending = (to: string, packet: object) => () => play(() => ({ a: { start(ctx) { try { ctx.send(to, packet as { type: string }); } catch { /* as if nothing had happened */ } } }, broker: {} }));
    expect(sending("brokr", { type: "x" })).toThrow(InputError);
    expect(sending("brokr", { type: "x" })).toThrow('a sent "x": there is no node "brokr"; did you mean "broker"?');
    expect(sending("broker", {})).toThrow('a sent a packet without a type; a packet is { type: "...", ... }');
    for (const message of [-1, 1.5, "m1", 2 ** 40, { body: 1 }]) expect(sending("broker", { type: "x", message })).toThrow("a message is given whole or by its ordinal");
  });
});

describe("several faults on one packet", () => {
  const ALL = ["delay a>b x #1 by 5ms", "duplicate a>b x #1 after 20ms", "corrupt a>b x #1", "drop a>b x #1", "partition a | b at 0us for 500us"];

  it("a partition comes before everything else, which then does not strike", () => {
    const { said, struck, missed } = under(ALL);
    expect(said).toEqual([]);
    expect(struck).toEqual([ALL[4]]);
    expect(missed).toEqual(ALL.slice(0, 4));
  });

  it("a drop comes before corruption, copy and delay, and strikes once", () => {
    const { said, struck, missed } = under([...ALL.slice(0, 4), "drop a>b x #1"]);
    expect(said).toEqual([]);
    expect(struck).toEqual(["drop a>b x #1"]);
    expect(missed).toEqual([...ALL.slice(0, 3), "drop a>b x #1"]);
  });

  it("corruption comes before the copy, which is corrupt too; the delay comes after it, and is the original's alone", () => {
    const { said, struck, missed } = under([...ALL.slice(0, 3), "corrupt a>b x #1", "duplicate a>b x #1"]);
    expect(said).toEqual(['6ms b got x {"n":7,"corrupt":true}', '21ms b got x {"n":7,"corrupt":true}']);
    expect(struck.toSorted()).toEqual(ALL.slice(0, 3).toSorted());
    expect(missed).toEqual(["corrupt a>b x #1", "duplicate a>b x #1"]);
  });
});

describe("the network's copy of a packet", () => {
  const COPIED = "duplicate a>b x #1 after 20ms";

  it.each<[string, readonly string[]]>([
    ["drop a>b x #1'", ['1ms b got x {"n":7}']],
    ["delay a>b x #1' by 3ms", ['1ms b got x {"n":7}', '24ms b got x {"n":7}']],
    ["corrupt a>b x #1'", ['1ms b got x {"n":7}', '21ms b got x {"n":7,"corrupt":true}']],
    ['forge a>b x #1\' with {"n":9}', ['1ms b got x {"n":7}', '21ms b got x {"n":9}']],
  ])("has a key of its own: %s", (entry, said) => {
    const staged = under([COPIED, entry]);
    expect(staged.said).toEqual(said);
    expect(staged.struck).toEqual([COPIED, entry]);
  });

  it("is not struck by what comes too late for it or would change nothing", () => {
    expect(under([COPIED, "delay a>b x #1' by 3ms", "drop a>b x #1'"]).missed).toEqual(["delay a>b x #1' by 3ms"]);
    expect(under([COPIED, "corrupt a>b x #1", "corrupt a>b x #1'"]).missed).toEqual(["corrupt a>b x #1'"]);
    expect(under([COPIED, "duplicate a>b x #1'"]).missed).toEqual(["duplicate a>b x #1'"]);
    expect(under(["drop a>b x #1'"]).missed).toEqual(["drop a>b x #1'"]);
  });

  it("is struck by no rate, while the plan may strike it and leave the original to the rates", () => {
    const rates: Setting = { rates: "on", storm: "10ms", network: { duplicate: 1, reorder: 1 }, nemesis: [{ fault: "delay", rate: 1, by: "50ms" }] };
    expect(play(once, rates).said).toEqual(['1ms b got x {"n":7}', '51ms b got x {"n":7}']);
    expect(under(["delay a>b x #1' by 7ms"], rates).said).toEqual(['8ms b got x {"n":7}', '51ms b got x {"n":7}']);
  });

  it("in a crash, is told apart from the original", () => {
    const plan = [COPIED, "crash b kill in a>b x #1' after 0 for 5ms"];
    const { said, struck } = play((say) => ({ ...once(say), b: { receive(ctx, _from, { n }) { say(`b got ${n}`); ctx.send("a", { type: "y" }); } } }), { plan });
    expect(said).toEqual(["1ms b got 7", "21ms b got 7"]);
    expect(struck).toEqual(plan);
  });
});

describe("rates", () => {
  it("strike packets until the storm ends", () => {
    const { said, struck } = play(five, { rates: "on", storm: "35ms", network: { loss: 1 } });
    expect(said.map((line) => line.split(" ")[0])).toEqual(["41ms", "51ms"]);
    expect(struck).toEqual([1, 2, 3].map((nth) => `drop a>b x #${nth}`));
  });

  it("leave a packet alone that the plan strikes in any way, and go on with the others", () => {
    const { said } = play(five, { rates: "on", storm: "1s", network: { loss: 1 }, plan: ["delay a>b x #2 by 1ms", "crash b kill in a>b x #4 after 0"] });
    expect(said).toEqual(['22ms b got x {"n":2}']);
  });

  it("are off under a given plan unless they are said to be on", () => {
    expect(play(five, { storm: "1s", network: { loss: 1 }, plan: [] }).said.length).toBe(5);
  });

  it("strike about as often as they say, one link at a time where they name it", () => {
    const many = (say: Say): Cast => ({ a: repeating(2_000), b: { receive: () => say("got") } });
    const { struck } = play(many, { rates: "on", storm: "1h", limit: { time: "10h" }, network: { loss: 0.1, duplicate: 0.2 }, nemesis: [{ fault: "corrupt", rate: 0.3, link: "a>b" }, { fault: "corrupt", rate: 1, link: "b>a" }] });
    const count = (kind: string): number => struck.filter((entry) => entry.startsWith(kind)).length;
    expect([[count("drop"), 200], [count("duplicate"), 360], [count("corrupt"), 540]].filter(([real, mean]) => Math.abs(real! - mean!) > 5 * Math.sqrt(mean!))).toEqual([]);
  });
});

describe("the number in a packet's key", () => {
  it("counts each type, message and direction for itself, from 1, whatever became of those before", () => {
    const cast = (): Cast => ({
      a: { start(ctx) { for (const packet of [{ type: "x" }, { type: "x" }, { type: "y" }, { type: "x", message: 1 }, { type: "x", message: 2 }, { type: "x", message: 1 }]) ctx.send("b", packet); ctx.send("c", { type: "x" }); } },
      b: { receive: (ctx, from, packet) => (packet.type === "x" ? ctx.send(from, { type: "x", ...(packet.message === undefined ? {} : { message: packet.message }), back: true }) : undefined) },
      c: {},
    });
    const { simulation } = play(cast, { plan: ["drop a>b x #1", "partition b > a at 1500us for 1us", "duplicate a>b x m2 #1 after 1us"] });
    expect(sent(simulation.world).filter((line) => line.startsWith("0us"))).toEqual(["x #1", "x #2", "y #1", "x m1 #1", "x m2 #1", "x m1 #2"].map((key) => `0us a>b ${key}`).concat("0us a>c x #1"));
    expect(sent(simulation.world).filter((line) => line.includes("b>a")).slice(0, 5)).toEqual(["1ms b>a x #1", "1ms b>a x m1 #1", "1ms b>a x m2 #1", "1ms b>a x m1 #2", "1001us b>a x m2 #2"]);
  });

  it("goes on counting across restarts, so that a name is used once", () => {
    const { simulation } = play(() => ({ a: { start: (ctx) => ctx.send("b", { type: "x", message: 4 }) }, b: {} }), { plan: ["crash a at 5ms for 5ms", "crash a kill at 15ms for 5ms"] });
    expect(sent(simulation.world)).toEqual(["0us a>b x m4 #1", "10ms a>b x m4 #2", "20ms a>b x m4 #3"]);
  });

  it("of a packet that a crash swallowed is left for the next", () => {
    const { simulation } = play(() => ({ a: { start(ctx) { ctx.send("b", { type: "x" }); ctx.send("b", { type: "x" }); } }, b: {} }), { plan: ["crash a in a start #1 after 1 for 5ms"] });
    expect(sent(simulation.world)).toEqual(["0us a>b x #1", "5ms a>b x #2", "5ms a>b x #3"]);
  });
});
