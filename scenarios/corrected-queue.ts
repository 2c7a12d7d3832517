/**
 * Promised: every confirmed message takes effect exactly once, whatever the network and the machines do.
 * What breaks it: nothing it declares to tolerate. Order is not promised, and does break.
 */
import { breaks, holds, scenario } from "faultline";
import { correctedQueue } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "crash", "pause", "clock", "disk"];

export default scenario({
  title: "The acknowledge-and-remember queue, corrected: effectively once in any storm",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: correctedQueue.producer, tolerates },
    { name: "broker", role: "broker", run: correctedQueue.broker, tolerates },
    { name: "consumer", count: 2, role: "consumer", run: correctedQueue.consumer, tolerates },
  ],
  workload: { messages: 12, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05, reorder: 0.05 },
  nemesis: [{ fault: "crash", every: "300ms", for: "100ms" }, { fault: "crash", rate: 0.01, in: "step", for: "50ms" }],
  // The database with its inbox: effect and remembered id are one transaction, shared by all consumers.
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  promises: {
    "at-least-once": holds(),
    "at-most-once": holds(),
    "effectively-once": holds(),
    integrity: holds(),
    progress: holds(),
    order: breaks({ plan: ["drop p1>broker publish m1 #1"] }),
  },
});
