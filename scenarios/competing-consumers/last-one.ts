/**
 * What hand-over does not tolerate: the death of the last consumer. Nobody is left to whom its keys could go.
 */
import { breaks, holds, scenario } from "faultline";
import { competingConsumers } from "faultline/protocols";

export default scenario({
  title: "Competing consumers, all dead: nobody takes over",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: competingConsumers.producer },
    { name: "broker", role: "broker", run: competingConsumers.broker },
    { name: "consumer", count: 3, role: "consumer", run: competingConsumers.consumer },
  ],
  workload: { messages: 3, keys: 3, every: "20ms" },
  network: { latency: "2ms" },
  settle: "2s",
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  obligation: "published",
  promises: {
    progress: breaks({ plan: ["crash c1 at 5ms", "crash c2 at 5ms", "crash c3 at 5ms"] }),
    "at-most-once": holds(),
    order: holds({ all: true }),
  },
});
