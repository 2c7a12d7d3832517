/**
 * Promised: a consumer may ask at any time.
 * What breaks it (L11): to take from an empty list raises, and nobody catches it. A consumer that is there before the first message kills the queue.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveBrokers, naiveConsumers, naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L11: whoever asks an empty queue kills it",
  about: "Empty raises: a consumer that polls an empty queue meets an error, here the death of the queue.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveBrokers.inMemory({ raises: true }) },
    { name: "consumer", count: 1, role: "consumer", run: naiveConsumers.polling() },
  ],
  workload: { messages: 1, every: "40ms" },
  network: { latency: "3ms" },
  // At the storm's end the queue starts again, and meets the next poll.
  storm: "100ms",
  settle: "200ms",
  // Nothing is ever confirmed: what was handed over is what is owed.
  obligation: "published",
  promises: {
    progress: breaks({ plan: [] }),
    "at-most-once": holds(),
  },
});
