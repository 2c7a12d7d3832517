/**
 * Promised: each group of consumers gets every message.
 * What breaks it (L9): ids are kept for the whole queue. What one group has received is known when the other asks. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveConsumers, naiveGroups, naiveQueue } from "faultline/protocols";

export default scenario({
  title: "L9: what one group has received, the other never gets",
  about: "Ids are global: a second queue, or a second group, gets nothing.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveQueue.producer },
    { name: "broker", role: "broker", run: naiveGroups.broker(["billing", "shipping"]) },
    { name: "c1", role: "consumer", run: naiveConsumers.polling({ group: "billing" }) },
    { name: "c2", role: "consumer", run: naiveConsumers.polling({ group: "shipping" }) },
  ],
  subscriptions: ["billing", "shipping"],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "3ms" },
  settle: "500ms",
  promises: {
    "at-least-once": breaks({ plan: [] }),
    "at-most-once": holds(),
  },
});
