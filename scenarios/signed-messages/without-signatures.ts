/**
 * Promised: what was published takes effect, once. The broker checks every signature, and the consumer trusts what the broker passes on.
 * What breaks it: one packet altered behind the broker; or sent again under a nonce that is new. What is not checked where it acts is not checked.
 */
import { breaks, holds, scenario } from "faultline";
import { signedMessages } from "faultline/protocols";

export default scenario({
  title: "No signature checked where it counts: what is altered takes effect",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: signedMessages.producer },
    { name: "broker", role: "broker", run: signedMessages.broker },
    { name: "consumer", count: 1, role: "consumer", run: signedMessages.consumerWithoutSignatures },
  ],
  workload: { messages: 5, every: "10ms" },
  network: { latency: "5ms" },
  // In front of the broker an attacker achieves nothing.
  nemesis: [{ fault: "forge", rate: 0.2, link: "p1>broker" }, { fault: "replay", rate: 0.2, by: "exponential(50ms)" }],
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    integrity: breaks({ plan: ['forge broker>c1 order m1 #1 with {"message":{"id":1,"key":"k1","producer":"p1","body":1000000}}'] }),
    "effectively-once": breaks({ plan: ["replay broker>c1 order m1 #1 at 1s", 'forge broker>c1 order m1 #1" with {"nonce":77}'] }),
    "at-least-once": holds(),
  },
});
