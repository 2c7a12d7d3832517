/**
 * Promised: list and ids are on disk, so a crash loses nothing.
 * What breaks it (L6): the crash comes between two writes of `receive`. Off the list, and with nobody.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveBrokers, naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L6: a crash between pop and add, durable both",
  about: "A crash between pop and add, the pop first.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveBrokers.durable({ keeps: "both", first: "pop" }) },
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
