/**
 * Promised: every order that was committed is published.
 * What breaks it: no fault at all. The relay asks for `id > last`; an order that got its id earlier commits later, when the relay
 * is past it.
 */
import { breaks, holds, scenario } from "faultline";
import { transactionalOutbox } from "faultline/protocols";

export default scenario({
  title: "An outbox polled by `id > last`: ids do not commit in order, and one is skipped",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: transactionalOutbox.pollingProducer },
    { name: "broker", role: "broker", run: transactionalOutbox.broker },
    { name: "consumer", count: 1, role: "consumer", run: transactionalOutbox.consumer },
  ],
  workload: { messages: 5, every: "10ms" },
  network: { latency: "5ms" },
  settle: "1s",
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "at-least-once": breaks({ plan: [] }),
    "at-most-once": holds(),
  },
});
