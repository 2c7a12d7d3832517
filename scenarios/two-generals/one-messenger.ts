/**
 * Promised: both generals attack, or neither. One messenger brings the plan, and A counts on it.
 * What breaks it: the loss of that messenger.
 */
import { breaks, scenario } from "faultline";
import { twoGenerals } from "faultline/protocols";

export default scenario({
  title: "Two generals and one messenger: A attacks alone",
  nodes: [
    { name: "A", role: "producer", run: twoGenerals.general(1) },
    { name: "B", role: "consumer", run: twoGenerals.general(1) },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "5ms" },
  settle: "1s",
  subscriptions: ["A", "B"],
  guarantees: [twoGenerals.agreement],
  promises: { agreement: breaks({ plan: ["drop A>B messenger-1 m1 #1"] }) },
});
