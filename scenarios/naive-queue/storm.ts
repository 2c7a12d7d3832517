/**
 * Promised by the textbook: reliable delivery, through acknowledgements and remembered ids.
 * What breaks it: any storm. One fault loses a confirmed message; two repeat an effect; one turns the order round.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveQueue } from "faultline/protocols";

export default scenario({
  title: "The acknowledge-and-remember queue in a storm: everything it promises breaks",
  about: "The queue of the textbooks as it stands, under loss, duplication, delay and crashes.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveQueue.broker },
    { name: "consumer", count: 2, role: "consumer", run: naiveQueue.consumer },
  ],
  workload: { messages: 10, every: "10ms" },
  network: { loss: 0.05, duplicate: 0.02, reorder: 0.05 },
  nemesis: [{ fault: "crash", every: "400ms", for: "50ms" }, { fault: "crash", rate: 0.01, in: "step", for: "50ms" }],
  settle: "1s",
  promises: {
    "at-least-once": breaks(),
    "at-most-once": breaks(),
    "effectively-once": breaks(),
    order: breaks(),
    progress: breaks(),
    integrity: holds(),
  },
});
