import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, holds, InputError, run } from "../../src/index.ts";
import type { Comparison, Factory, Scenario } from "../../src/index.ts";
import { load } from "../../src/campaign/load.ts";
import { SHORT } from "../support/protocols.ts";
import { Recorder } from "../support/recorder.ts";
import { cast } from "../view/telling.ts";

/** Writes, syncs, sends; gauges what it holds. Every packet takes 2 ms. */
const writer: Factory = () => ({
  publish(ctx, message) {
    ctx.disk.write("last", message.id);
    ctx.disk.sync("last");
    ctx.send("c1", { type: "work", message: message.id, text: "é€😀" });
    ctx.gauge("held", message.id);
  },
  receive(ctx, _from, packet) {
    ctx.confirm(packet.message as number);
  },
});
const worker: Factory = () => ({
  receive(ctx, from, packet) {
    ctx.transaction((tx) => tx.write("done", packet.message as number));
    ctx.effect(packet.message as number);
    ctx.send(from, { type: "done", message: packet.message as number });
  },
});
const priced = (more: Partial<Scenario> = {}): Scenario => ({
  name: "priced", title: "Priced",
  nodes: [{ name: "p1", role: "producer", run: writer }, { name: "c1", role: "consumer", run: worker }],
  workload: { messages: 4, every: "10ms" }, network: { latency: "2ms" }, promises: { "at-most-once": holds() }, ...more,
});
const prices = ({ sides }: Comparison) => sides.map(({ price }) => price);

describe("the price", () => {
  it("counts what processes send, write and sync, and times what becomes of messages", async () => {
    const [price, same] = prices(await compare(priced(), priced()));
    const bytes = [1, 2, 3, 4].reduce((sum, message) => sum + Buffer.byteLength(JSON.stringify({ type: "work", message, text: "é€😀" })) + Buffer.byteLength(JSON.stringify({ type: "done", message })), 0);
    expect(price).toEqual({
      messages: 4, packets: 8, bytes, writes: 8, syncs: 8, gauges: { held: 4 },
      toEffect: { samples: 4, missing: 0, median: 2_000, p95: 2_000 }, toConfirm: { samples: 4, missing: 0, median: 4_000, p95: 4_000 },
    });
    expect(same).toEqual(price);
  });

  it("does not count the network's copies, nor what a crash swallowed", async () => {
    const [price] = prices(await compare(priced(), priced(), { plan: ["duplicate p1>c1 work m1 #1 after 1ms", "crash p1 in p1 publish m2 after 1 for 1ms"] }));
    // m2 is written but neither synced nor sent; the copy of m1 is answered.
    expect(price).toMatchObject({ packets: 3 + 4, writes: 4 + 4, syncs: 3 + 4, toEffect: { samples: 3, missing: 1 } });
  });

  it("is by nearest rank: of ten samples the median is the fifth, and 95 of 100 do not exceed the last", async () => {
    const delays = Array.from({ length: 10 }, (_, at) => `delay p1>c1 work m${at + 1} #1 by ${at}ms`);
    const [price] = prices(await compare(priced({ workload: { messages: 10, every: "100ms" } }), priced(), { plan: delays }));
    expect(price!.toEffect).toEqual({ samples: 10, missing: 0, median: 6_000, p95: 11_000 });
  });

  it("adds up over runs, and keeps the highest of each gauge", async () => {
    const [one] = prices(await compare(priced(), priced()));
    const [many] = prices(await compare(priced(), priced(), { runs: 3 }));
    expect(many).toEqual({ ...one, messages: 12, packets: 24, bytes: 3 * one!.bytes, writes: 24, syncs: 24, toEffect: { ...one!.toEffect, samples: 12 }, toConfirm: { ...one!.toConfirm, samples: 12 } });
  });

  it.each(Object.entries(SHORT))("of %s is what a wrapped process is seen to do", async (_name, { scenario, plan }) => {
    const recorder = new Recorder(scenario, plan);
    while (recorder.simulation.advance());
    const calls = [...recorder.outputs.values()].flat();
    const [price] = prices(await compare(scenario, scenario, { plan }));
    const called = (...names: string[]): number => calls.filter(({ call }) => names.some((name) => call.startsWith(`${name} [`))).length;
    expect(price).toMatchObject({ packets: called("send", "connection send"), syncs: called("sync", "transaction"), writes: calls.reduce((sum, { changes }) => sum + changes.length, 0) });
  });
});

describe("two histories", () => {
  const told = async (first: Scenario, second: Scenario, options: Parameters<typeof compare>[2] = {}) => (await compare(first, second, options)).told;

  it("of the same run are the same, event for event, whatever the seed", async () => {
    const scenario = await load("retry-without-dedup");
    await fc.assert(fc.asyncProperty(fc.nat(), async (seed) => {
      expect((await compare(scenario, scenario, { seed })).told).toBeUndefined();
    }), { numRuns: 20 });
  });

  it("part at the first event that differs, times apart", async () => {
    const one = cast("retryWithoutDedup", { network: { latency: "2ms" }, messages: 2 });
    expect(await told(one, one, { with: { "network.latency": "3ms" } })).toBeUndefined();
    const parted = await told(one, one, { with: { "workload.messages": 1 } });
    expect(parted).toMatchObject({ seed: "1", guarantees: [], history: { events: [{ verb: "publish", message: 2 }, undefined] }, fates: [{ message: 2, fates: [{ publish: 1, effect: 1, confirm: 1 }, {}] }] });
    // Nothing but publish, deliver, effect, ack and confirm of m1 came before.
    expect(parted!.history!.same).toBe(5);
  });

  it("say how each message fares: one fault, a second effect on one side only", async () => {
    const plan = ["drop c1>broker ack m1 #1"];
    const parted = await told(await load("retry-without-dedup"), await load("corrected-queue"), { plan, set: { "workload.messages": 3 } });
    expect(parted).toMatchObject({ guarantees: expect.arrayContaining(["at-most-once", "effectively-once"]) as unknown });
    expect(parted!.fates).toEqual([{ message: 1, fates: [{ publish: 1, confirm: 1, effect: 2 }, { publish: 1, confirm: 1, effect: 1 }] }]);
  });

  it("pass over what only one protocol notes, and over names of nodes that only one has", async () => {
    const silent: Factory = () => ({ receive(ctx, _from, packet) { ctx.effect(packet.message as number); } });
    const noting: Factory = () => ({ receive(ctx, _from, packet) { ctx.note("deliver", packet.message as number); ctx.effect(packet.message as number); } });
    const sender = (to: string): Factory => () => ({ publish: (ctx, message) => ctx.send(to, { type: "work", message: message.id }) });
    const between = (name: string, run: Factory): Scenario => ({ ...priced(), nodes: [{ name: "p1", role: "producer", run: sender(name) }, { name, role: "consumer", run }] });
    expect(await told(between("c1", silent), between("c1", noting))).toBeUndefined();
    expect(await told(between("c1", silent), between("worker", noting))).toBeUndefined();
  });

  it("of many runs are told of the pair in which most differs: verdicts before messages before events", async () => {
    const scenario = await load("retry-without-dedup");
    const compared = await compare(scenario, scenario, { runs: 30, with: { "network.loss": 0.3 } });
    const status = (seed: string, loss: number): string | undefined => run(scenario, { seed, set: { "network.loss": loss } }).verdicts.find(({ guarantee }) => guarantee === "at-most-once")?.status;
    const differing = Array.from({ length: 30 }, (_, index) => `1/${index + 1}`).find((seed) => status(seed, 0.1) !== status(seed, 0.3));
    expect(compared.told).toMatchObject({ seed: differing, guarantees: expect.arrayContaining(["at-most-once"]) as unknown });
  });
});

describe("a comparison", () => {
  it("holds the verdicts of the same seeds against each other, as single runs give them", async () => {
    const scenario = await load("retry-without-dedup");
    const { sides, runs } = await compare(scenario, scenario, { runs: 12, seed: "s", with: { "network.loss": 0.4 } });
    expect(runs).toBe(12);
    for (const [side, set] of [[0, {}], [1, { "network.loss": 0.4 }]] as const) {
      const verdicts = Array.from({ length: 12 }, (_, index) => run(scenario, { seed: `s/${index + 1}`, set }).verdicts);
      for (const { guarantee, failures, status, seed, sentence } of sides[side].verdicts) {
        const each = verdicts.map((all) => all.find((verdict) => verdict.guarantee === guarantee)!);
        const first = each.findIndex((verdict) => verdict.status === "fail");
        expect({ failures, status }).toEqual({ failures: each.filter((verdict) => verdict.status === "fail").length, status: first < 0 ? "pass" : "fail" });
        if (first >= 0) expect({ seed, sentence }).toEqual({ seed: `s/${first + 1}`, sentence: each[first]!.sentence });
      }
    }
  });

  it("says where the conditions differ, and what struck", async () => {
    const compared = await compare(await load("retry-without-dedup"), await load("fire-and-forget"), { plan: ["drop p1>broker publish m1 #1", "drop c1>broker ack m2 #1"] });
    expect(compared.conditions).toContainEqual({ path: "network.loss", values: ["0.1", "0.2"] });
    expect(compared.conditions).toContainEqual({ path: "obligation", values: [undefined, '"published"'] });
    expect(compared.sides.map(({ struck, missed }) => [struck, missed.length])).toEqual([[{ drop: 2 }, 0], [{ drop: 1 }, 1]]);
    expect(compared.rates).toBe(false);
  });

  it("sets parameters on both, and those of the second alone on the second alone", async () => {
    const scenario = await load("retry-without-dedup");
    const { sides, conditions } = await compare(scenario, scenario, { set: { "workload.messages": 3, "network.loss": 0 }, with: { "network.loss": 0.5 } });
    expect(sides.map(({ price, parameters }) => [price.messages, parameters])).toEqual([[3, { "workload.messages": 3, "network.loss": 0 }], [3, { "workload.messages": 3, "network.loss": 0.5 }]]);
    expect(conditions).toEqual([{ path: "network.loss", values: ["0", "0.5"] }]);
  });

  it("can be interrupted, and has as many runs on either side", async () => {
    const interrupt = new AbortController();
    const scenario = await load("retry-without-dedup");
    const compared = await compare(scenario, scenario, { runs: 1_000_000, signal: interrupt.signal, onProgress: ({ runs }) => { if (runs > 0) interrupt.abort(); } });
    expect(compared.interrupted).toBe(true);
    expect(prices(compared).map(({ messages }) => messages)).toEqual([compared.runs * 10, compared.runs * 10]);
  });

  it.each<readonly [Parameters<typeof compare>[2], string]>([
    [{ runs: 0 }, "compare: runs: 0 is not a whole number of at least 1"],
    [{ plan: ["crash c9 at 1s"] }, 'plan for priced, entry 1 "crash c9 at 1s": there is no node "c9"; did you mean "c1"?'],
    [{ with: { "network.los": 1 } }, 'B (priced): scenario.network has no "los"; did you mean "loss"?'],
  ])("refuses %j", async (options, message) => {
    const error: unknown = await compare(priced(), priced(), options).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toBe(message);
  });
});
