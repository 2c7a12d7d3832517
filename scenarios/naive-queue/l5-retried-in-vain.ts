/**
 * Promised: work that fails is done again.
 * What breaks it (L5): the work throws after the id was marked. The retry finds the mark, and takes it for the work.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveConsumers, naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L5: a retry meets the mark of the attempt that failed",
  about: "The work throws after the mark; the local retry skips it.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: naiveConsumers.retrying },
  ],
  workload: { messages: 2, every: "10ms" },
  sinks: [{ name: "database", at: ["consumer"] }],
  settle: "500ms",
  promises: {
    // Only the next transaction fails: a second attempt would succeed.
    "at-least-once": breaks({ plan: ["disk c1 error at 20ms"] }),
    "at-most-once": holds(),
  },
});
