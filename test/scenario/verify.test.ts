import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import { InputError, NondeterminismError, run, runAsync } from "../../src/core.ts";
import type { Context, Factory, Scenario } from "../../src/core.ts";
import { Checkpoints } from "../../src/kernel/checkpoints.ts";
import type { Digest } from "../../src/kernel/digest.ts";
import { prepare } from "../../src/scenario/run.ts";
import { divergence } from "../../src/scenario/verify.ts";
import { torture } from "../support/torture.ts";

/** What no protocol may have: memory that outlives its runs. */
let visits = 0;

/** p1 publishes so many messages, and at one of them looks at that memory. */
function leaky(messages: number, at: number, act: (ctx: Context, odd: boolean) => void): Scenario {
  const producer: Factory = () => ({ publish: (ctx, { id }) => void (id === at && act(ctx, visits++ % 2 === 1)), wake: () => undefined });
  return { name: "leaky", title: "Remembers its last run", nodes: [{ name: "p1", role: "producer", run: producer }], workload: { messages, every: "1ms" }, promises: {} };
}

const noting = (ctx: Context, odd: boolean): void => void (odd && ctx.note("ack", 1));

/** The number of the event in which message `at` is handed over. */
function eventOf(scenario: Scenario, at: number): number {
  const simulation = prepare(scenario, { trace: true });
  while (simulation.advance());
  return simulation.history!.events.find(({ verb, message }) => verb === "publish" && message === at)!.event;
}

function caught(scenario: Scenario): NondeterminismError {
  try {
    run(scenario, { verify: true });
  } catch (error) {
    expect(error).toBeInstanceOf(NondeterminismError);
    return error as NondeterminismError;
  }
  return expect.unreachable("it was taken for deterministic");
}

describe("a run that is verified", () => {
  it("is the run that it is without, when it is a function of its seed", () => {
    for (const seed of ["1", "2", "3"]) expect(run(torture, { seed, verify: true })).toEqual(run(torture, { seed }));
  });

  it.each([1, 2, 7, 10])("names the first event that is another: that of message %i, at which a variable of the module was read", (at) => {
    const scenario = leaky(10, at, noting);
    const error = caught(scenario);
    expect(error.event).toBe(eventOf(scenario, at));
    expect(error.message).toMatch(new RegExp(`^leaky is not deterministic: two runs of seed 1 differ at event ${error.event}; look for memory shared`));
  });

  it("knows it of a run that ends earlier, or later, by the first event that is missing", () => {
    const scenario = leaky(10, 10, (ctx, odd) => void (odd && ctx.timer("more", "1ms")));
    // Arming a timer is no output: the runs are the same up to the end of the shorter one.
    expect(caught(scenario).event).toBe(eventOf(scenario, 10) + 1);
    expect(caught(scenario).event).toBe(eventOf(scenario, 10) + 1);
  });

  it("says between which events it lies where a long run keeps fewer checkpoints", () => {
    const scenario = leaky(6_000, 5_000, noting);
    const error = caught(scenario);
    const [, from, to] = /differ between events (\d+) and (\d+);/.exec(error.message)!.map(Number);
    const at = eventOf(scenario, 5_000);
    expect(from).toBeLessThanOrEqual(at);
    expect(to).toBeGreaterThanOrEqual(at);
    expect(to! - from!).toBeLessThan(64);
    expect(error.event).toBe(to);
  });

  it("rejects in runAsync, and in a campaign at its first run", async () => {
    await expect(runAsync(leaky(10, 3, noting), { verify: true })).rejects.toThrow(NondeterminismError);
    await expect(check(leaky(10, 3, noting), { runs: 1 })).rejects.toThrow(NondeterminismError);
  });

  it("is not spoilt by memory that makes no difference", () => {
    expect(() => run(leaky(10, 3, () => undefined), { verify: true })).not.toThrow();
  });

  it("finds a packet that is written to after it was sent", () => {
    const careless: Factory = () => ({
      publish(ctx, message) {
        const packet = { type: "work", message, hops: 0 };
        ctx.send("c1", packet);
        packet.hops++;
      },
    });
    const scenario: Scenario = { title: "", nodes: [{ name: "p1", role: "producer", run: careless }, { name: "c1", role: "other", run: () => ({}) }], workload: { messages: 1 }, promises: {} };
    expect(() => run(scenario, { verify: true })).toThrow(InputError);
  });
});

describe("the first difference", () => {
  it("is bracketed, however long the runs and however thin their checkpoints", () => {
    const lengths = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 4_000, max: 4_200 }), fc.integer({ min: 8_000, max: 20_000 }));
    fc.assert(fc.property(lengths, lengths, fc.double({ min: 0, max: 1, noNaN: true }), (one, other, share) => {
      const first = Math.max(1, Math.ceil(Math.min(one, other) * share));
      const kept = (events: number, salt: number): { every: number; digests: readonly string[]; events: number } => {
        const checkpoints = new Checkpoints();
        for (let event = 1; event <= events; event++) checkpoints.record(event, { high: event, low: event >= first ? salt : 0 } as Digest);
        return { every: checkpoints.every, digests: checkpoints.digests, events };
      };
      const { event, every } = divergence(kept(one, 1), kept(other, 2));
      expect(event).toBeGreaterThanOrEqual(first);
      expect(event - every).toBeLessThan(first);
    }), { numRuns: 100, seed: 31 });
  });
});
