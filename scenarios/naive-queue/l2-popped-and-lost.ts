/**
 * Promised: a confirmed message is delivered.
 * What breaks it (L2): the answer to `receive` is lost. The message had left the list before it arrived anywhere.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L2: the queue deletes a message by handing it out",
  about: "The answer to receive is lost after the pop.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 3, every: "10ms" },
  settle: "1s",
  promises: {
    "at-least-once": breaks({ plan: ["drop broker>c1 deliver m1 #1"] }),
    "at-most-once": holds(),
  },
});
