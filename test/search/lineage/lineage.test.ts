import { describe, expect, it } from "vitest";
import type { Factory, Scenario } from "../../../src/index.ts";
import { resolve } from "../../../src/scenario/resolve.ts";
import { Simulation } from "../../../src/scenario/simulation.ts";
import { lineageOf } from "../../../src/search/lineage/lineage.ts";
import type { Lineage } from "../../../src/search/lineage/lineage.ts";
import { checkPlan } from "../../../src/world/plan-check.ts";

function lineageIn(nodes: { readonly [name: string]: Factory }, plan: readonly string[] = [], more: Partial<Scenario> = {}): Lineage {
  const scenario: Scenario = { title: "Lineage", nodes: Object.entries(nodes).map(([name, run]) => ({ name, role: name === "p" ? "producer" : "other", run })), workload: { messages: 1, every: "10ms" }, network: { latency: "5ms" }, obligation: "published", promises: {}, ...more };
  const simulation = new Simulation(resolve(scenario), { seed: "1", plan: checkPlan(plan, Object.keys(nodes).sort()), rates: false, trace: true });
  while (simulation.advance());
  return lineageOf(simulation);
}

/** The supports of the first effect, each as its packets and steps. */
const told = ({ goals }: Lineage): string[] => goals[0]!.supports.map((support) => support.map(({ packet, step, after }) => packet ?? `${step}/${after}`).join(" <- "));

const teller: Factory = () => ({ publish: (ctx, { id }) => ctx.send("b", { type: "tell", message: id }) });
const doer: Factory = () => ({ receive: (ctx, _from, { message }) => void ctx.effect(message!) });

describe("lineage", () => {
  it("goes back from an effect over packets to the hand-over", () => {
    const relay: Factory = () => ({ receive: (ctx, _from, { message }) => (ctx.log("on it goes"), ctx.send("c", { type: "do", message: message! })) });
    expect(told(lineageIn({ p: teller, b: relay, c: doer }))).toEqual(["b>c do m1 #1/0 <- b>c do m1 #1 <- p>b tell m1 #1"]);
  });

  it("goes over timers and syncs of a node, and remembers since when it waited", () => {
    const waiting: Factory = () => ({
      receive(ctx, _from, { message }) {
        ctx.disk.write("kept", message as number);
        ctx.disk.sync("kept");
      },
      synced: (ctx) => ctx.timer("go", "20ms", 1),
      wake: (ctx) => ctx.send("c", { type: "do", message: 1 }),
    });
    const [support] = lineageIn({ p: teller, b: waiting, c: doer }).goals[0]!.supports;
    expect(support!.map(({ packet, since, at, waits }) => ({ packet, since, at, waits }))).toEqual([
      { packet: undefined, since: 40_500, at: 40_500, waits: undefined },
      { packet: "b>c do m1 #1", since: 15_000, at: 35_500, waits: [{ step: "b synced kept #1", outputs: 0, at: 15_500 }, { step: "p>b tell m1 #1", outputs: 2, at: 15_000 }] },
      { packet: "p>b tell m1 #1", since: 10_000, at: 10_000, waits: undefined },
    ]);
  });

  it("of a node that speaks of a message without having been asked about it knows who told it: any that did", () => {
    const twice: Factory = () => ({ publish: (ctx, { id }) => ["by day", "by night"].forEach((type) => ctx.send("b", { type, message: id })) });
    const now_and_then: Factory = () => {
      let heard = 0;
      return {
        start: (ctx) => ctx.timer("round", "50ms"),
        receive: (ctx, _from, { message }) => void (heard = message as number, ctx.effect(message!, { subscription: "b" })),
        wake: (ctx) => heard > 0 && ctx.send("c", { type: "do", message: heard }),
      } as ReturnType<Factory>;
    };
    const last: Factory = () => ({ receive: (ctx, _from, { message }) => void ctx.effect(message!, { subscription: "c" }) });
    const more: Partial<Scenario> = { subscriptions: ["b", "c"], sinks: [{ name: "b", subscription: "b", dedup: true }, { name: "c", subscription: "c" }] };
    const { goals } = lineageIn({ p: twice, b: now_and_then, c: last }, [], more);
    expect(goals.find(({ subscription }) => subscription === 1)!.supports.map((support) => support.map(({ packet }) => packet).filter((packet) => packet !== undefined))).toEqual([
      ["b>c do m1 #1", 'p>b "by day" m1 #1'], ["b>c do m1 #1", 'p>b "by night" m1 #1'],
    ]);
  });

  it("of what outlived a restart knows that it had been made durable", () => {
    const keeping: Factory = () => ({
      start: (ctx) => (ctx.disk.read("kept") === undefined ? undefined : ctx.send("c", { type: "do", message: 1 })),
      receive(ctx, _from, { message }) {
        ctx.disk.write("kept", message as number);
        ctx.disk.sync("kept");
      },
    });
    const [support] = lineageIn({ p: teller, b: keeping, c: doer }, ["crash b at 30ms for 10ms"]).goals[0]!.supports;
    expect(support!.map(({ step, after, since }) => [step, after, since])).toEqual([["b>c do m1 #1", 0, 45_000], ["b start #2", 0, 40_000], ["b synced kept #1", -1, 15_000], ["p publish m1", 0, 10_000]]);
  });

  it("has nothing to say of what did not happen", () => {
    expect(lineageIn({ p: teller, b: doer }, ["drop p>b tell m1 #1"]).goals).toEqual([]);
  });
});
