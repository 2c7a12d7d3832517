import { describe, expect, it } from "vitest";
import { breaks, explain } from "../../../src/index.ts";
import type { Factory, Scenario } from "../../../src/index.ts";
import { timesNear } from "../../../src/search/explain/times.ts";

/** m1 is sent at 10ms and again `patience` later, until the answer comes; c takes everything for new. */
function impatient(patience: number, more: Partial<Scenario> = {}): Scenario {
  const producer: Factory = () => {
    const waiting = new Set<number>();
    return {
      publish(ctx, { id }) {
        waiting.add(id);
        ctx.send("c", { type: "letter", message: id });
        ctx.timer("again", patience, id);
      },
      wake(ctx, _name, id) {
        if (waiting.has(id!)) ctx.send("c", { type: "letter", message: id! });
      },
      receive: (ctx, _from, { message }) => void (waiting.delete(message!) && ctx.cancel("again", message!)),
    };
  };
  const consumer: Factory = () => ({ receive: (ctx, from, { type, message }) => void (type === "letter" && (ctx.effect(message!), ctx.send(from, { type: "answer", message: message! }))) });
  return {
    title: "Impatient", nodes: [{ name: "p", role: "producer", run: producer }, { name: "c", role: "consumer", run: consumer }], workload: { messages: 1 },
    network: { latency: "5ms" }, promises: { "at-most-once": breaks() }, ...more,
  };
}

const twice = async (plan: string, scenario: Scenario) => (await explain(scenario, { seed: "1", plan: [plan] as never, guarantee: "at-most-once" })).faults[0]!;

describe("what is tried in place of a fault", () => {
  it("is at times between the steps around it, the nearest first, from before and from after by turns", () => {
    expect(timesNear(25, [10, 20, 20, 30, 40, 50], 10)).toEqual([20, 40, 10, 50, 15, 35, 5, 45]);
    expect(timesNear(25, [10, 20, 20, 30, 40, 50], 3)).toEqual([20, 40, 10]);
    // A fault comes before what happens at the same time.
    expect(timesNear(20, [10, 20, 21], 10)).toEqual([10, 21, 5]);
    expect(timesNear(99, [10, 20], 10)).toEqual([20, 10, 15, 5]);
    expect(timesNear(5, [], 10)).toEqual([]);
  });

  it("is not at times long after what broke", async () => {
    const quiet = impatient(100_000, { settle: "1h" });
    const { elsewhere, need } = await twice("partition p | c at 17ms for 10ms", quiet);
    // Publishing, the letter and the answer: before the first nothing is lost, before the second that letter, before the third the answer.
    expect(elsewhere.tried).toBeLessThan(8);
    expect(need).toBe("place");
  });

  it("are other lengths and directions of a partition, too", async () => {
    const { otherwise } = await twice("partition p | c at 17ms for 10ms", impatient(100_000));
    // Half as long, twice and ten times as long, for ever; from one side only: of these the answer's way is cut by all but one.
    expect(otherwise).toMatchObject({ tried: 6, examples: ["partition p | c at 17ms for 5ms", "partition p | c at 17ms for 20ms", "partition c > p at 17ms for 10ms"] });
  });

  it("are other lengths of a pause, and crashes in its place", async () => {
    const { otherwise } = await twice("pause c at 12ms for 200ms", impatient(100_000));
    expect(otherwise).toMatchObject({ tried: 6, broke: 3, examples: ["pause c at 12ms for 100ms", "pause c at 12ms for 400ms", "pause c at 12ms for 2s"] });
  });

  it("is only what strikes", async () => {
    const { elsewhere } = (await explain(impatient(100_000), { seed: "1", plan: ["crash p kill at 1ms for 8ms", "drop c>p answer m1 #1", "crash p kill at 9500us for 1us"] as never, guarantee: "at-most-once" })).faults[2]!;
    // The ends and middles of six gaps; of these one is 0us twice, and at 4.5ms it is down.
    expect(elsewhere).toMatchObject({ tried: 10 });
  });

  it("is a delay that is longer than anybody waits", async () => {
    const { otherwise } = await twice("drop c>p answer m1 #1", impatient(2_000_000));
    expect(otherwise.examples).toContain("delay c>p answer m1 #1 by 3s");
  });

  it("is another manner of a crash at its place, and its other cuts are other places", async () => {
    const { elsewhere, otherwise } = await twice("crash c in p>c letter m1 #1 after 1 for 50ms", impatient(100_000));
    expect(otherwise.examples.every((line) => line.includes("p>c letter m1 #1 after 1"))).toBe(true);
    expect(otherwise.tried).toBe(7);
    expect(elsewhere.tried).toBeGreaterThan(2);
  });

  it("is of the same type of packet first", async () => {
    const letters = impatient(100_000, { workload: { messages: 40 } });
    const { elsewhere } = await twice("drop c>p answer m1 #1", letters);
    expect(elsewhere).toMatchObject({ tried: 24, broke: 24 });
  });
});
