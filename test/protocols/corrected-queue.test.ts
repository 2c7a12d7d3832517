import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { load } from "../../src/campaign/load.ts";
import { run } from "../../src/core.ts";
import type { Run, Scenario } from "../../src/core.ts";
import { correctedQueue } from "../../src/protocols/index.ts";
import { naive, pinsOf } from "../support/naive.ts";
import { corrected, PROMISES, SITUATIONS } from "../support/situations.ts";

const pins = naive.flatMap(({ scenario }) => {
  const plans = new Map(pinsOf(scenario).map(({ plan }) => [plan.join("; ") || "no fault", plan.map(mended)]));
  return [...plans].map(([text, plan]) => ({ scenario, name: `${scenario.name}: ${text}`, plan }));
});
const correctedScenario = await load("corrected-queue");

/** The corrected queue has no replica: where the broker dies for good, somebody opens its disk again. */
function mended(entry: string): string {
  return /^crash broker at \d+ms$/.test(entry) ? `${entry} for 100ms` : entry;
}

/** The world of a naive queue's scenario, with the corrected queue in it. */
function inWorldOf({ nodes, workload, network, storm, seed }: Scenario): Scenario {
  const kept = nodes.filter(({ name, role }) => role !== "broker" || name === "broker").map((node) => ({ ...node, run: correctedQueue[node.role as keyof typeof correctedQueue] }));
  const at = kept.filter(({ role }) => role === "consumer").map(({ name }) => name);
  return corrected({ nodes: kept, workload, sinks: [{ name: "database", dedup: true, at }], ...(network === undefined ? {} : { network }), ...(storm === undefined ? {} : { storm }), ...(seed === undefined ? {} : { seed }) });
}

/** Every promise kept, everything confirmed and done. */
function expectSurvived({ verdicts, history, errors }: Run, { workload, promises }: Scenario): void {
  for (const guarantee of Object.keys(promises)) expect(verdicts).toContainEqual(expect.objectContaining({ guarantee, status: "pass" }));
  expect(history).toMatchObject({ publish: workload.messages, effect: workload.messages });
  expect(errors).toEqual([]);
}

describe("the corrected queue, under what breaks the naive one,", () => {
  it.each(pins)("survives in its own world: $name", ({ plan }) => {
    expectSurvived(run(correctedScenario, { plan }), { ...correctedScenario, promises: PROMISES });
  });

  it.each(pins)("survives in the naive queue's world: $name", ({ scenario, plan }) => {
    const world = inWorldOf(scenario);
    expectSurvived(run(world, { plan }), world);
  });

  it.each(SITUATIONS.filter(({ plan }) => plan !== undefined))("survives in its own steps: $failure, $mishap", ({ plan, world }) => {
    const scenario = corrected(world);
    const survived = run(scenario, { plan: plan! });
    expect(survived.missed, "every fault strikes").toEqual([]);
    expectSurvived(survived, scenario);
  });

  it("has a situation for every way in which the naive one fails", () => {
    expect(new Set(SITUATIONS.map(({ failure }) => failure))).toEqual(new Set(naive.map(({ failure }) => failure)));
  });
});

describe("the corrected queue", () => {
  const either = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
  const packet = fc.tuple(either("p1>broker publish", "broker>p1 confirm", "broker>c1 deliver", "broker>c2 deliver", "c1>broker ack", "c2>broker ack"), either(1, 2), either(1, 1, 2)).map(([what, message, nth]) => `${what} m${message} #${nth}`);
  const step = fc.oneof(packet, either("p1 publish m1", "p1 publish m2", "c1>broker receive #1", "c2>broker receive #1", "c1>broker receive #2", "p1 start #2", "broker start #2", "c1 start #2"));
  /** Who takes this step. */
  const owner = (key: string): string => /^\w+>(\w+)/.exec(key)?.[1] ?? key.split(" ")[0]!;
  const when = fc.integer({ min: 0, max: 60 });
  const fault = fc.oneof(
    packet.map((key) => `drop ${key}`),
    packet.map((key) => `corrupt ${key}`),
    fc.tuple(packet, either(1, 30, 300, 700)).map(([key, after]) => `duplicate ${key} after ${after}ms`),
    fc.tuple(packet, either(20, 300, 700)).map(([key, by]) => `delay ${key} by ${by}ms`),
    fc.tuple(step, fc.nat(4), either(1, 50, 700)).map(([key, after, down]) => `crash ${owner(key)} in ${key} after ${after} for ${down}ms`),
    fc.tuple(either("p1", "broker", "c1", "c2"), either("kill", "power"), when, either(1, 50, 700)).map(([node, how, at, down]) => `crash ${node} ${how} at ${at}ms for ${down}ms`),
    fc.tuple(either("broker", "c1", "c2"), when).map(([node, at]) => `pause ${node} at ${at}ms for 700ms`),
    fc.tuple(either("p1", "broker", "c1"), either("error", "full", "lost-sync"), when).map(([node, kind, at]) => `disk ${node} ${kind} at ${at}ms for 100ms`),
  );

  it("breaks no promise under any three faults of the kinds that break the naive one", () => {
    const scenario = corrected({ workload: { messages: 2, every: "10ms" }, settle: "60s" });
    fc.assert(fc.property(fc.uniqueArray(fault, { minLength: 1, maxLength: 3 }), (plan) => {
      const failed = run(scenario, { plan }).verdicts.filter(({ guarantee, status }) => guarantee in PROMISES && status !== "pass");
      expect(failed).toEqual([]);
    }), { numRuns: 2_000 });
  });
});
