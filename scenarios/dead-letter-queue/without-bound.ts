/**
 * Promised: every confirmed message takes effect, for it is tried until it does.
 * What breaks it: one poisoned message, and no fault at all. It is tried for ever, and nobody hears of it.
 */
import { breaks, holds, scenario } from "faultline";
import { deadLetterQueue } from "faultline/protocols";

export default scenario({
  title: "Redelivery without a bound: a poisoned message is tried for ever",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: deadLetterQueue.producer },
    { name: "broker", role: "broker", run: deadLetterQueue.unboundedBroker },
    { name: "consumer", count: 1, role: "consumer", run: deadLetterQueue.consumer([2]) },
    { name: "operator", role: "consumer", run: deadLetterQueue.operator },
  ],
  workload: { messages: 3, every: "10ms" },
  network: { latency: "5ms" },
  settle: "3s",
  subscriptions: ["orders", "dead-letters"],
  excuses: ["dead-letter", "expire"],
  promises: {
    bounded: breaks({ plan: [], limits: { redeliveries: 4 } }),
    progress: breaks({ plan: [] }),
    "at-most-once": holds(),
  },
});
