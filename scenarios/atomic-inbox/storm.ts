/**
 * Promised: every confirmed message takes effect exactly once, whatever the network loses and whoever crashes.
 * What breaks it: nothing it declares to tolerate. Order is not promised, and does break.
 */
import { breaks, holds, scenario } from "faultline";
import { atomicInbox } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "partition", "crash", "pause", "clock"];

export default scenario({
  title: "The atomic inbox in a storm: at least once plus a memory is effectively once",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: atomicInbox.producer, tolerates },
    { name: "broker", role: "broker", run: atomicInbox.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: atomicInbox.consumer, tolerates: [...tolerates, "disk"] },
  ],
  workload: { messages: 10, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05, reorder: 0.05 },
  nemesis: [
    { fault: "crash", every: "300ms", for: "100ms" }, { fault: "crash", rate: 0.02, in: "step", for: "50ms" },
    { fault: "disk", every: "100ms", for: "20ms", nodes: ["c1"], kinds: ["full", "error"] },
  ],
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "at-least-once": holds(),
    "at-most-once": holds(),
    "effectively-once": holds(),
    integrity: holds(),
    progress: holds(),
    order: breaks(),
  },
});
