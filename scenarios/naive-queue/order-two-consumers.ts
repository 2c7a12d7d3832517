/**
 * Promised by a queue: first in, first out.
 * What breaks it: two consumers. The queue hands m1 out first, but it is the slower way that m1 takes.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveQueue } from "faultline/protocols";

export default scenario({
  title: "Order: two consumers do not wait for each other",
  about: "Two consumers.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 2, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 2, every: "5ms" },
  // Every packet takes as long as every other: only the fault can turn them round.
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    order: breaks({ plan: ["delay broker>c1 deliver m1 #1 by 10ms"] }),
    "effectively-once": holds(),
  },
});
