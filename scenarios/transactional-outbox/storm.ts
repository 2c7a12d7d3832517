/**
 * Promised: every order that was committed takes effect exactly once downstream, and none that was rolled back. The outbox sees
 * to "at least", the inbox to "at most".
 * What breaks it: nothing it declares to tolerate. Order is not promised, and does break.
 * Its broker does not tolerate a disk that lies: see atomic-inbox/lying-disk.
 */
import { breaks, holds, scenario } from "faultline";
import { transactionalOutbox } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "partition", "crash", "pause", "clock"];

export default scenario({
  title: "The transactional outbox in a storm: what was committed is told, once it has taken effect",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: transactionalOutbox.producer, tolerates: [...tolerates, "disk"] },
    { name: "broker", role: "broker", run: transactionalOutbox.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: transactionalOutbox.consumer, tolerates: [...tolerates, "disk"] },
  ],
  workload: { messages: 10, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05, reorder: 0.05 },
  nemesis: [
    { fault: "crash", every: "300ms", for: "100ms" }, { fault: "crash", rate: 0.02, in: "step", for: "50ms" },
    { fault: "disk", every: "100ms", for: "20ms", nodes: ["c1", "p1", "p2"], kinds: ["full", "error"] },
  ],
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "at-least-once": holds(),
    "at-most-once": holds(),
    "effectively-once": holds(),
    integrity: holds(),
    progress: holds(),
    order: breaks(),
  },
});
