/**
 * Promised: a confirmed message is delivered.
 * What breaks it (L3): the consumer crashes between taking the message and doing the work. The queue believes it processed.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L3: the consumer dies between the mark and the effect",
  about: "The consumer crashes between the mark and the effect.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 3, every: "10ms" },
  settle: "1s",
  promises: {
    "at-least-once": breaks({ plan: ["crash c1 in broker>c1 deliver m1 #1 after 0 for 50ms"] }),
    "at-most-once": holds(),
  },
});
