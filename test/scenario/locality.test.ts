import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { run } from "../../src/core.ts";
import type { Fault, Plan, Scenario } from "../../src/core.ts";
import { correctedQueue, fireAndForget, naiveQueue, retryWithoutDedup } from "../../src/protocols/index.ts";
import { prepare } from "../../src/scenario/run.ts";
import { plans } from "../../src/testing/fast-check.ts";
import { BUFFERED, PACKET, SEND } from "../../src/world/codes.ts";
import { packetKey, records } from "../support/keys.ts";
import { scenarioOf } from "../support/protocols.ts";
import * as resending from "../support/resending.ts";
import { EVERY_FAULT, torture } from "../support/torture.ts";

/** Rates of faults on packets alone. */
const LOSSY: Partial<Scenario> = { workload: { messages: 60, every: "exponential(20ms)" }, network: { latency: "exponential(5ms)", loss: 0.1, duplicate: 0.05, reorder: 0.05 }, settle: "5s" };
/** Every fault there is by chance. */
const STORMY: Partial<Scenario> = { workload: { messages: 20, every: "exponential(20ms)" }, nemesis: EVERY_FAULT, settle: "2s", sinks: [{ name: "inbox", dedup: true, at: ["c1"] }] };
const PROTOCOLS: readonly Scenario[] = [torture, ...[fireAndForget, retryWithoutDedup, naiveQueue, correctedQueue].map((roles) => scenarioOf(roles, STORMY))];

interface Times {
  /** When each datagram was sent, and, by copy, how long it then took; without those a pause kept waiting. */
  readonly sent: ReadonlyMap<string, number>;
  readonly took: ReadonlyMap<string, number>;
}

/** Plays a plan with rates off and reads its packets' times from the trace. */
function times(scenario: Scenario, seed: string, plan: Plan): Times {
  const simulation = prepare(scenario, { seed, plan, trace: true });
  while (simulation.advance());
  const { world } = simulation;
  const sent = new Map<string, number>();
  const took = new Map<string, number>();
  for (const record of records(world)) {
    if (record.kind === SEND) sent.set(packetKey(world, record), record.at);
    else if (record.kind === PACKET && (record.d & BUFFERED) === 0) {
      const key = packetKey(world, record);
      if (!key.endsWith('"')) took.set(key, record.at - sent.get(key.replace("'", ""))! - plannedDelay(plan, key));
    }
  }
  return { sent, took };
}

function plannedDelay(plan: Plan, key: string): number {
  return plan.reduce((sum, fault) => sum + (fault.fault === "delay" && fault.packet === key ? fault.by : 0), 0);
}

const messageOf = (text: string): string | undefined => / m(\d+)/.exec(text)?.[1];

/** A scenario, a seed, and a plan that strikes under it: of a case that fails, the plan shrinks. */
const struckRun = fc.record({ scenario: fc.noShrink(fc.constantFrom(...PROTOCOLS)), seed: fc.noShrink(fc.nat(1_000_000).map(String)) })
  .chain(({ scenario, seed }) => fc.record({ scenario: fc.constant(scenario), seed: fc.constant(seed), plan: plans(scenario, { seed }) }));

describe("taking one fault out of a frozen plan", () => {
  it("leaves every packet that is sent in both runs, and its copy, the latency it had", () => {
    let compared = 0;
    let edited = 0;
    fc.assert(fc.property(struckRun, fc.nat(), ({ scenario, seed, plan }, which) => {
      if (plan.length === 0) return;
      edited++;
      const whole = times(scenario, seed, plan);
      const without = times(scenario, seed, plan.toSpliced(which % plan.length, 1));
      for (const [key, took] of whole.took) {
        const other = without.took.get(key);
        if (other === undefined) continue;
        compared++;
        if (other !== took) expect(`${key} took ${other}us`).toBe(`${key} took ${took}us`);
      }
    }), { numRuns: 200, seed: 12 });
    expect(edited).toBeGreaterThan(150);
    expect(compared).toBeGreaterThan(edited * 30);
  });

  it.each<[string, Scenario, number, number]>([
    ["one whose messages have nothing to do with each other", scenarioOf(resending, LOSSY), 250, 1],
    ["the corrected queue under little load", scenarioOf(correctedQueue, { ...LOSSY, workload: { messages: 20, every: "exponential(250ms)" }, sinks: [{ name: "inbox", dedup: true, at: ["c1"] }] }), 60, 0.99],
  ])("leaves the packets of other messages the times they were sent at, in %s", (_name, scenario, cases, least) => {
    let kept = 0;
    let all = 0;
    for (let seed = 0; seed < cases; seed++) {
      const { struck } = run(scenario, { seed });
      const named = struck.filter((fault) => messageOf(keyOf(fault)) !== undefined);
      const fault = named[seed % named.length]!;
      const whole = times(scenario, String(seed), struck);
      const without = times(scenario, String(seed), struck.filter((one) => one !== fault));
      const unrelated = (key: string): boolean => messageOf(key) !== undefined && messageOf(key) !== messageOf(keyOf(fault));
      const keys = new Set([...whole.sent.keys(), ...without.sent.keys()].filter(unrelated));
      all += keys.size;
      for (const key of keys) if (whole.sent.get(key) === without.sent.get(key)) kept++;
    }
    expect(all).toBeGreaterThan(cases * 80);
    expect(kept / all).toBeGreaterThanOrEqual(least);
  });
});

function keyOf(fault: Fault): string {
  return "packet" in fault ? fault.packet : "";
}
