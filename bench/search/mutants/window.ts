/** A consumer that remembers the last W messages it did, and a network that brings copies late. */
import { breaks, holds } from "../../../src/index.ts";
import type { Factory, Scenario } from "../../../src/index.ts";

/** 60 messages, one every 10 ms, a tenth of them twice; the consumer remembers so many. 64 are as good as all. */
export function window(remembers: number): Scenario {
  const producer: Factory = () => ({ publish: (ctx, message) => ctx.send("c", { type: "letter", message }) });
  const consumer: Factory = () => {
    const done: number[] = [];
    return {
      receive(ctx, _from, { message }) {
        const { id } = message as { id: number };
        if (done.includes(id)) return;
        ctx.effect(id);
        done.push(id);
        if (done.length > remembers) done.shift();
      },
    };
  };
  const tolerates = ["duplicate", "delay"];
  return {
    name: `window-${remembers}`, title: `A dedup window of ${remembers}`,
    nodes: [{ name: "p", role: "producer", run: producer, tolerates }, { name: "c", role: "consumer", run: consumer, tolerates }],
    workload: { messages: 60, every: "10ms" },
    network: { latency: "uniform(5ms, 25ms)", duplicate: 0.1 },
    obligation: "published",
    promises: { "at-most-once": remembers < 60 ? breaks() : holds() },
  };
}
