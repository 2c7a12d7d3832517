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
  // The storm in which the hasty broker lost m3.
  seed: "1/221",
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
    "at-most-once": breaks(),
  },
  beats: [
    {
      say: "The same storm, fault by fault: the same seed. One thing has changed: the log is compacted in one transaction.",
      ask: "One storm survived. What does that prove?",
      until: "start",
      expect: { published: 0 },
    },
    {
      say: "Nothing is lost. For more than this storm, ask check: the more runs hold, the smaller the chance that is left.",
      until: "end",
      expect: { lost: 0, "at-least-once": "pass", integrity: "pass" },
    },
  ],
});
