/**
 * Promised: what is lost can be sent again.
 * What breaks it (L4): the answer to `receive` is lost, and the second copy meets the id of the first. Dedup defeats redelivery.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveProducers, naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L4: the memory that stops repeats stops the repair as well",
  about: "A resend or a redrive of what was lost in L2 or L3 meets processed_ids: nothing.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveProducers.redriving({ after: "200ms" }) },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 1, every: "10ms" },
  settle: "500ms",
  promises: {
    "at-least-once": breaks({ plan: ["drop broker>c1 deliver m1 #1"] }),
    "at-most-once": holds(),
  },
});
