/**
 * Promised: both generals attack, or neither. Three messengers go between them: the plan, its acknowledgement, and the
 * acknowledgement of that.
 * What breaks it: the loss of the last messenger. Another one more would only be another last one.
 */
import { breaks, scenario } from "faultline";
import { twoGenerals } from "faultline/protocols";

const tolerates = ["duplicate", "delay", "replay", "reset", "stall", "pause", "clock", "disk"];

export default scenario({
  title: "Two generals: whoever sends the last messenger never knows whether it arrived",
  nodes: [
    { name: "A", role: "producer", run: twoGenerals.general(3), tolerates },
    { name: "B", role: "consumer", run: twoGenerals.general(3), tolerates },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "5ms", loss: 0.2 },
  storm: "100ms",
  settle: "1s",
  subscriptions: ["A", "B"],
  guarantees: [twoGenerals.agreement],
  promises: { agreement: breaks({ plan: ["drop A>B messenger-3 m1 #1"] }) },
});
