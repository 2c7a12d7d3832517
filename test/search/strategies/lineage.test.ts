import { describe, expect, it } from "vitest";
import { acknowledgedDelivery, classicDelivery, redundantDelivery, retryDelivery, simpleDelivery, small } from "../../../bench/search/programs/broadcast.ts";
import { cooperative, threePhase, twoPhase } from "../../../bench/search/programs/commit.ts";
import { kafka } from "../../../bench/search/programs/kafka.ts";
import type { Program } from "../../../bench/search/programs/rounds.ts";
import { TUNING } from "../../../bench/search/mutants/mutants.ts";
import { breaks, check, holds } from "../../../src/index.ts";
import type { Factory, Scenario } from "../../../src/index.ts";
import { resolve } from "../../../src/scenario/resolve.ts";
import { finishWork } from "../../../src/search/attempt.ts";
import { hunt } from "../../../src/search/hunt.ts";
import type { Hunt } from "../../../src/search/hunt.ts";
import { exhaustive } from "../../../src/search/strategies/exhaustive.ts";
import { lineage } from "../../../src/search/strategies/lineage.ts";
import { printFault } from "../../../src/world/plan-text.ts";

const hunted = ({ scenario, bounds }: Program, seed = "1"): Hunt => finishWork(hunt(resolve(scenario), lineage(bounds), seed, 2_000));
const tried = ({ scenario, bounds }: Program): Hunt => finishWork(hunt(resolve(scenario), exhaustive({ ...bounds, faults: 41 }), "1", 1_000_000));
const linesOf = ({ found }: Hunt): string[] => found!.plan!.map(printFault).sort();

describe("lineage", () => {
  it("needs no more runs than the paper for its broken broadcasts", () => {
    expect([simpleDelivery, retryDelivery, classicDelivery].map((program) => hunted(program).runs)).toEqual([2, 3, 3]);
    expect(linesOf(hunted(simpleDelivery))).toEqual(["drop a>b broadcast@1 m1 #1"]);
    expect(linesOf(hunted(retryDelivery))).toEqual(["crash a in a timer round #2 after 0", "drop a>b broadcast@1 m1 #1"]);
    expect(linesOf(hunted(classicDelivery))).toEqual(["drop a>b broadcast@1 m1 #1", "drop c>a broadcast@2 m1 #1", "drop c>b broadcast@2 m1 #1"]);
  });

  it("needs no more runs than the paper for its broken commits and for Kafka's replication", () => {
    expect([twoPhase, cooperative, threePhase, kafka].map((program) => hunted(program).runs)).toEqual([2, 2, 6, 5]);
    expect(linesOf(hunted(threePhase))).toEqual(["crash C in C timer round #4 after 0", "drop C>a precommit@3 m1 #1"]);
    expect(linesOf(hunted(kafka))).toEqual(["crash a in a timer round #6 after 0", 'drop Z>a "member b@3" #1', 'drop Z>a "member c@3" #1']);
  });

  it("certifies its correct ones within the paper's runs, and says within which bounds", () => {
    const [redundant, acknowledged] = [hunted(redundantDelivery), hunted(acknowledgedDelivery)];
    expect(redundant.runs).toBe(11);
    expect(redundant.certificate?.sentence).toBe("no plan of at most 40 lost packets and 1 crash (power, down for good), packets lost before 100ms keeps an effect from happening under seed 1/1, given declared causes");
    expect(acknowledged.runs).toBeLessThan(100);
    expect(acknowledged.certificate).toBeDefined();
  });

  it("comes out the same every time, and under every seed where latency is constant", () => {
    expect(hunted(classicDelivery)).toEqual(hunted(classicDelivery));
    expect(hunted(acknowledgedDelivery, "another").runs).toBe(hunted(acknowledgedDelivery).runs);
  });
});

describe("lineage within a queue", () => {
  const tuning = (name: string): Scenario => TUNING.find((mutant) => mutant.name === name)!.scenario;

  it.each(["broker confirms before the sync", "broker notes the id before the message"])("knows that what outlives a restart was made durable: %s", (name) => {
    const { found, runs } = finishWork(hunt(resolve(tuning(name)), lineage(), "1", 100));
    expect(found!.plan!.map(({ fault }) => fault)).toEqual(["crash"]);
    expect(runs).toBeLessThanOrEqual(8);
  });

  it("follows retries to their end: a producer that tries 6 times", () => {
    const { found, runs } = finishWork(hunt(resolve(tuning("producer tries 6 times")), lineage(), "1", 100));
    expect(found!.plan).toHaveLength(6);
    expect(runs).toBeLessThanOrEqual(40);
  });
});

describe("exhaustive", () => {
  it("agrees with lineage about the smallest plan of the broken ones", () => {
    for (const program of [simpleDelivery, retryDelivery, classicDelivery, twoPhase]) expect(linesOf(tried(program))).toHaveLength(linesOf(hunted(program)).length);
  });

  it("agrees with lineage that the correct ones are correct, at small bounds, and counts its plans", () => {
    const [redundant, acknowledged] = [small({ eot: 4, eff: 3, crashes: 1 })[0]!, small({ eot: 4, eff: 2, crashes: 1 })[1]!];
    for (const program of [redundant, acknowledged]) {
      const { certificate, runs } = tried(program);
      expect(certificate?.sentence).toMatch(/^all [\d,]+ plans of at most 41 faults \(at most 40 lost packets and 1 crash \(power, down for good\)\) hold under seed 1\/1$/);
      expect(runs).toBeGreaterThan(100);
      expect(hunted(program).certificate).toBeDefined();
      expect(hunted(program).runs).toBeLessThan(runs / 10);
    }
  });
});

/** Sends each message so many times, a second apart, until it is acknowledged; its consumer has no memory. */
function sender(tries: number): Scenario {
  const producer: Factory = () => {
    const attempts = new Map<number, number>();
    const attempt = (ctx: Parameters<NonNullable<ReturnType<Factory>["publish"]>>[0], id: number): void => {
      attempts.set(id, (attempts.get(id) ?? 0) + 1);
      ctx.send("c", { type: "letter", message: id });
      if (attempts.get(id)! < tries) ctx.timer("again", "1s", id);
    };
    return { publish: (ctx, { id }) => attempt(ctx, id), wake: (ctx, _timer, id) => attempt(ctx, id!), receive: (ctx, _from, { message }) => ctx.cancel("again", message as number) };
  };
  const consumer: Factory = () => ({ receive: (ctx, from, { message }) => void (ctx.effect(message!), ctx.send(from, { type: "ack", message: message! })) });
  const tolerates = ["drop", "duplicate"];
  return { title: "Tries again", nodes: [{ name: "p", role: "producer", run: producer, tolerates }, { name: "c", role: "consumer", run: consumer, tolerates }], workload: { messages: 2 }, obligation: "published", promises: { "at-least-once": holds(), "at-most-once": breaks() } };
}

describe("a campaign of lineage", () => {
  it.each([1, 2, 4, 6])("finds that a sender gives up after %d tries, once each of them is lost, in as many runs and one or two", async (tries) => {
    const { counterexamples } = await check({ ...sender(tries), promises: { "at-least-once": holds() } }, { strategy: "lineage" });
    expect(counterexamples[0]).toMatchObject({ guarantee: "at-least-once", faults: tries });
    expect(counterexamples[0]!.runsToFind).toBeLessThanOrEqual(tries + 2);
  });

  it("finds what happens twice, by a copy or a lost acknowledgement", async () => {
    const { counterexamples, runs } = await check(sender(3), { strategy: "lineage(drops=2)" });
    const twice = counterexamples.find(({ guarantee }) => guarantee === "at-most-once")!;
    expect(twice.runsToFind).toBeLessThanOrEqual(4);
    expect(twice.faults).toBe(1);
    expect(counterexamples.map(({ guarantee }) => guarantee)).toEqual(["at-most-once"]);
    expect(runs).toBeLessThan(200);
  });

  it("certifies what no run broke, and says so in the campaign", async () => {
    const { certificate } = await check({ ...sender(3), promises: { "at-least-once": holds(), "at-most-once": breaks() } }, { strategy: "exhaustive(faults=2)", runs: 10_000 });
    expect(certificate).toMatchObject({ strategy: "exhaustive", guarantees: ["at-least-once"] });
    expect(certificate!.sentence).toMatch(/^all \d+ plans of at most 2 faults \(at most 2 packets lost or repeated\) hold under seed 1\/1$/);
    const loss = await check({ ...sender(3), promises: { "at-least-once": holds(), "at-most-once": breaks() } }, { strategy: "lineage(drops=2)" });
    expect(loss.certificate).toMatchObject({ strategy: "lineage", guarantees: ["at-least-once"] });
    expect((await check({ ...sender(3), promises: { "at-least-once": holds() } }, { strategy: "lineage(drops=2)", runs: 3 })).certificate).toBeUndefined();
  });

  it("ends when nothing is left to try, and its runs are no evidence about the scenario's own distribution", async () => {
    const { runs, verdicts } = await check({ ...sender(3), promises: { "at-least-once": holds() } }, { strategy: "lineage(drops=2)" });
    expect(runs).toBeLessThan(20);
    const verdict = verdicts.find(({ guarantee }) => guarantee === "at-least-once")!;
    expect(verdict).toMatchObject({ status: "pass", asPromised: true });
    expect(verdict.upperBound95).toBeUndefined();
  });
});

describe("a campaign of all plans", () => {
  it("tries each once: of five letters and their answers one or two lost, but no answer to what never came", async () => {
    const five = { ...sender(1), workload: { messages: 5 }, promises: { "at-most-once": holds() } };
    const scenario = { ...five, nodes: five.nodes.map((node) => ({ ...node, tolerates: ["drop"] })) };
    const { runs, certificate } = await check(scenario, { strategy: "exhaustive(faults=2)" });
    expect(runs).toBe(1 + 10 + (10 * 9) / 2 - 5);
    expect(certificate!.sentence).toBe("all 51 plans of at most 2 faults (at most 2 lost packets) hold under seed 1/1");
  });


  it("that would be too many says how many, and does not begin", async () => {
    await expect(check({ ...sender(3), workload: { messages: 200 } }, { strategy: "exhaustive(faults=3)", runs: 1e9 })).rejects.toThrow(/^exhaustive: there would be 85,\d{3},\d{3} plans of at most 3 faults \(at most 3 packets lost or repeated\), over 800 faults of packets and 0 of nodes; the most is 1,000,000/);
  });
});
