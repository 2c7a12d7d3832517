/**
 * Promised: ids on disk stop repeats even after a crash.
 * What breaks it (L7): the queue crashes once it has marked a message. The list is gone, the id is not, and every resend is swallowed.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveBrokers, naiveProducers, naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L7: durable ids and a volatile list remember the message to death",
  about: "Durable ids and a volatile queue: a crash after the pop, and every resend is swallowed.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveProducers.redriving({ after: "200ms" }) },
    { name: "broker", role: "broker", run: naiveBrokers.durable({ keeps: "ids" }) },
    { name: "consumer", count: 1, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    "at-least-once": breaks({ plan: ["crash broker in c1>broker receive #1 after 1 for 50ms"] }),
    "at-most-once": holds(),
  },
});
