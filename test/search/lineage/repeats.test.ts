import { describe, expect, it } from "vitest";
import type { Factory, Scenario } from "../../../src/index.ts";
import { resolve } from "../../../src/scenario/resolve.ts";
import { Simulation } from "../../../src/scenario/simulation.ts";
import { BOUNDS, Permitted } from "../../../src/search/bounds.ts";
import { lineageOf } from "../../../src/search/lineage/lineage.ts";
import { repeatsOf } from "../../../src/search/lineage/repeats.ts";
import { profileOf } from "../../../src/search/profile.ts";
import { printPlan } from "../../../src/world/plan-text.ts";

const producer: Factory = () => ({ publish: (ctx, { id }) => ctx.send("c", { type: "letter", message: id }) });
const consumer: Factory = () => ({
  receive(ctx, from, { message }) {
    ctx.effect(message!);
    ctx.send(from, { type: "ack", message: message! });
  },
});

/** What is tried, in order, where all nodes tolerate these faults. */
function tried(tolerates: readonly string[], messages = 1, settle = "60s"): readonly string[] {
  const scenario: Scenario = { title: "Twice", nodes: [{ name: "p", role: "producer", run: producer, tolerates }, { name: "c", role: "consumer", run: consumer, tolerates }], workload: { messages }, network: { latency: "5ms" }, obligation: "published", settle, promises: {} };
  const resolved = resolve(scenario);
  const simulation = new Simulation(resolved, { seed: "1", plan: [], rates: false, trace: true });
  while (simulation.advance());
  return repeatsOf(new Permitted(resolved), BOUNDS, lineageOf(simulation), profileOf(simulation)).map((plan) => printPlan(plan).replaceAll("\n", "; "));
}

describe("what could make something happen twice", () => {
  it("is a loss on the way back, a copy on the way there, late or not, and a crash of who does it, by turns", () => {
    expect(tried(["drop", "duplicate", "delay", "crash"]).slice(0, 5)).toEqual([
      "drop c>p ack m1 #1", "duplicate p>c letter m1 #1 after 1005ms", "crash c in p>c letter m1 #1 after 1 for 500ms", "duplicate p>c letter m1 #1", "crash c in p>c letter m1 #1 after 2 for 500ms",
    ]);
  });

  it("keeps to what is tolerated: no late copy where nothing may be late", () => {
    expect(tried(["duplicate"])).toEqual(["duplicate p>c letter m1 #1"]);
    expect(tried(["drop"])).toEqual(["drop c>p ack m1 #1"]);
    expect(tried(["delay"])).toEqual([]);
    expect(tried(["crash"]).every((plan) => plan.startsWith("crash "))).toBe(true);
  });

  it("never is so late that the run could not come to rest in time", () => {
    expect(tried(["duplicate", "delay"], 1, "1s")[0]).toBe("duplicate p>c letter m1 #1 after 500ms");
  });

  it("then is what makes a copy come with what makes the node forget", () => {
    const pairs = tried(["drop", "crash"]).filter((plan) => plan.includes("; "));
    expect(pairs[0]).toBe("drop c>p ack m1 #1; crash c in p>c letter m1 #1 after 1 for 500ms");
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it("is asked of a few messages, the first and the last among them, by turns", () => {
    expect(tried(["drop"], 10)).toEqual(["m1", "m4", "m7", "m10"].map((message) => `drop c>p ack ${message} #1`));
  });
});
