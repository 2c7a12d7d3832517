/**
 * Promised by nobody, but needed: a process that runs for ever has a use for finite memory.
 * What breaks it: time. Both sets of ids grow with every message, and nothing ever leaves them. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveQueue } from "faultline/protocols";

export default scenario({
  title: "Unbounded: ids are remembered for ever",
  about: "Both sets of ids grow without bound.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 3, every: "20ms" },
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    bounded: breaks({ plan: [], limits: { dedup: 2 } }),
    "effectively-once": holds(),
  },
});
