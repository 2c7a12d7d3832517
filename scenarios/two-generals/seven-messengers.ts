/**
 * Promised: both generals attack, or neither. Seven messengers: plan, acknowledgement, acknowledgement of that, and so on.
 * What breaks it: the loss of the last messenger, as with one.
 */
import { breaks, scenario } from "faultline";
import { twoGenerals } from "faultline/protocols";

export default scenario({
  title: "Two generals and seven messengers: six answers do not help",
  nodes: [
    { name: "A", role: "producer", run: twoGenerals.general(7) },
    { name: "B", role: "consumer", run: twoGenerals.general(7) },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "5ms" },
  settle: "1s",
  subscriptions: ["A", "B"],
  guarantees: [twoGenerals.agreement],
  promises: { agreement: breaks({ plan: ["drop A>B messenger-7 m1 #1"] }) },
});
