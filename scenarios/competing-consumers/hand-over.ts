/**
 * Promised: when consumers die and do not come back, those that live take over their keys: every message takes effect exactly
 * once, and those of one key in order.
 * What breaks it: the death of the last one (see competing-consumers/last-one). Here c3 lives.
 */
import { holds, scenario } from "faultline";
import { competingConsumers } from "faultline/protocols";

export default scenario({
  title: "Competing consumers die for good: their keys go to those that live",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: competingConsumers.producer },
    { name: "broker", role: "broker", run: competingConsumers.broker },
    { name: "consumer", count: 3, role: "consumer", run: competingConsumers.consumer },
  ],
  workload: { messages: 16, keys: 3, every: "20ms" },
  network: { loss: 0.05, duplicate: 0.05, reorder: 0.05 },
  nemesis: [
    { fault: "crash", every: "300ms", for: "forever", nodes: ["c1", "c2"] }, { fault: "crash", every: "300ms", for: "50ms", nodes: ["broker"] },
    { fault: "partition", every: "300ms", for: "200ms" }, { fault: "pause", every: "300ms", for: "200ms" },
  ],
  settle: "10s",
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  // The producer never dies, so nothing may be forgotten: what was handed over is owed.
  obligation: "published",
  promises: {
    "effectively-once": holds(),
    order: holds({ all: true }),
    integrity: holds(),
    bounded: holds({ log: 6 }),
    progress: holds(),
  },
});
