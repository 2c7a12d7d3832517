/**
 * Promised: every order takes effect exactly once; the consumer remembers the nonces it has seen.
 * What breaks it: a crash, and then a packet sent again. The effect outlived the crash, the memory of it did not.
 */
import { breaks, holds, scenario } from "faultline";
import { signedMessages } from "faultline/protocols";

export default scenario({
  title: "Nonces in memory: after a crash, everything is new",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: signedMessages.producer },
    { name: "broker", role: "broker", run: signedMessages.broker },
    { name: "consumer", count: 1, role: "consumer", run: signedMessages.consumerThatForgets },
  ],
  workload: { messages: 5, every: "10ms" },
  network: { latency: "5ms" },
  // Without a crash it holds, and that is how it passes its tests.
  nemesis: [{ fault: "replay", rate: 0.1, by: "exponential(50ms)" }, { fault: "forge", rate: 0.1 }, { fault: "drop", rate: 0.1 }],
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "effectively-once": breaks({ plan: ["crash c1 at 500ms for 100ms", "replay broker>c1 order m1 #1 at 1s"] }),
    "at-least-once": holds(),
    integrity: holds(),
  },
});
