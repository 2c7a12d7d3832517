/**
 * Promised: an id stands for one message.
 * What breaks it (L8): the producer counts in memory, crashes, and counts from 1 again. Its next message is taken for its first.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveBrokers, naiveConsumers, naiveProducers } from "faultline/protocols";

export default scenario({
  title: "L8: after a crash the producer gives out the same ids again",
  about: "An id is used again.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveProducers.numbering({ each: "message" }) },
    { name: "broker", role: "broker", run: naiveBrokers.inMemory() },
    { name: "consumer", count: 1, role: "consumer", run: naiveConsumers.polling() },
  ],
  workload: { messages: 2, every: "40ms" },
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    "at-least-once": breaks({ plan: ["crash p1 at 60ms for 10ms"] }),
    "at-most-once": holds(),
  },
});
