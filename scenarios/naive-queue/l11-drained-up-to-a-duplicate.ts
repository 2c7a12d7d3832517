/**
 * Promised: a consumer that takes messages until nothing comes has taken them all.
 * What breaks it (L11): nothing means "duplicate" here. The consumer goes home early; what is behind the duplicate is late, and lost in the next crash.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveConsumers, naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L11: nothing means duplicate, and is taken for empty",
  about: "Nothing means duplicate, while empty raises: a consumer that drains until nothing comes stops early at a duplicate. Stuck; with a crash, loss.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: naiveConsumers.draining({ every: "100ms" }) },
  ],
  workload: { messages: 2, every: "10ms" },
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    deadline: breaks({ plan: ["duplicate p1>broker publish m1 #1 after 1ms"], limits: { within: "150ms", when: "always" } }),
    "at-least-once": breaks({ plan: ["duplicate p1>broker publish m1 #1 after 1ms", "crash broker at 150ms for 10ms"] }),
    "at-most-once": holds(),
  },
});
