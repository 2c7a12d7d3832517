/**
 * Promised: a confirmed message is delivered.
 * What breaks it (L1): the broker says ACK and crashes. The list was in memory; the producer will not send again.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L1: the queue confirms what only its memory holds",
  about: "The broker crashes after its ACK.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 3, every: "10ms" },
  settle: "1s",
  promises: {
    "at-least-once": breaks({ plan: ["crash broker in p1>broker publish m1 #1 after 1 for 50ms"] }),
    "at-most-once": holds(),
  },
});
