/**
 * What an agreement by messengers does not tolerate: a last message that arrives illegible. It is as good as lost.
 */
import { breaks, scenario } from "faultline";
import { twoGenerals } from "faultline/protocols";

export default scenario({
  title: "Two generals and a message that nobody can read",
  nodes: [
    { name: "A", role: "producer", run: twoGenerals.general(3) },
    { name: "B", role: "consumer", run: twoGenerals.general(3) },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "5ms" },
  settle: "1s",
  subscriptions: ["A", "B"],
  guarantees: [twoGenerals.agreement],
  promises: { agreement: breaks({ plan: ["corrupt A>B messenger-3 m1 #1"] }) },
});
