/**
 * Promised: every confirmed message takes effect exactly once. Effect and remembered id are one commit: a crash between any two
 * steps of the consumer comes before both or after both.
 * What breaks it: nothing at the consumer. Split the commit in two, and one place for a crash is enough: see atomic-inbox-split.
 */
import { holds, scenario } from "faultline";
import { atomicInbox } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "partition", "crash", "pause", "clock"];

export default scenario({
  title: "Atomic inbox: effect and id in one commit leave a crash no gap to fall into",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: atomicInbox.producer, tolerates },
    { name: "broker", role: "broker", run: atomicInbox.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: atomicInbox.consumer, tolerates: [...tolerates, "disk"] },
  ],
  workload: { messages: 2, every: "10ms" },
  // Every packet takes as long as every other: what happens is the crash's doing.
  network: { latency: "5ms" },
  nemesis: [{ fault: "crash", rate: 0.1, in: "step", for: "50ms", nodes: ["c1"] }],
  settle: "1s",
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: { "at-least-once": holds(), "at-most-once": holds(), "effectively-once": holds() },
});
