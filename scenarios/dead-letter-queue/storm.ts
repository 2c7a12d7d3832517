/**
 * Promised: every confirmed message takes effect, or a person has looked at it; and no message is tried more than five times.
 * What breaks it: nothing it declares to tolerate. A dead letter is an excuse, for "orders" alone. "At most once" is not
 * promised, and does break.
 */
import { breaks, holds, scenario } from "faultline";
import { deadLetterQueue } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "crash", "pause", "clock", "disk"];

export default scenario({
  title: "A dead-letter queue: a poisoned message is put aside, and not forgotten",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: deadLetterQueue.producer, tolerates },
    { name: "broker", role: "broker", run: deadLetterQueue.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: deadLetterQueue.consumer([2, 5]), tolerates },
    { name: "operator", role: "consumer", run: deadLetterQueue.operator, tolerates },
  ],
  workload: { messages: 6, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05, reorder: 0.05 },
  nemesis: [{ fault: "crash", every: "300ms", for: "100ms" }, { fault: "crash", rate: 0.02, in: "step", for: "50ms" }],
  storm: "1s",
  subscriptions: ["orders", "dead-letters"],
  // A message that was done expires in "dead-letters": nobody need look at it.
  excuses: ["dead-letter", "expire"],
  promises: {
    "at-least-once": holds(),
    integrity: holds(),
    progress: holds(),
    bounded: holds({ redeliveries: 4 }),
    "at-most-once": breaks({ plan: ["drop c1>broker ack m1 #1"] }),
  },
});
