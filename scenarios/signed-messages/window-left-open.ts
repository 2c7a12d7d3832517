/**
 * Promised: every order takes effect exactly once. What is older than the window is taken for new, lest an honest order be refused.
 * What breaks it: one packet sent again, once eight others have come. What cannot be remembered must be refused.
 */
import { breaks, holds, scenario } from "faultline";
import { signedMessages } from "faultline/protocols";

export default scenario({
  title: "A window left open: what is too old to be remembered acts again",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: signedMessages.producer },
    { name: "broker", role: "broker", run: signedMessages.broker },
    { name: "consumer", count: 1, role: "consumer", run: signedMessages.consumerWithOpenWindow },
  ],
  workload: { messages: 9, every: "10ms" },
  network: { latency: "5ms" },
  nemesis: [{ fault: "replay", rate: 0.1, by: "exponential(50ms)" }, { fault: "forge", rate: 0.1 }],
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "effectively-once": breaks({ plan: ["replay broker>c1 order m1 #1 at 1s"] }),
    "at-least-once": holds(),
    integrity: holds(),
  },
});
