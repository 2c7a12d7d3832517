/**
 * What dedup at the consumer does not tolerate: a second consumer, with a memory of its own. The broker crashes
 * before it hears that c2 has done m1; c1 is the first to subscribe again, and gets it too.
 */
import { breaks, scenario } from "faultline";
import { dedupAtConsumer } from "faultline/protocols";

export default scenario({
  title: "Dedup at the consumer: what one remembers, the other does not",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtConsumer.producer },
    { name: "broker", role: "broker", run: dedupAtConsumer.broker },
    { name: "consumer", count: 2, role: "consumer", run: dedupAtConsumer.consumer },
  ],
  workload: { messages: 2, every: "10ms" },
  network: { latency: "2ms" },
  sinks: [{ name: "database", at: ["consumer"] }],
  settle: "2s",
  promises: {
    "at-most-once": breaks({ plan: ["crash broker at 15ms for 10ms", "crash c1 at 30ms for 5ms"] }),
  },
});
