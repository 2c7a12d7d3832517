/**
 * Promised: every order takes effect exactly once; each is signed, and no signature can be forged.
 * What breaks it: one packet sent again. Its signature is as good as it was the first time.
 */
import { breaks, holds, scenario } from "faultline";
import { signedMessages } from "faultline/protocols";

export default scenario({
  title: "No nonce: a signature says who and what, not when",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: signedMessages.producer },
    { name: "broker", role: "broker", run: signedMessages.broker },
    { name: "consumer", count: 1, role: "consumer", run: signedMessages.consumerWithoutNonces },
  ],
  workload: { messages: 5, every: "10ms" },
  network: { latency: "5ms" },
  nemesis: [{ fault: "replay", rate: 0.1, by: "exponential(50ms)" }, { fault: "forge", rate: 0.1, link: "broker>c1" }],
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "effectively-once": breaks({ plan: ["replay broker>c1 order m1 #1 at 1s"] }),
    "at-least-once": holds(),
    integrity: holds(),
  },
});
