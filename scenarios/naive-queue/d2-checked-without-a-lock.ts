/**
 * Promised: the queue hands out no id twice.
 * What breaks it (D2): two copies, two consumers, one instant. Both ids are looked up before either is added.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveBrokers, naiveConsumers, naiveQueue } from "faultline/protocols";

export default scenario({
  title: "D2: two look an id up before either adds it",
  about: "Check-then-add without a lock: two consumers receive two copies at the same time.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveBrokers.inMemory({ unlocked: "1ms" }) },
    { name: "consumer", count: 2, role: "consumer", run: naiveConsumers.polling() },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    "at-most-once": breaks({ plan: ["duplicate p1>broker publish m1 #1 after 1ms"] }),
    "at-least-once": holds(),
  },
});
