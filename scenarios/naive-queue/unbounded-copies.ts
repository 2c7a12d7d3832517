/**
 * Promised by nobody, but needed: a copy that is not wanted costs nothing.
 * What breaks it: confirms that do not come. Every retry leaves a copy in the queue, and every copy costs a poll that comes back
 * with nothing; the messages behind it starve.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveQueue } from "faultline/protocols";

export default scenario({
  title: "Unbounded: every retry leaves a copy, and every copy costs a poll",
  about: "One copy for each retry, each of which costs an empty-handed poll: starvation.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 8, every: "20ms" },
  network: { latency: "3ms" },
  settle: "1s",
  promises: {
    deadline: breaks({ plan: ["partition broker > p1 at 0s for 200ms"], limits: { within: "60ms", when: "always" } }),
    bounded: breaks({ plan: ["partition broker > p1 at 0s for 200ms"], limits: { depth: 3 } }),
    "effectively-once": holds(),
  },
});
