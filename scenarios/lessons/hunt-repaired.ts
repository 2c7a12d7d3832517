/**
 * Promised: every confirmed message takes effect, in the storm that lost one when the log was compacted in haste. The old records
 * and the new ones change places in one transaction.
 * What breaks it: nothing it declares to tolerate. "At most once" is not promised, and does break.
 */
import { breaks, holds, scenario } from "faultline";
import { compactedLog } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "crash", "pause", "clock", "disk"];

export default scenario({
  title: "Hunt, repaired: the log is compacted in one transaction, and nothing is lost",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: compactedLog.producer, tolerates },
    { name: "broker", role: "broker", run: compactedLog.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: compactedLog.consumer, tolerates },
  ],
  workload: { messages: 20, every: "10ms" },
  network: { loss: 0.2, duplicate: 0.2, reorder: 0.2 },
  nemesis: [
    { fault: "crash", every: "100ms", for: "20ms", nodes: ["broker"], how: ["kill", "power"] },
    { fault: "crash", rate: 0.05, in: "step", for: "20ms", nodes: ["broker"], how: ["kill", "power"] },
  ],
  settle: "2s",
  promises: {
    "at-least-once": holds(),
    integrity: holds(),
    progress: holds(),
    "at-most-once": breaks({ plan: ["drop c1>broker ack m1 #1"] }),
  },
});
