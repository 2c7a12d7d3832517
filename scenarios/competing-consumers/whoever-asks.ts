/**
 * Promised by a queue with two consumers: first in, first out.
 * What breaks it: nothing but time. Without keys of their own, one consumer has m2 in hand before the other has done m1.
 */
import { breaks, holds, scenario } from "faultline";
import { correctedQueue } from "faultline/protocols";

export default scenario({
  title: "Consumers that take whatever is next: no order, not even for one key",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: correctedQueue.producer },
    { name: "broker", role: "broker", run: correctedQueue.broker },
    { name: "consumer", count: 2, role: "consumer", run: correctedQueue.consumer },
  ],
  workload: { messages: 3, every: "10ms" },
  network: { latency: "5ms" },
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  settle: "2s",
  promises: {
    "effectively-once": holds(),
    order: breaks({ plan: ["delay broker>c1 deliver m1 #1 by 30ms"] }),
  },
});
