/**
 * Promised: every confirmed message takes effect exactly once and with its content, though an attacker sends packets again and alters others.
 * What breaks it: nothing it declares to tolerate. Order is not promised, and does break.
 */
import { breaks, holds, scenario } from "faultline";
import { signedMessages } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "forge", "reset", "stall", "partition", "crash", "pause", "clock", "disk"];

export default scenario({
  title: "Signed messages with nonces: effectively once, attacked or not",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: signedMessages.producer, tolerates },
    { name: "broker", role: "broker", run: signedMessages.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: signedMessages.consumer, tolerates },
  ],
  workload: { messages: 20, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05, reorder: 0.05 },
  nemesis: [
    { fault: "replay", rate: 0.1, by: "exponential(100ms)" },
    { fault: "forge", rate: 0.1 },
    { fault: "crash", every: "300ms", for: "100ms" },
    { fault: "crash", rate: 0.01, in: "step", for: "50ms" },
  ],
  // It remembers nothing of its own; what it shares with the consumer is the disk, and so the transaction.
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "at-least-once": holds(),
    "at-most-once": holds(),
    "effectively-once": holds(),
    integrity: holds(),
    progress: holds(),
    bounded: holds({ window: 8 }),
    // Even without a fault: the network lets one packet overtake another.
    order: breaks(),
  },
});
