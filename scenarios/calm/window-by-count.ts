/**
 * Promised: four ids are remembered, no more and no fewer. That is just enough for a repeat that comes when three newer ones are done,
 * also when a crash has come between; and it is never more.
 * What breaks it: a repeat that comes later (see lessons/window-evicted).
 */
import { holds, scenario } from "faultline";
import { dedupAtConsumer } from "faultline/protocols";

export default scenario({
  title: "A dedup window of four, just wide enough",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtConsumer.producer },
    { name: "broker", role: "broker", run: dedupAtConsumer.broker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtConsumer.remembering({ ids: 4, age: "1m" }) },
  ],
  // The broker tries again after 100 ms: three newer ones are done by then.
  workload: { messages: 14, every: "30ms" },
  network: { latency: "5ms" },
  sinks: [{ name: "database", at: ["consumer"] }],
  obligation: "published",
  promises: {
    "at-most-once": holds({ plan: ["drop c1>broker ack m1 #1"] }),
    "effectively-once": holds({ plan: ["drop c1>broker ack m10 #1", "crash c1 at 320ms for 5ms"] }),
    progress: holds(),
    bounded: holds({ plan: ["crash c1 at 320ms for 5ms"], limits: { dedup: 4 } }),
  },
});
