/**
 * Promised: every confirmed message takes effect, and no consumer writes once its successor has.
 * What breaks it: nothing it declares to tolerate. "At most once" and order are not promised, and do break.
 */
import { breaks, holds, scenario } from "faultline";
import { leases } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "crash", "pause", "clock", "disk"];

export default scenario({
  title: "Leases with fencing tokens in a storm: one owner at a time",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: leases.producer, tolerates },
    { name: "broker", role: "broker", run: leases.broker, tolerates },
    { name: "consumer", count: 3, role: "consumer", run: leases.consumer, tolerates },
  ],
  workload: { messages: 10, keys: 2, every: "20ms" },
  network: { loss: 0.05, duplicate: 0.05, reorder: 0.05 },
  nemesis: [
    { fault: "pause", every: "50ms", for: "exponential(150ms)", nodes: ["c1", "c2", "c3"] }, { fault: "crash", every: "120ms", for: "50ms" },
    { fault: "crash", rate: 0.01, in: "step", for: "50ms" },
  ],
  storm: "1s",
  sinks: [{ name: "storage", fenced: true }],
  promises: {
    fenced: holds(),
    "at-least-once": holds(),
    integrity: holds(),
    progress: holds(),
    "at-most-once": breaks(),
    order: breaks(),
  },
});
