/**
 * Promised: list and ids are on disk, so a crash loses nothing.
 * What breaks it (L6): the crash comes between two writes of `receive`. The message is still on the list, where its id condemns it.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveBrokers, naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L6: a crash between add and pop, durable both",
  about: "A crash between pop and add, the add first.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveBrokers.durable({ keeps: "both", first: "add" }) },
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
