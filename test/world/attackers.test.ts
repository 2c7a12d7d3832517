import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Packet, Plain } from "../../src/core.ts";
import { parseFault, printFault } from "../../src/world/plan-text.ts";
import { listener, play } from "../support/stage.ts";
import type { Cast, Say, Setting, Staged } from "../support/stage.ts";

/** a sends x once, at the start; b says what it gets. */
const once = (say: Say): Cast => ({ a: { start: (ctx) => ctx.send("b", { type: "x", n: 7 }) }, b: listener(say, "b") });
const under = (plan: readonly string[], more: Setting = {}): Staged => play(once, { plan, ...more });
const X = 'b got x {"n":7}';

/** Faults by rate must come back when they are frozen: the digest, the plan, and what was said. */
function frozenAlike(cast: (say: Say) => Cast, drawn: Staged, setting: Setting): void {
  const frozen = play(cast, { ...setting, rates: "off", plan: drawn.struck });
  expect(frozen.said).toEqual(drawn.said);
  expect(frozen.struck).toEqual(drawn.struck);
  expect(frozen.run.digest).toBe(drawn.run.digest);
}

describe("a packet that an attacker sends again", () => {
  const AGAIN = "replay a>b x #1 at 1s";

  it.each<[string, readonly string[], readonly string[]]>([
    ["its sender is down", ["crash a kill at 500ms"], ["1ms " + X, "1s " + X]],
    ["its sender is paused", ["pause a at 500ms for 1s"], ["1ms " + X, "1s " + X]],
    ["its receiver is paused, and hears of it when it wakes", ["pause b at 500ms for 1s"], ["1ms " + X, "1500ms " + X]],
    ["its receiver is paused and the link then cut: it is there already", ["pause b at 500ms for 1s", "partition a | b at 1200ms for 1s"], ["1ms " + X, "1500ms " + X]],
    ["only the way back is cut", ["partition b > a at 500ms for 1s"], ["1ms " + X, "1s " + X]],
    ["its receiver is down", ["crash b at 500ms for 1s"], ["1ms " + X]],
    ["its receiver is paused and dies of it", ["pause b at 500ms for 1s", "crash b at 1200ms for 1ms"], ["1ms " + X]],
    ["the link is cut", ["partition a | b at 500ms for 1s"], ["1ms " + X]],
  ])("goes the way of any other packet: %s", (_, plan, said) => {
    const staged = under([AGAIN, ...plan]);
    expect(staged.said).toEqual(said);
    expect(staged.struck.toSorted()).toEqual([AGAIN, ...plan].toSorted());
    expect(staged.run.faults["replay"]).toEqual({ injected: 1, reached: said.length - 1 });
    frozenAlike(once, staged, {});
  });

  it("is as it was sent, whatever else was done to it on its way, and comes as often as it is sent", () => {
    const { said } = under(["corrupt a>b x #1", 'forge a>b x #1 with {"n":8}', AGAIN, "replay a>b x #1 at 2s", "replay a>b x #1 at 2s"]);
    expect(said).toEqual(['1ms b got x {"n":8,"corrupt":true}', "1s " + X, "2s " + X, "2s " + X]);
  });

  it("must have been on the link: what was lost there, is sent later or never, cannot be sent again", () => {
    for (const plan of [["drop a>b x #1", AGAIN], ["partition a | b at 0us for 1ms", AGAIN], ["replay a>b x #2 at 1s"]]) expect(under(plan).missed).toEqual(plan.slice(-1));
    const later = (say: Say): Cast => ({ ...once(say), a: { start: (ctx) => ctx.timer("later", "2s"), wake: (ctx) => ctx.send("b", { type: "x", n: 7 }) } });
    expect(play(later, { plan: [AGAIN] })).toMatchObject({ said: ["2001ms " + X], struck: [], missed: [AGAIN] });
  });

  it("may come as late as one likes: settling waits for it, and nothing is held against the protocol meanwhile", () => {
    const { said, run } = under(["replay a>b x #1 at 30m"], { settle: "1s" });
    expect(said).toEqual(["1ms " + X, "1800s " + X]);
    expect(run.ending).toBe("quiet");
    expect(run.verdicts.filter(({ status }) => status !== "pass")).toEqual([]);
    const restless = (say: Say): Cast => ({ ...once(say), a: { start: (ctx) => { ctx.send("b", { type: "x", n: 7 }); ctx.timer("tick", "100ms"); }, wake: (ctx) => ctx.timer("tick", "100ms") } });
    expect(play(restless, { plan: ["replay a>b x #1 at 30m"], settle: "1s" }).run).toMatchObject({ ending: "settle", struck: [] });
  });

  it.each<[string, readonly string[]]>([
    ['drop a>b x #1"', ["1ms " + X]],
    ['delay a>b x #1" by 3ms', ["1ms " + X, "1003ms " + X]],
    ['corrupt a>b x #1"', ["1ms " + X, '1s b got x {"n":7,"corrupt":true}']],
    ['forge a>b x #1" with {"n":9}', ["1ms " + X, '1s b got x {"n":9}']],
  ])("has a key of its own: %s", (entry, said) => {
    const staged = under([AGAIN, entry]);
    expect(staged.said).toEqual(said);
    expect([staged.struck, staged.missed]).toEqual([[AGAIN, entry], []]);
    expect(under([entry]).missed).toEqual([entry]);
  });

  it("shares that key with itself, sent yet again: each entry strikes one of them, in their order", () => {
    const plan = [AGAIN, "replay a>b x #1 at 2s", "replay a>b x #1 at 3s", 'delay a>b x #1" by 1ms', 'drop a>b x #1"', 'drop a>b x #1"'];
    const staged = under(plan);
    expect(staged.said).toEqual(["1ms " + X, "3001ms " + X]);
    expect([staged.struck.toSorted(), staged.missed]).toEqual([plan.toSorted(), []]);
    frozenAlike(once, staged, {});
  });

  it("is not struck by what would make a copy of a copy", () => {
    const odd = ['duplicate a>b x #1"', 'replay a>b x #1" at 2s'];
    expect(under([AGAIN, ...odd]).missed).toEqual(odd);
  });
});

describe("a packet that an attacker alters", () => {
  it("bears all of what was altered, one thing after the other", () => {
    expect(under(['forge a>b x #1 with {"n":8,"k":1}', 'forge a>b x #1 with {"k":2}']).said).toEqual(['1ms b got x {"n":8,"k":2}']);
    expect(under(["duplicate a>b x #1 after 2ms", 'forge a>b x #1 with {"n":8}', 'forge a>b x #1\' with {"k":2}']).said).toEqual(['1ms b got x {"n":8}', '3ms b got x {"n":8,"k":2}']);
  });

  it.each(['{"n":7}', "{}", '{"corrupt":true}'])("is not struck by what leaves it as it is: %s", (json) => {
    const entry = `forge a>b x #1 with ${json}`;
    expect(under([entry])).toMatchObject({ said: ["1ms " + X], struck: [], missed: [entry] });
    const copied = ["duplicate a>b x #1 after 2ms", entry.replace("#1", "#1'")];
    expect(under(copied)).toMatchObject({ said: ["1ms " + X, "3ms " + X], missed: copied.slice(1) });
  });

  it("arrives whole unless the network corrupts it as well, or has", () => {
    expect(under(['forge a>b x #1 with {"n":8}', "corrupt a>b x #1"]).said).toEqual(['1ms b got x {"n":8,"corrupt":true}']);
    expect(under(["duplicate a>b x #1 after 2ms", "corrupt a>b x #1", 'forge a>b x #1\' with {"corrupt":false,"n":8}']).said).toEqual(['1ms b got x {"n":7,"corrupt":true}', '3ms b got x {"n":8,"corrupt":true}']);
  });

  it.each([["5", "5"], ["[1]", "[1]"], ["null", "null"]])("has what is no object for a body: %s", (json, body) => {
    expect(under([`forge a>b x #1 with ${json}`]).said).toEqual([`1ms b got x {"n":7,"body":${body}}`]);
  });

  it("is altered in its copy too, which a fault of the copy's own alters further", () => {
    const { said, run } = under(["duplicate a>b x #1 after 2ms", 'forge a>b x #1 with {"n":8}', 'forge a>b x #1\' with {"n":9}']);
    expect(said).toEqual(['1ms b got x {"n":8}', '3ms b got x {"n":9}']);
    expect(run.faults["forge"]).toEqual({ injected: 2, reached: 2 });
  });

  it("counts as having reached the protocol only where it arrives", () => {
    expect(under(['forge a>b x #1 with {"n":8}', "crash b at 500us"]).run.faults["forge"]).toEqual({ injected: 1, reached: 0 });
  });
});

describe("forging by rate", () => {
  const value = fc.jsonValue({ maxDepth: 4 }).filter((json) => !JSON.stringify(json).includes("__proto__")) as fc.Arbitrary<Plain>;
  const packet: fc.Arbitrary<Packet> = fc.dictionary(fc.constantFrom("a", "b", "body", "n", "signature"), value, { maxKeys: 4 }).map((fields) => ({ ...fields, type: "x" }));
  const STORM: Setting = { rates: "on", storm: "1h", limit: { time: "2h" }, nemesis: [{ fault: "forge", rate: 1 }] };

  /** Every number, text and flag in a value, by its path. */
  function leaves(value: Plain, path: readonly string[] = []): [path: string, leaf: Plain][] {
    if (typeof value !== "object") return [[JSON.stringify(path), value]];
    return Object.entries(value ?? {}).flatMap(([name, inner]) => leaves(inner as Plain, [...path, name]));
  }

  it("alters one number, text or flag of a packet, which keeps its kind; what has none is left alone", () => {
    fc.assert(fc.property(packet, fc.nat(), (sent, seed) => {
      const got: Packet[] = [];
      const cast = (): Cast => ({ a: { start: (ctx) => ctx.send("b", sent) }, b: { receive: (_ctx, _from, packet) => void got.push(packet) } });
      const { struck } = play(cast, { ...STORM, seed: String(seed) });
      const before = leaves(sent as Plain).filter(([path]) => path !== '["type"]');
      const after = new Map(leaves(got[0] as Plain));
      expect(after.get('["type"]')).toBe("x");
      expect(after.size).toBe(before.length + 1);
      const changed = before.filter(([path, leaf]) => after.get(path) !== leaf);
      expect(changed.length).toBe(before.length > 0 ? 1 : 0);
      expect(struck.length).toBe(changed.length);
      for (const [path, leaf] of changed) expect(typeof after.get(path)).toBe(typeof leaf);
    }));
  });

  it("keeps what is a whole number above 0 one, and what is a node's name another's, so that it could have been sent", () => {
    const got: { readonly n: number; readonly to: string }[] = [];
    const names = ["a", "b", "c"];
    const cast = (): Cast => ({ a: { start(ctx) { for (let n = 1; n <= 500; n++) ctx.send("b", { type: "x", message: n, n, to: names[n % 3] }); } }, b: { receive: (_ctx, _from, packet) => void got.push(packet as never) }, c: {} });
    play(cast, STORM);
    expect(got.length).toBe(500);
    expect(got.every(({ n }) => Number.isInteger(n) && n > 0)).toBe(true);
    expect(got.every(({ to }) => names.includes(to))).toBe(true);
    expect(got.filter(({ to }, index) => to !== names[(index + 1) % 3]).length).toBeGreaterThan(100);
  });

  it("is an entry of the plan, with what was altered, and comes back when it is frozen", () => {
    fc.assert(fc.property(fc.array(packet, { minLength: 1, maxLength: 8 }), fc.nat(), (packets, seed) => {
      const cast = (say: Say): Cast => ({ a: { start(ctx) { for (const packet of packets) ctx.send("b", packet); } }, b: listener(say, "b") });
      const setting: Setting = { ...STORM, seed: String(seed), network: { duplicate: 0.3, corrupt: 0.2, reorder: 0.2 }, nemesis: [{ fault: "forge", rate: 0.7 }, { fault: "replay", rate: 0.3, by: "exponential(5ms)" }] };
      const drawn = play(cast, setting);
      for (const fault of drawn.run.struck) expect(parseFault(printFault(fault))).toEqual(fault);
      frozenAlike(cast, drawn, setting);
    }));
  });

  it("depends on the packet's key and the seed alone: another packet's fate moves nothing of it", () => {
    const cast = (say: Say): Cast => ({ a: { start(ctx) { for (let n = 1; n <= 20; n++) ctx.send("b", { type: `x${n % 2}`, n, text: "abc" }); } }, b: listener(say, "b") });
    const forged = (setting: Setting): readonly string[] => play(cast, { ...STORM, ...setting }).struck.filter((entry) => entry.startsWith("forge a>b x1"));
    const all = forged({});
    expect(all.length).toBe(10);
    expect(forged({ plan: ["drop a>b x0 #3", "delay a>b x0 #4 by 1s"] })).toEqual(all);
    expect(forged({ seed: "2" })).not.toEqual(all);
  });

  it("strikes on the links it names alone, about as often as it says, and no copy", () => {
    const cast = (say: Say): Cast => ({ a: { start(ctx) { for (let n = 1; n <= 2_000; n++) ctx.send(n % 2 === 0 ? "b" : "c", { type: "x", n }); } }, b: listener(say, "b"), c: listener(say, "c") });
    const { struck } = play(cast, { ...STORM, network: { duplicate: 1 }, nemesis: [{ fault: "forge", rate: 0.3, link: "a>b" }] });
    const forged = struck.filter((entry) => entry.startsWith("forge"));
    expect(Math.abs(forged.length - 300)).toBeLessThan(5 * Math.sqrt(300));
    expect(forged.every((entry) => /^forge a>b x #\d+ with /.test(entry))).toBe(true);
  });
});
