/**
 * Promised: what the producer reports as failed has no effect.
 * What breaks it: the ACK is lost. The queue has the message, the producer has a time-out, and calls it a failure.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveProducers, naiveQueue } from "faultline/protocols";

export default scenario({
  title: "Phantom: a failure is reported, and takes effect",
  about: "The send is applied, its ACK is lost, and the producer reports failure.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveProducers.impatient({ patience: "50ms" }) },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    integrity: breaks({ plan: ["drop broker>p1 confirm m1 #1"] }),
    "at-most-once": holds(),
  },
});
