/**
 * Promised: every confirmed message takes effect exactly once, as long as the consumer remembers longer than repeats may come.
 * What breaks it: a clock that jumps further ahead than ids are kept (see dedup-at-consumer/clock-jump), a window that is too
 * small (see lessons/window-evicted and lessons/window-evicted-by-age), a second consumer that does not share the memory (see
 * dedup-at-consumer/two-consumers), and a disk of the broker that lies (see dedup-at-consumer/lying-disk).
 */
import { breaks, holds, scenario } from "faultline";
import { dedupAtConsumer } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "crash", "pause"];

export default scenario({
  title: "Dedup at the consumer, id and effect in one transaction: effectively once",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: dedupAtConsumer.producer, tolerates },
    { name: "broker", role: "broker", run: dedupAtConsumer.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtConsumer.consumer, tolerates },
  ],
  workload: { messages: 12, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05, reorder: 0.05 },
  nemesis: [
    { fault: "crash", every: "300ms", for: "100ms" }, { fault: "crash", rate: 0.01, in: "step", for: "50ms" },
    { fault: "disk", every: "100ms", for: "50ms", kinds: ["full", "error"], nodes: ["c1"] },
  ],
  // It shares the consumer's disk but remembers nothing itself: that is the consumer's part.
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "effectively-once": holds(),
    integrity: holds(),
    progress: holds(),
    bounded: holds({ dedup: 1_000 }),
    order: breaks({ plan: ["drop p1>broker publish m1 #1"] }),
  },
});
