/**
 * Promised: every confirmed message takes effect exactly once, and those of one key in order, whichever consumers live.
 * What breaks it: nothing it declares to tolerate. It needs a sink that knows what was done: see competing-consumers/without-memory.
 */
import { holds, scenario } from "faultline";
import { competingConsumers } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "crash", "pause", "clock", "disk"];

export default scenario({
  title: "Competing consumers, in order for each key, through crashes, partitions and sleep",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: competingConsumers.producer, tolerates },
    { name: "broker", role: "broker", run: competingConsumers.broker, tolerates },
    { name: "consumer", count: 3, role: "consumer", run: competingConsumers.consumer, tolerates },
  ],
  workload: { messages: 24, keys: 3, every: "20ms" },
  network: { loss: 0.05, duplicate: 0.05, reorder: 0.05 },
  nemesis: [
    { fault: "crash", every: "300ms", for: "200ms" }, { fault: "crash", rate: 0.01, in: "step", for: "50ms" },
    { fault: "partition", every: "400ms", for: "300ms" }, { fault: "pause", every: "400ms", for: "300ms" },
  ],
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  promises: {
    "effectively-once": holds(),
    order: holds({ all: true }),
    integrity: holds(),
    progress: holds(),
    // Eight messages a key, eight places in its log: nothing is stored twice.
    bounded: holds({ log: 8 }),
  },
});
