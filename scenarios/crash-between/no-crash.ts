/**
 * Promised: as long as the consumer does not crash, either order of work and acknowledgement is effectively once.
 * What breaks it: nothing it declares to tolerate. Its memory of what it has done heals lost acknowledgements, copies and latecomers.
 */
import { holds, scenario } from "faultline";
import { crashBetween } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "pause", "clock"];

export default scenario({
  title: "Acknowledge, then work, by a consumer that never crashes: effectively once",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: crashBetween.producer, tolerates },
    { name: "broker", role: "broker", run: crashBetween.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: crashBetween.ackThenEffect, tolerates },
  ],
  workload: { messages: 10, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05 },
  nemesis: [{ fault: "crash", every: "200ms", for: "50ms", nodes: ["p1", "broker"] }],
  promises: {
    "effectively-once": holds(),
    integrity: holds(),
    progress: holds(),
  },
});
