/**
 * Promised: ids are remembered for 120 ms, no longer and no less. That is enough for a repeat after 100 ms; and with a message every
 * 10 ms there are never more than thirteen.
 * What breaks it: a repeat that comes later (see lessons/window-evicted-by-age).
 */
import { holds, scenario } from "faultline";
import { dedupAtConsumer } from "faultline/protocols";

export default scenario({
  title: "A dedup window of 120 ms, just long enough",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtConsumer.producer },
    { name: "broker", role: "broker", run: dedupAtConsumer.broker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtConsumer.remembering({ ids: 1_000, age: "120ms" }) },
  ],
  workload: { messages: 30, every: "10ms" },
  network: { latency: "5ms" },
  sinks: [{ name: "database", at: ["consumer"] }],
  obligation: "published",
  promises: {
    "effectively-once": holds({ plan: ["drop c1>broker ack m1 #1"] }),
    progress: holds(),
    bounded: holds({ dedup: 13 }),
  },
});
