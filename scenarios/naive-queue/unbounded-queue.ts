/**
 * Promised by nobody, but needed: a queue that is full says so.
 * What breaks it: a producer that is faster than the consumers. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveQueue } from "faultline/protocols";

export default scenario({
  title: "Unbounded: the queue never says no",
  about: "The queue grows without bound: there is no back-pressure.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 3, every: "2ms" },
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    bounded: breaks({ plan: [], limits: { depth: 2 } }),
    "effectively-once": holds(),
  },
});
