/**
 * Promised: two sets of processed ids keep an effect from happening twice.
 * What breaks it (D1): the confirm is lost, the producer sends again, and meanwhile the broker crashed and forgot its ids; the
 * second copy goes to the other consumer, which has never seen it.
 */
import { breaks, scenario } from "faultline";
import { naiveQueue } from "faultline/protocols";

export default scenario({
  title: "D1: remembered ids die with the memory that holds them",
  about: "The ACK is lost and the producer sends again; meanwhile the broker crashes, which wipes its ids, and another consumer gets the second copy.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 2, role: "consumer", run: naiveQueue.consumer },
  ],
  seed: "6",
  workload: { messages: 1, every: "10ms" },
  settle: "1s",
  promises: {
    "at-most-once": breaks({ plan: ["drop broker>p1 confirm m1 #1", "crash broker at 80ms for 10ms"] }),
  },
});
