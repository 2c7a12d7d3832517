/**
 * Promised: every message that was handed over takes effect exactly once, also where its producer crashes before anybody has heard of
 * it: it stands in the outbox.
 * What breaks it: a crash in the very step of the hand-over, before the outbox is written. Then nobody has it, and nobody was told so.
 */
import { holds, scenario } from "faultline";
import { correctedQueue } from "faultline/protocols";

export default scenario({
  title: "An outbox: what was handed over is done, whatever becomes of the producer",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: correctedQueue.producer },
    { name: "broker", role: "broker", run: correctedQueue.broker },
    { name: "consumer", count: 2, role: "consumer", run: correctedQueue.consumer },
  ],
  workload: { messages: 12, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05, reorder: 0.05 },
  nemesis: [{ fault: "crash", every: "100ms", for: "50ms", nodes: ["broker", "c1", "c2"] }, { fault: "crash", rate: 0.01, in: "step", for: "50ms", nodes: ["broker", "c1", "c2"] }],
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  obligation: "published",
  promises: {
    "effectively-once": holds({ plan: ["drop p1>broker publish m1 #1", "crash p1 at 15ms for 10ms"] }),
    integrity: holds(),
    progress: holds(),
    "at-least-once": holds(),
  },
});
