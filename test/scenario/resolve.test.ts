import { describe, expect, it } from "vitest";
import { breaks, holds, InputError, run, scenario } from "../../src/core.ts";
import type { Factory, Guarantee, Nemesis, NodeSpec, Scenario } from "../../src/core.ts";
import { resolve } from "../../src/scenario/resolve.ts";

const idle: Factory = () => ({});
const PRODUCER: NodeSpec = { name: "producer", role: "producer", run: idle };
const base: Scenario = { title: "Read", nodes: [{ ...PRODUCER, count: 2 }, { name: "broker", role: "broker", run: idle }, { name: "consumer", count: 3, role: "consumer", run: idle }], workload: { messages: 1 }, promises: {} };
const own = (name: string): Guarantee => ({ name, observe: () => ({ on: () => undefined, end: () => undefined }) });
const namesOf = (nodes: readonly NodeSpec[]): string[] => resolve({ ...base, nodes }).world.nodes.map(({ name }) => name);

/** The one line of the error, for a scenario with these parts. */
function refused(parts: object): string {
  try {
    scenario({ ...base, ...parts });
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message).not.toContain("\n");
    return message;
  }
  return expect.unreachable("it was taken");
}

describe("a scenario that is read", () => {
  it("has every default filled in", () => {
    const { name, seed, world, delivery, promises, tolerates, own: guarantees } = resolve({ title: "", nodes: [PRODUCER], workload: { messages: 3 }, promises: {} });
    expect({ name, seed, promises, tolerates, guarantees }).toEqual({ name: "scenario", seed: "1", promises: [], tolerates: undefined, guarantees: [] });
    expect(world).toEqual({
      nodes: [{ name: "producer", role: "producer", run: idle, offset: 0, ppm: 0, sync: { shape: "constant", value: 500 } }],
      latency: { shape: "exponential", mean: 5_000 }, timeout: 30_000_000, chances: { packets: [], steps: [], intervals: [] },
      storm: undefined, settle: 60_000_000, events: 10_000_000, time: 3_600_000_000,
    });
    expect(delivery).toEqual({ workload: { messages: 3, keys: 1, every: { shape: "constant", value: 10_000 }, bytes: 0 }, producers: ["producer"], subscriptions: ["default"], sinks: [{ name: "world", subscription: undefined, dedup: false, fenced: false, at: [] }], excuses: [], obligation: "confirmed" });
  });

  it("is what was written, and is read once", () => {
    expect(scenario(base)).toBe(base);
    expect(resolve(base)).toBe(resolve(base));
  });

  it("names the nodes of a role by its first letter and a number, one without a count by its own name, all in the order a person counts in", () => {
    expect(namesOf(base.nodes)).toEqual(["broker", "c1", "c2", "c3", "p1", "p2"]);
    expect(namesOf([{ ...PRODUCER, count: 12 }])).toEqual(Array.from({ length: 12 }, (_, index) => `p${index + 1}`));
    expect(namesOf([{ ...PRODUCER, count: 1 }])).toEqual(["p1"]);
    expect(namesOf(["a10b2", "a9", "a10", "B", "a10b10", "a", "_"].map((name) => ({ ...PRODUCER, name })))).toEqual(["B", "_", "a", "a9", "a10", "a10b2", "a10b10"]);
  });

  it("deals its messages to the producers in that order, whatever the order they are written in", () => {
    const publishing: Factory = () => ({ publish: (ctx, { id }) => ctx.log(`${id}`) });
    const nodes = [{ name: "p10", role: "producer" as const, run: publishing }, { name: "p9", role: "producer" as const, run: publishing }];
    expect(resolve({ ...base, nodes }).delivery.producers).toEqual(["p9", "p10"]);
    expect(run({ ...base, nodes }).digest).toBe(run({ ...base, nodes: nodes.toReversed() }).digest);
  });

  it("takes sinks at nodes, at all nodes of a role, at several", () => {
    const at = (...names: string[]): readonly string[] => resolve({ ...base, sinks: [{ name: "database", at: names }] }).delivery.sinks[0]!.at;
    expect(at("consumer")).toEqual(["c1", "c2", "c3"]);
    expect(at("c2", "broker")).toEqual(["c2", "broker"]);
    expect(at("producer", "c1")).toEqual(["p1", "p2", "c1"]);
    expect(resolve({ ...base, subscriptions: ["a", "b"], sinks: [{ name: "x", subscription: "b" }] }).delivery.sinks[0]!.subscription).toBe(1);
  });

  it("judges what is promised, what is always judged, and its own guarantees", () => {
    const { kinds, promises } = resolve({ ...base, guarantees: [own("mine")], promises: { deadline: holds({ within: "5s" }), order: breaks({ plan: ["crash broker at 1s", "drop p1>broker x m1 #1"] }), mine: holds() } });
    expect(kinds.map(({ kind }) => kind.name)).toEqual(["at-least-once", "at-most-once", "effectively-once", "integrity", "order", "progress", "deadline", "fenced"]);
    expect(kinds.find(({ kind }) => kind.name === "deadline")!.limits).toEqual({ within: "5s" });
    expect(promises).toEqual([
      { guarantee: "deadline", promised: "holds", plan: undefined },
      { guarantee: "order", promised: "breaks", plan: [{ fault: "crash", node: "broker", at: 1_000_000 }, { fault: "drop", packet: "p1>broker x m1 #1" }] },
      { guarantee: "mine", promised: "holds", plan: undefined },
    ]);
  });

  it("tolerates what all its nodes that say so tolerate", () => {
    const tolerating = (...all: (readonly string[] | undefined)[]): unknown => resolve({ ...base, nodes: all.map((tolerates, index) => ({ ...PRODUCER, name: `n${index}`, ...(tolerates === undefined ? {} : { tolerates }) })) }).tolerates;
    expect(tolerating(undefined, undefined)).toBeUndefined();
    expect(tolerating(["drop", "crash"], undefined, ["crash", "pause"])).toEqual(["crash"]);
    expect(tolerating(["drop"], [])).toEqual([]);
  });
});

describe("a scenario with something wrong is refused, naming the place and what would be right:", () => {
  it.each<[string, object, string]>([
    ["two nodes of one name", { nodes: [...base.nodes, { ...PRODUCER, name: "p2" }] }, 'scenario.nodes: two nodes would be called "p2"'],
    ["two roles of one letter", { nodes: [{ ...PRODUCER, count: 1 }, { ...PRODUCER, name: "proxy", count: 1 }] }, 'two nodes would be called "p1"'],
    ["too many nodes", { nodes: [{ ...PRODUCER, count: 4000 }, { ...PRODUCER, name: "consumer", count: 96 }] }, "scenario.nodes: 4096 nodes are too many; 4095 at most"],
    ["no producer", { nodes: [{ ...PRODUCER, role: "other" }] }, 'no node has the role "producer", so nobody can be handed the 1 messages'],
    ["no nodes", { nodes: [] }, "scenario.nodes: expected a list of at least 1, got []"],
    ["a node's bad name", { nodes: [{ ...PRODUCER, name: "1st" }] }, "scenario.nodes.0.name: expected a name of a letter or _"],
    ["a node that runs nothing", { nodes: [{ ...PRODUCER, run: "broker" }] }, 'scenario.nodes.0.run: expected a function, got "broker"'],
    ["an unknown role", { nodes: [{ ...PRODUCER, role: "queue" }] }, 'scenario.nodes.0.role: expected "producer"'],
    ["an unknown fault that is tolerated", { nodes: [{ ...PRODUCER, tolerates: ["drop", "clok"] }] }, 'nodes.producer.tolerates: there is no fault "clok"; did you mean "clock"?'],
    ["a field that is none", { netwrk: {} }, 'scenario has no "netwrk"; did you mean "network"?'],
    ["a promise of an unknown guarantee", { promises: { "at-most-onc": holds() } }, 'promises: there is no guarantee "at-most-onc"; did you mean "at-most-once"?'],
    ["a promise of what is in every object", { promises: { constructor: holds() } }, 'promises: there is no guarantee "constructor"'],
    ["a promise of a misspelt guarantee of its own", { guarantees: [own("agreement")], promises: { agrement: holds() } }, 'there is no guarantee "agrement"; did you mean "agreement"?'],
    ["a promise that is none", { promises: { order: true } }, "scenario.promises.order: expected holds(), breaks() or breaks({ plan: [...] })"],
    ["a pinned plan of unknown nodes", { promises: { order: breaks({ plan: ["crash brocker at 1s"] }) } }, 'promises.order.plan, entry 1 "crash brocker at 1s": there is no node "brocker"; did you mean "broker"?'],
    ["a pinned plan of nonsense", { promises: { order: breaks({ plan: ["crash broker at 1s", "crsh broker"] }) } }, 'promises.order.plan, entry 2'],
    ["limits a guarantee does not take", { promises: { order: holds({ al: true }) } }, 'promises.order: takes the limit "all", but got "al"'],
    ["limits of one that takes none", { promises: { integrity: breaks({ limits: { within: 1 } }) } }, 'promises.integrity: takes no limits, but got "within"'],
    ["a limit that is missing", { promises: { deadline: holds() } }, 'promises.deadline: needs the limit "within"'],
    ["a guarantee called like a built-in one", { guarantees: [own("order")] }, 'scenario.guarantees: two would be called "order"'],
    ["two guarantees of one name", { guarantees: [own("mine"), own("mine")] }, 'scenario.guarantees: two would be called "mine"'],
    ["a guarantee without a name", { guarantees: [own("")] }, "scenario.guarantees.0.name: expected a text of 1 to 200 characters"],
    ["a subscription twice", { subscriptions: ["a", "b", "a"] }, 'scenario.subscriptions: two would be called "a"'],
    ["a sink twice", { sinks: [{ name: "a" }, { name: "a" }] }, 'scenario.sinks: two would be called "a"'],
    ["a sink nowhere", { sinks: [{ name: "a", at: ["consumr"] }] }, 'sinks.0.at: there is no node "consumr"'],
    ["a sink of no subscription", { subscriptions: ["audit"], sinks: [{ name: "a", subscription: "adit" }] }, 'sinks.0.subscription: there is no subscription "adit"; did you mean "audit"?'],
    ["a duration below zero", { settle: "-1s" }, 'settle: "-1s" is negative'],
    ["a duration that is none", { storm: "5 minutes" }, 'storm: "5 minutes" is not a duration'],
    ["no time at all for events", { limit: { events: 0 } }, "scenario.limit.events: expected a whole number of at least 1, got 0"],
    ["an empty seed", { seed: "" }, "scenario.seed: a seed is a text of 1 to 200 characters"],
    ["a chance above one", { network: { loss: 1.01 } }, "scenario.network.loss: expected a number from 0 to 1, got 1.01"],
    ["half a message", { workload: { messages: 0.5 } }, "scenario.workload.messages: expected a whole number"],
  ])("%s", (_, parts, message) => {
    expect(refused(parts)).toContain(message);
  });

  it.each([null, undefined, 7, "scenario", [], () => base])("no scenario at all: %s", (value) => {
    expect(() => scenario(value as never)).toThrow(InputError);
  });
});

describe("faults by chance", () => {
  const refusedNemesis = (nemesis: Nemesis): string => refused({ nemesis: [{ fault: "drop", rate: 0.1 }, nemesis] });

  it("are the network's rates and the nemesis, with their defaults", () => {
    const { chances } = resolve({ ...base, network: { loss: 0.1, reorder: 0.2, corrupt: 0 }, nemesis: [{ fault: "duplicate", rate: 0.3, link: "p1>broker" }, { fault: "crash", rate: 0.4, in: "step", nodes: "broker" }, { fault: "crash", every: "1s", for: "forever" }, { fault: "disk", every: 5, kinds: ["slow"] }] }).world;
    const all = ["broker", "c1", "c2", "c3", "p1", "p2"];
    const interval = { nodes: all, how: ["power"], disk: "lose", by: { shape: "exponential", mean: 1_000_000 }, ppm: 500, oneWay: 0.2 };
    expect(chances).toEqual({
      packets: [{ fault: "drop", rate: 0.1 }, { fault: "delay", rate: 0.2 }, { fault: "duplicate", rate: 0.3, link: { from: "p1", to: "broker" } }],
      steps: [{ rate: 0.4, for: { shape: "exponential", mean: 500_000 }, nodes: ["broker"], how: ["power"], disk: "lose" }],
      intervals: [{ fault: "crash", every: 1_000_000, for: "forever", kinds: ["lost-sync", "torn", "slow", "full", "error"], ...interval }, { fault: "disk", every: 5, for: { shape: "exponential", mean: 500_000 }, ...interval, kinds: ["slow"] }],
    });
  });

  it.each<[string, Nemesis, string]>([
    ["an unknown kind", { fault: "dorp", rate: 0.1 }, 'nemesis.1.fault: there is no fault "dorp" by chance; did you mean "drop"?'],
    ["a duration of an attack", { fault: "forge", rate: 0.1, for: "1s" }, 'nemesis.1 (forge) has no "for"'],
    ["no rate", { fault: "delay" }, "nemesis.1.rate: nothing is not a chance from 0 to 1"],
    ["a rate above one", { fault: "delay", rate: 2 }, "nemesis.1.rate: 2 is not a chance"],
    ["a field of another kind", { fault: "delay", rate: 0.1, every: "1s" }, 'nemesis.1 (delay) has no "every"'],
    ["a link to nowhere", { fault: "drop", rate: 0.1, link: "p1>brokr" }, 'nemesis.1.link: there is no node "brokr"; did you mean "broker"?'],
    ["what is no link", { fault: "drop", rate: 0.1, link: "p1-broker" }, '"p1-broker" is not a link; write "p1>broker"'],
    ["a crash in something else", { fault: "crash", rate: 0.1, in: "handler" }, 'nemesis.1.in: "handler" is not "step"'],
    ["no interval", { fault: "pause" }, "nemesis.1.every"],
    ["no time between strikes", { fault: "pause", every: 0 }, "nemesis.1.every: the mean time between strikes is above 0"],
    ["unknown nodes", { fault: "pause", every: "1s", nodes: ["c4"] }, 'nemesis.1.nodes: "c4" is unknown; did you mean "c1"?'],
    ["no nodes", { fault: "pause", every: "1s", nodes: [] }, "nemesis.1.nodes: expected a list of broker, c1"],
    ["an unknown manner", { fault: "crash", every: "1s", how: "kil" }, 'nemesis.1.how: "kil" is unknown; did you mean "kill"?'],
    ["an unknown fate", { fault: "crash", every: "1s", disk: "torn" }, 'nemesis.1.disk: "torn" is not "lose" or "any"'],
    ["a drift of halves", { fault: "clock", every: "1s", ppm: 0.5 }, "nemesis.1.ppm: 0.5 is not a whole number of parts per million"],
  ])("are refused with %s", (_, nemesis, message) => {
    expect(refusedNemesis(nemesis)).toContain(message);
  });

  it("need two nodes for a partition", () => {
    expect(refused({ nodes: [PRODUCER], nemesis: [{ fault: "partition", every: "1s" }] })).toBe("nemesis.0: a partition needs two nodes or more; there is one");
  });
});
