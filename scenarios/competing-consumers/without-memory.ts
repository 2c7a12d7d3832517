/**
 * What this hand-over of keys does not tolerate: a sink that does not know what was done. First effects still come in order; but
 * a hand-over repeats what the consumer before had done and not acknowledged.
 */
import { breaks, holds, scenario } from "faultline";
import { competingConsumers } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "crash", "pause", "clock", "disk"];

export default scenario({
  title: "Competing consumers without a common memory: a hand-over repeats work",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: competingConsumers.producer, tolerates },
    { name: "broker", role: "broker", run: competingConsumers.broker, tolerates },
    { name: "consumer", count: 2, role: "consumer", run: competingConsumers.consumer, tolerates },
  ],
  workload: { messages: 12, keys: 2, every: "20ms" },
  network: { latency: "2ms", loss: 0.05 },
  nemesis: [{ fault: "crash", every: "200ms", for: "100ms" }],
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "at-least-once": holds(),
    order: holds(),
    progress: holds(),
    "at-most-once": breaks({ plan: ["crash c1 in broker>c1 deliver m1 #1 after 2 for 1s"] }),
  },
});
