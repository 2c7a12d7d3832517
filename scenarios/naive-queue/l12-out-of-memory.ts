/**
 * Promised: a confirmed message is delivered.
 * What breaks it (L12): a burst. The queue takes whatever comes, until its memory is full and it dies with all it has confirmed. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveBrokers, naiveConsumers, naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L12: a queue that never says no dies of what it holds",
  about: "Out of memory is L1.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveBrokers.inMemory({ memory: 3 }) },
    { name: "consumer", count: 1, role: "consumer", run: naiveConsumers.polling() },
  ],
  workload: { messages: 4, every: "2ms" },
  network: { latency: "3ms" },
  // It starts again when the storm is over.
  storm: "50ms",
  settle: "500ms",
  promises: {
    "at-least-once": breaks({ plan: [] }),
    "at-most-once": holds(),
  },
});
