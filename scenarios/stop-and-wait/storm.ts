/**
 * Promised: every message takes effect exactly once, in order, on a network that loses, repeats, delays and corrupts.
 * What breaks it: nothing it declares to tolerate. Crashes are not among that: see stop-and-wait/crash.
 */
import { holds, scenario } from "faultline";
import { stopAndWait } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "pause", "clock", "disk"];

export default scenario({
  title: "Stop and wait: once and in order on the worst of networks, one message at a time",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: stopAndWait.producer, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: stopAndWait.consumer, tolerates },
  ],
  workload: { messages: 8, every: "10ms" },
  network: { loss: 0.2, duplicate: 0.2, reorder: 0.2, corrupt: 0.05 },
  // Nobody crashes, so nothing may be forgotten: what was handed over is owed.
  obligation: "published",
  promises: {
    "effectively-once": holds(),
    order: holds({ all: true }),
    integrity: holds(),
    progress: holds(),
  },
});
