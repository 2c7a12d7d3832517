/**
 * Promised: every order that was committed is published.
 * What breaks it: a crash between the commit and the send. There is no outbox, so nothing tells of what is missing.
 */
import { breaks, holds, scenario } from "faultline";
import { transactionalOutbox } from "faultline/protocols";

export default scenario({
  title: "The dual write: the order is in the database, and nobody was told",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: transactionalOutbox.dualWriteProducer },
    { name: "broker", role: "broker", run: transactionalOutbox.broker },
    { name: "consumer", count: 1, role: "consumer", run: transactionalOutbox.consumer },
  ],
  workload: { messages: 2, every: "10ms" },
  network: { latency: "5ms" },
  settle: "1s",
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "at-least-once": breaks({ plan: ["crash p1 in p1 publish m1 after 2 for 20ms"] }),
    "at-most-once": holds(),
  },
});
