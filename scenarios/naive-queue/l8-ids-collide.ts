/**
 * Promised: an id stands for one message.
 * What breaks it (L8): a second producer. Both count from 1, and the queue takes one's message for the other's. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveBrokers, naiveConsumers, naiveProducers } from "faultline/protocols";

export default scenario({
  title: "L8: two producers count from 1",
  about: "Two messages have the same id.",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: naiveProducers.numbering({ each: "message" }) },
    { name: "broker", role: "broker", run: naiveBrokers.inMemory() },
    { name: "consumer", count: 1, role: "consumer", run: naiveConsumers.polling() },
  ],
  workload: { messages: 2, every: "10ms" },
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    "at-least-once": breaks({ plan: [] }),
    "at-most-once": holds(),
  },
});
