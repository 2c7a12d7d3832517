/**
 * Promised: both generals attack, once, or neither, where messengers may be slow, doubled or overtaken, but always arrive.
 * What breaks it: nothing it declares to tolerate. Loss in any form is not in it.
 */
import { holds, scenario } from "faultline";
import { twoGenerals } from "faultline/protocols";

const tolerates = ["duplicate", "delay", "replay", "reset", "stall", "pause", "clock", "disk"];

export default scenario({
  title: "Two generals on safe roads: slow messengers do no harm",
  nodes: [
    { name: "A", role: "producer", run: twoGenerals.general(3), tolerates },
    { name: "B", role: "consumer", run: twoGenerals.general(3), tolerates },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "exponential(5ms)", duplicate: 0.2, reorder: 0.2 },
  storm: "200ms",
  settle: "1s",
  subscriptions: ["A", "B"],
  guarantees: [twoGenerals.agreement],
  promises: { agreement: holds(), "at-most-once": holds() },
});
