/**
 * Promised: what is not acknowledged goes to somebody else.
 * What breaks it (L10): a consumer dies at its work. The queue does nothing with an ACK, so it cannot miss one; the other consumer asks in vain.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L10: no ACK comes, and nobody notices",
  about: "The consumer's ACK is ignored, so its absence triggers nothing.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 2, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    // For good: c1 will not come back, and c2 is there all the time.
    "at-least-once": breaks({ plan: ["crash c1 in broker>c1 deliver m1 #1 after 0"] }),
    "at-most-once": holds(),
  },
});
