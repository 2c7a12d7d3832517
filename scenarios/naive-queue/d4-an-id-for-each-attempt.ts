/**
 * Promised: a repeat is recognised by its id.
 * What breaks it (D4): a lost confirm. The producer makes the id where it sends, so the second attempt is another message to everybody.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveBrokers, naiveConsumers, naiveProducers } from "faultline/protocols";

export default scenario({
  title: "D4: the second attempt has an id of its own",
  about: "The producer makes a new id for each attempt.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveProducers.numbering({ each: "attempt" }) },
    { name: "broker", role: "broker", run: naiveBrokers.inMemory() },
    { name: "consumer", count: 1, role: "consumer", run: naiveConsumers.polling() },
  ],
  workload: { messages: 3, every: "60ms" },
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    "at-most-once": breaks({ plan: ["drop broker>p1 confirm m1 #1"] }),
    "at-least-once": holds(),
  },
});
