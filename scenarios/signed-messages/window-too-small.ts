/**
 * Promised: every order is confirmed in the end. The consumer takes only nonces above the last: a counter, as in a car key.
 * What breaks it: one lost packet, and no attacker at all. The order is sent again behind its successors, and refused for ever.
 */
import { breaks, holds, scenario } from "faultline";
import { signedMessages } from "faultline/protocols";

export default scenario({
  title: "A window of one nonce: what is overtaken is refused for ever",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: signedMessages.producer },
    { name: "broker", role: "broker", run: signedMessages.broker },
    { name: "consumer", count: 1, role: "consumer", run: signedMessages.consumerWithNarrowWindow },
  ],
  workload: { messages: 5, every: "10ms" },
  network: { latency: "5ms", loss: 0.05 },
  nemesis: [{ fault: "replay", rate: 0.1, by: "exponential(50ms)" }],
  settle: "1s",
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    progress: breaks({ plan: ["drop p1>broker order m1 #1"] }),
    "effectively-once": holds(),
    integrity: holds(),
  },
});
