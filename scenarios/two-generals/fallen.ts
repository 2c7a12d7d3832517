/**
 * What an agreement by messengers does not tolerate: a general who falls as the last messenger arrives. The other cannot know.
 */
import { breaks, scenario } from "faultline";
import { twoGenerals } from "faultline/protocols";

export default scenario({
  title: "Two generals, and one who falls as the last messenger arrives",
  nodes: [
    { name: "A", role: "producer", run: twoGenerals.general(3) },
    { name: "B", role: "consumer", run: twoGenerals.general(3) },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "5ms" },
  settle: "1s",
  subscriptions: ["A", "B"],
  guarantees: [twoGenerals.agreement],
  promises: { agreement: breaks({ plan: ["crash B in A>B messenger-3 m1 #1 after 0"] }) },
});
