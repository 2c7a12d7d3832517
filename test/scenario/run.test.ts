import { describe, expect, it } from "vitest";
import { InputError, printPlan, run, runAsync } from "../../src/core.ts";
import type { Factory, Plan, Run, RunOptions, Scenario } from "../../src/core.ts";
import { torture } from "../support/torture.ts";

const sender: Factory = () => ({ publish: (ctx, message) => ctx.send("c1", { type: "work", message }) });
const receiver: Factory = () => ({ receive: (ctx, _from, packet) => ctx.effect(packet.message!) });

/** Every letter is lost by chance. */
const lossy: Scenario = {
  name: "lossy",
  title: "Three letters",
  seed: "of its own",
  nodes: [{ name: "p1", role: "producer", run: sender }, { name: "c1", role: "consumer", run: receiver }],
  workload: { messages: 3 },
  network: { loss: 1 },
  promises: {},
};

const effects = (options: RunOptions): number => run(lossy, options).history["effect"] ?? 0;
const letter = (message: number): string => `drop p1>c1 work m${message} #1`;

describe("chance in a run", () => {
  it("is on without a plan and off with one, an empty one too, unless it is said otherwise", () => {
    expect([effects({}), effects({ rates: "on" }), effects({ rates: "off" })]).toEqual([0, 0, 3]);
    expect([effects({ plan: [] }), effects({ plan: [], rates: "on" }), effects({ plan: [], rates: "off" })]).toEqual([3, 0, 3]);
    expect([effects({ plan: [letter(2)] }), effects({ plan: [letter(2)], rates: "on" })]).toEqual([2, 0]);
  });

  it("leaves alone a packet on which the plan has an entry", () => {
    expect(effects({ plan: ["delay p1>c1 work m2 #1 by 1s"], rates: "on" })).toBe(1);
  });
});

describe("a plan", () => {
  it("may be given as texts, as objects, as both, several entries in a text", () => {
    const written = [letter(1), "crash c1 at 25ms for 1s"];
    const plain: Plan = [{ fault: "drop", packet: "p1>c1 work m1 #1" }, { fault: "crash", node: "c1", at: 25_000, for: 1_000_000 }];
    for (const plan of [written, plain, [written[0], plain[1]], [written.join("; ")], ["// two of them", ...written]]) {
      const { plan: read, digest } = run(lossy, { plan: plan as readonly string[] });
      expect(read).toEqual(plain);
      expect(digest).toBe(run(lossy, { plan: written }).digest);
    }
  });

  it("is handed back with what of it struck, and what struck nothing, in its order", () => {
    const plan = ["pause c1 at 3000s for 1s", letter(2), letter(4), "drop p1>c1 work m1 #2", "crash c1 in p1>c1 work m1 #1 after 7", "crash c1 in p1>c1 work m3 #1 after 1"];
    const { struck, missed } = run(lossy, { plan });
    expect(printPlan(struck)).toBe([plan[1], plan[5]].join("\n"));
    expect(printPlan(missed)).toBe([plan[0], plan[2], plan[3], plan[4]].join("\n"));
    expect(run(lossy).missed).toEqual([]);
  });

  it.each<[unknown, string]>([
    [["drop p1>c9 work m1 #1"], 'there is no node "c9"; did you mean "c1"?'], [["dorp p1>c1 work m1 #1"], 'did you mean "drop"?'], [[letter(1), 7], "plan, entry 2"], [[{ fault: "drop" }], 'a drop needs "packet"'], [{}, "a plan is a text or an array"],
  ])("is refused when it is %j", (plan, message) => {
    expect(() => run(lossy, { plan: plan as Plan })).toThrow(InputError);
    expect(() => run(lossy, { plan: plan as Plan })).toThrow(message);
  });
});

describe("a seed", () => {
  it("is the scenario's own where none is given, and a number is its digits", () => {
    expect(run(lossy).seed).toBe("of its own");
    expect(run({ ...lossy, network: {} }).digest).toBe(run({ ...lossy, network: {} }, { seed: "of its own" }).digest);
    expect(run(torture, { seed: 7 })).toEqual(run(torture, { seed: "7" }));
    expect(run(torture, { seed: -3 }).seed).toBe("-3");
    expect(new Set(["7", "07", "7 ", "77", "8"].map((seed) => run(torture, { seed }).digest)).size).toBe(5);
  });

  it.each([["", "one of 0 characters"], ["x".repeat(201), "one of 201 characters"], [1.5, "not 1.5"], [Number.NaN, "not NaN"], [2 ** 60, "not 1152921504606847000"], [null, "not null"], [{}, "not an object"], [true, "not true"]])("is refused when it is %j", (seed, message) => {
    expect(() => run(lossy, { seed: seed as never })).toThrow(InputError);
    expect(() => run(lossy, { seed: seed as never })).toThrow(message);
  });
});

describe("a run", () => {
  it("is the same with its trace kept, and a second time", () => {
    for (const seed of [1, 2, 3]) {
      const once = run(torture, { seed });
      expect(run(torture, { seed, trace: true })).toEqual(once);
      expect(run(torture, { seed })).toEqual(once);
    }
  });

  it("is that of a copy of the scenario with parameters set, which alone has them", () => {
    expect(effects({ set: { "network.loss": 0, "workload.messages": 5 } })).toBe(5);
    expect(effects({})).toBe(0);
    expect(() => run(lossy, { set: { "network.los": 0 } })).toThrow('did you mean "loss"?');
  });

  it("says what was promised of each guarantee, and judges what is always judged", () => {
    const promised = run({ ...lossy, promises: { order: { holds: true }, "at-least-once": { breaks: true } } }, { rates: "off" }).verdicts;
    expect(promised.map(({ guarantee, promised }) => `${guarantee} ${promised}`)).toEqual(["at-least-once breaks", "at-most-once nothing", "effectively-once nothing", "integrity nothing", "order holds", "progress nothing", "fenced nothing"]);
  });
});

describe("runAsync", () => {
  const options: readonly RunOptions[] = [{}, { seed: 5, rates: "off" }, { seed: 6, trace: true }, { seed: 7, verify: true }, { seed: 8, plan: ["crash broker at 50ms for 20ms"], rates: "on" }, { set: { "workload.messages": 3 } }];

  it.each(options)("gives the run that run gives, with %j", async (given) => {
    expect(await runAsync(torture, given)).toEqual(run(torture, given));
  });

  it("lets the event loop turn on the way, and several runs go on at once without touching each other", async () => {
    const long = { rates: "off" as const, set: { "workload.messages": 13_000, "network.latency": "exponential(5ms)" } };
    let turns = 0;
    const turn = (): void => void (++turns, ticking && setImmediate(turn));
    let ticking = true;
    setImmediate(turn);
    const both = await Promise.all([1, 2].map((seed) => runAsync(lossy, { seed, ...long })));
    ticking = false;
    const alone: readonly Run[] = [1, 2].map((seed) => run(lossy, { seed, ...long }));
    expect(alone[0]!.events).toBeGreaterThan(3 * 8_192);
    expect(turns).toBeGreaterThan(0);
    expect(both).toEqual(alone);
  });

  it("rejects with what run throws", async () => {
    await expect(runAsync(lossy, { seed: "" })).rejects.toThrow(InputError);
    await expect(runAsync(lossy, { plan: ["nonsense"] })).rejects.toThrow(InputError);
    const looking: Factory = () => ({ publish: () => void Date.now() });
    await expect(runAsync({ ...lossy, nodes: [{ name: "p1", role: "producer", run: looking }] })).rejects.toThrow("Date.now was called inside a handler");
  });
});

describe("the history handed out", () => {
  it("is that of one run, also when that is verified by a second", () => {
    const lines: string[] = [];
    const { history } = run(lossy, { rates: "off", verify: true, history: (line) => lines.push(line) });
    expect(lines.map((line) => (JSON.parse(line) as { verb?: string }).verb).filter((verb) => verb === "publish")).toHaveLength(3);
    expect(history).toMatchObject({ publish: 3 });
  });
});
