/**
 * What an agreement by messengers does not tolerate: being cut off from each other while the last messenger is under way.
 */
import { breaks, scenario } from "faultline";
import { twoGenerals } from "faultline/protocols";

export default scenario({
  title: "Two generals cut off from each other before the last messenger is through",
  nodes: [
    { name: "A", role: "producer", run: twoGenerals.general(3) },
    { name: "B", role: "consumer", run: twoGenerals.general(3) },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "5ms" },
  settle: "1s",
  subscriptions: ["A", "B"],
  guarantees: [twoGenerals.agreement],
  promises: { agreement: breaks({ plan: ["partition A | B at 22ms for 10ms"] }) },
});
