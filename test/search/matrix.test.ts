import { beforeAll, describe, expect, it } from "vitest";
import { breaks, check, holds, InputError, matrix, protocolsAmong, run, scenario } from "../../src/index.ts";
import type { Factory, Matrix, MatrixProtocol, Scenario } from "../../src/index.ts";
import { bundled, load } from "../../src/campaign/load.ts";
import { correctedQueue, fireAndForget, retryWithoutDedup } from "../../src/protocols/index.ts";
import { FAULT_KINDS } from "../../src/world/fault.ts";

const RUNS = 15;
interface Roles { readonly producer: Factory; readonly broker: Factory; readonly consumer: Factory }
const cell = ({ rows }: MatrixProtocol, fault: string | undefined, guarantee: string) => rows.find((row) => row.fault === fault)?.cells.find((one) => one.guarantee === guarantee);

describe("a matrix", () => {
  let made: Matrix;
  const of = (name: string): MatrixProtocol => made.protocols.find((protocol) => protocol.scenario === name)!;
  beforeAll(async () => {
    made = await matrix(await Promise.all(["corrected-queue", "fire-and-forget", "retry-without-dedup"].map(load)), { runs: RUNS });
  }, 120_000);

  it("has a row without a fault and one for each kind that reached the protocol, each of so many runs, and names the other kinds", () => {
    for (const { rows, never } of made.protocols) {
      expect(rows[0]).toMatchObject({ fault: undefined, tolerated: true, struck: 0 });
      expect([...rows.slice(1).map(({ fault }) => fault!), ...never].sort()).toEqual([...FAULT_KINDS].sort());
      for (const { runs, reached, fault } of rows) expect(runs === RUNS && (fault === undefined || reached > 0)).toBe(true);
    }
    // No disk in it, and no connections: a clean row of these would be no evidence.
    expect(of("fire-and-forget").never).toEqual(expect.arrayContaining(["disk", "reset", "stall"]));
    expect(of("retry-without-dedup").never).not.toContain("disk");
  });

  it("has in each cell that failed a plan of that kind of fault alone, which breaks the guarantee in a run of its own", async () => {
    let found = 0;
    for (const { scenario: name, rows } of made.protocols) {
      const protocol = await load(name);
      for (const { fault, cells } of rows) {
        for (const { guarantee, status, counterexample } of cells) {
          expect(status === "fail").toBe(counterexample !== undefined);
          if (counterexample === undefined || (fault !== undefined && cell(of(name), undefined, guarantee)!.status === "fail")) continue;
          found++;
          const { seed, lines, plan, parameters = {}, digest } = counterexample;
          if (fault !== undefined) expect(new Set(plan.map((entry) => entry.fault))).toEqual(new Set([fault]));
          const again = run(protocol, { seed, plan: lines, set: parameters });
          expect(again).toMatchObject({ digest, missed: [] });
          expect(again.verdicts).toContainEqual(expect.objectContaining({ guarantee, status: "fail" }));
        }
      }
    }
    expect(found).toBeGreaterThan(20);
  });

  it("knows what every lesson says: what a lost, a repeated and no fault do to the protocols", () => {
    expect(cell(of("fire-and-forget"), "drop", "at-least-once")!.status).toBe("fail");
    expect(cell(of("fire-and-forget"), "drop", "at-most-once")!.status).toBe("pass");
    expect(cell(of("fire-and-forget"), "duplicate", "at-most-once")!.status).toBe("fail");
    expect(cell(of("retry-without-dedup"), "drop", "at-most-once")!.status).toBe("fail");
    expect(cell(of("retry-without-dedup"), "drop", "at-least-once")!.status).toBe("pass");
    for (const { cells } of of("corrected-queue").rows.filter(({ tolerated }) => tolerated)) expect(cells.filter(({ status }) => status !== "pass").map(({ guarantee }) => guarantee)).toEqual(["order"]);
  });

  it("looks for what breaks without a fault once, and shows the same in every row", () => {
    for (const protocol of made.protocols) for (const { cells } of protocol.rows) expect(cells.find(({ guarantee }) => guarantee === "order")).toBe(cell(protocol, undefined, "order"));
  });

  it("says of each kind whether it is declared to be tolerated, and of each guarantee what is promised", () => {
    expect(of("fire-and-forget").rows.filter(({ tolerated }) => !tolerated).map(({ fault }) => fault)).toEqual(expect.arrayContaining(["duplicate", "replay"]));
    expect(of("fire-and-forget").rows.filter(({ tolerated }) => tolerated).map(({ fault }) => fault)).toEqual([undefined, "drop", "corrupt", "delay", "partition", "crash", "pause", "clock"]);
    expect(of("fire-and-forget").guarantees).toEqual(expect.arrayContaining([{ guarantee: "at-most-once", promised: "holds" }, { guarantee: "at-least-once", promised: "breaks" }, { guarantee: "progress", promised: "nothing" }]));
  });

  it("is the same each time, and another for another seed", async () => {
    const again = async (seed: string): Promise<Matrix> => matrix([await load("retry-without-dedup")], { runs: RUNS, seed });
    expect((await again("1")).protocols).toEqual([of("retry-without-dedup")]);
    expect((await again("2")).protocols).not.toEqual([of("retry-without-dedup")]);
  });
});

describe("of one scenario, a matrix", () => {
  const one = async (definition: Scenario, options: Parameters<typeof matrix>[1] = {}): Promise<MatrixProtocol> => (await matrix([definition], { runs: 5, ...options })).protocols[0]!;

  it("leaves the scenario's own chances out", async () => {
    const clean = scenario({ title: "Lossy", nodes: [{ name: "p1", role: "producer", run: () => ({ publish: (ctx, message) => ctx.send("c1", { type: "work", message }) }) }, { name: "c1", role: "consumer", run: () => ({ receive: (ctx, _from, packet) => void ctx.effect(packet.message!) }) }], workload: { messages: 5 }, network: { loss: 1 }, obligation: "published", promises: { "at-least-once": holds() } });
    expect(cell(await one(clean), undefined, "at-least-once")).toEqual({ guarantee: "at-least-once", status: "pass", failures: 0 });
  });

  it("judges its own guarantees too, and is unknown where nothing is owed", async () => {
    const idle: Factory = () => ({});
    const definition = scenario({ title: "Idle", nodes: [{ name: "p1", role: "producer", run: idle }], workload: { messages: 2 }, guarantees: [{ name: "mine", observe: () => ({ on: () => undefined, end: (_summary, fail) => fail("never") }) }], promises: {} });
    const { rows, never } = await one(definition);
    expect(rows[0]!.cells).toEqual(expect.arrayContaining([expect.objectContaining({ guarantee: "mine", status: "fail" }), { guarantee: "at-least-once", status: "unknown", failures: 0, sentence: "no message was ever owed, so nothing was tested" }]));
    expect(never).toEqual(expect.arrayContaining(["partition", "drop", "disk"]));
  });

  it("sets parameters, and can be interrupted between protocols as within", async () => {
    const definition = await load("retry-without-dedup");
    const interrupt = new AbortController();
    const interrupted = await matrix([definition, definition], { runs: 100_000, signal: interrupt.signal, onProgress: () => interrupt.abort() });
    expect(interrupted).toMatchObject({ interrupted: true, protocols: [] });
    await expect(matrix([definition], { set: { "network.los": 1 } })).rejects.toThrow('scenario.network has no "los"');
    await expect(matrix([definition], { runs: 0 })).rejects.toThrow(new InputError("matrix: runs: 0 is not a whole number of at least 1"));
  });

  it("shows a plan that the scenario pins, if it is of one kind and does break it, where so few runs find none, too", async () => {
    const rare = "crash broker in p1>broker publish m1 #1 after 1 for 50ms";
    const definition = await load("naive-queue/l1-confirmed-in-memory");
    expect(cell(await one(definition, { runs: 1 }), "crash", "at-least-once")).toMatchObject({ status: "fail", counterexample: { lines: [rare], seed: "1", minimal: "one-minimal" } });
    // Pinned for what it does not break, or beside another kind, it is none; and it is shown for all that it does break.
    const wrongly = { ...definition, promises: { "at-least-once": breaks(), "at-most-once": breaks({ plan: [rare] }), order: breaks({ plan: [rare, "drop p1>broker publish m2 #1"] }) } };
    const protocol = await one(wrongly, { runs: 1 });
    const shown = (guarantee: string) => cell(protocol, "crash", guarantee)?.counterexample?.lines;
    expect([shown("at-least-once"), shown("at-most-once")]).toEqual([[rare], undefined]);
    expect(shown("order")).not.toEqual([rare]);
  });

  it("finds what a campaign over the scenario finds", async () => {
    const definition = await load("retry-without-dedup");
    const found = (await check(definition, { runs: 50 })).counterexamples.map(({ guarantee }) => guarantee);
    const { rows } = await one(definition, { runs: RUNS });
    for (const guarantee of found) expect(rows.some(({ cells }) => cells.some((one) => one.guarantee === guarantee && one.status === "fail"))).toBe(true);
  });
});

describe("scenarios that stand for a protocol", () => {
  const declaring = (name: string, { producer, broker, consumer }: Roles, tolerates: readonly string[] | undefined, more: Partial<Scenario> = {}): Scenario => scenario({
    name, title: name, workload: { messages: 1 }, promises: {},
    nodes: [{ name: "p1", role: "producer" as const, run: producer }, { name: "broker", role: "broker" as const, run: broker }, { name: "c1", role: "consumer" as const, run: consumer }].map((node) => ({ ...node, ...(tolerates === undefined ? {} : { tolerates }) })),
    ...more,
  });
  const names = (scenarios: readonly Scenario[]): (string | undefined)[] => protocolsAmong(scenarios).map(({ name }) => name);

  it("are those whose nodes declare what they tolerate", () => {
    expect(names([declaring("a", retryWithoutDedup, undefined), declaring("b", fireAndForget, ["drop"]), declaring("c", correctedQueue, [])])).toEqual(["b", "c"]);
  });

  it("of several that run the same, the one that declares most, then the one in fewest folders, then the first by name", () => {
    expect(names([declaring("a", retryWithoutDedup, ["drop"]), declaring("b", retryWithoutDedup, ["drop", "crash"])])).toEqual(["b"]);
    expect(names([declaring("lessons/a", retryWithoutDedup, ["drop"]), declaring("storm", retryWithoutDedup, ["drop"])])).toEqual(["storm"]);
    expect(names([declaring("b", retryWithoutDedup, ["drop"]), declaring("a", retryWithoutDedup, ["drop"])])).toEqual(["a"]);
  });

  it("are several where what runs, or what remembers outside, is another", () => {
    const mixed = { ...retryWithoutDedup, consumer: fireAndForget.consumer };
    expect(names([declaring("a", retryWithoutDedup, ["drop"]), declaring("b", mixed, ["drop"]), declaring("c", retryWithoutDedup, ["drop"], { sinks: [{ name: "s", dedup: true }] })])).toEqual(["a", "b", "c"]);
  });

  it("are there among the bundled ones, one for each protocol", async () => {
    const all = await Promise.all(bundled().map(({ name }) => load(name)));
    const standing = protocolsAmong(all);
    expect(standing.length).toBeGreaterThanOrEqual(3);
    for (const one of all) if (one.nodes.some(({ tolerates }) => tolerates !== undefined)) expect(standing.some(({ nodes }) => nodes.every(({ run: factory }) => one.nodes.some((node) => node.run === factory)))).toBe(true);
  });
});
