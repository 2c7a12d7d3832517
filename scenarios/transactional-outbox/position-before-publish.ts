/**
 * Promised: every order that was committed is published.
 * What breaks it: a crash of the relay when it has stored how far it has read, and has not yet published what it read.
 */
import { breaks, holds, scenario } from "faultline";
import { transactionalOutbox } from "faultline/protocols";

export default scenario({
  title: "An outbox whose relay stores its position before it publishes",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: transactionalOutbox.pollingProducer },
    { name: "broker", role: "broker", run: transactionalOutbox.broker },
    { name: "consumer", count: 1, role: "consumer", run: transactionalOutbox.consumer },
  ],
  // One order after the other: no two transactions overlap, so no id is skipped.
  workload: { messages: 2, every: "40ms" },
  network: { latency: "5ms" },
  settle: "1s",
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "at-least-once": breaks({ plan: ["crash p1 in p1 timer relay #2 after 1 for 20ms"] }),
    "at-most-once": holds(),
  },
});
