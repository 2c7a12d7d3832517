/**
 * Promised: every confirmed message takes effect exactly once, for the consumer remembers what it has done.
 * What breaks it: a crash after the effect and before its id is in the inbox. Two commits have a between.
 */
import { breaks, holds, scenario } from "faultline";
import { atomicInbox } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "partition", "pause", "clock"];

export default scenario({
  title: "Atomic inbox, split: effect and id in two commits, and a crash between them",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: atomicInbox.producer, tolerates },
    { name: "broker", role: "broker", run: atomicInbox.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: atomicInbox.splitConsumer, tolerates },
  ],
  workload: { messages: 2, every: "10ms" },
  network: { latency: "5ms" },
  nemesis: [{ fault: "crash", rate: 0.1, in: "step", for: "50ms", nodes: ["c1"] }],
  settle: "1s",
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "at-least-once": holds(),
    "at-most-once": breaks({ plan: ["crash c1 in broker>c1 deliver m1 #1 after 2 for 50ms"] }),
    "effectively-once": breaks({ plan: ["crash c1 in broker>c1 deliver m1 #1 after 2 for 50ms"] }),
  },
});
