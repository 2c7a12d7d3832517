/**
 * Promised by a queue: first in, first out.
 * What breaks it: the first send is lost, m2 goes through, m1 is sent again and arrives behind it.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveQueue } from "faultline/protocols";

export default scenario({
  title: "Order: a resend arrives behind its successors",
  about: "The first send is lost, m2 is sent, m1 is sent again.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 3, every: "10ms" },
  // Every packet takes as long as every other: only the fault can turn them round.
  network: { latency: "5ms" },
  settle: "1s",
  promises: {
    order: breaks({ plan: ["drop p1>broker publish m1 #1"] }),
    "effectively-once": holds(),
  },
});
