/**
 * Promised: a repeat is recognised by its id.
 * What breaks it (D3): memory for ids is limited, and the network is not: a copy comes when its id has been forgotten, by queue and consumer.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveBrokers, naiveConsumers, naiveQueue } from "faultline/protocols";

export default scenario({
  title: "D3: the ids are forgotten before the last copy has come",
  about: "Ids are evicted, and a late copy comes.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveBrokers.inMemory({ ids: 2 }) },
    { name: "consumer", count: 1, role: "consumer", run: naiveConsumers.polling({ ids: 2 }) },
  ],
  workload: { messages: 4, every: "40ms" },
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    "at-most-once": breaks({ plan: ["duplicate p1>broker publish m1 #1 after 100ms"] }),
    "at-least-once": holds(),
  },
});
