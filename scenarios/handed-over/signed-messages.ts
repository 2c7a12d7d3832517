/**
 * Promised: every message that was handed over takes effect exactly once, also where its producer crashes before anybody has heard of
 * it: it stands in the outbox. And nobody but the consumer can confirm it.
 * What breaks it: a crash in the very step of the hand-over, before the outbox is written. Then nobody has it, and nobody was told so.
 */
import { holds, scenario } from "faultline";
import { signedMessages } from "faultline/protocols";

export default scenario({
  title: "Signed messages from an outbox: what was handed over is done, whatever becomes of the producer",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: signedMessages.producer },
    { name: "broker", role: "broker", run: signedMessages.broker },
    { name: "consumer", count: 1, role: "consumer", run: signedMessages.consumer },
  ],
  workload: { messages: 20, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05, reorder: 0.05 },
  nemesis: [
    { fault: "replay", rate: 0.1, by: "exponential(100ms)" },
    { fault: "crash", every: "100ms", for: "50ms", nodes: ["broker", "c1"] }, { fault: "crash", rate: 0.01, in: "step", for: "50ms", nodes: ["broker", "c1"] },
  ],
  sinks: [{ name: "database", at: ["consumer"] }],
  obligation: "published",
  promises: {
    "effectively-once": holds({ plan: ["drop p1>broker order m1 #1", "crash p1 at 15ms for 10ms"] }),
    // An order that is sent back as its own confirm.
    "at-least-once": holds({ plan: ['forge p1>broker order m1 #1 with {"type":"confirm"}'] }),
    integrity: holds(),
    progress: holds(),
  },
});
