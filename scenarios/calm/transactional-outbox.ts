/**
 * Promised: where nothing is lost, the relay publishes each row once: it is confirmed, and has left the outbox, before the next look.
 * What breaks it: any fault. A row that stays is published again and again, and only an inbox at the far end keeps that from doing harm.
 */
import { holds, scenario } from "faultline";
import { transactionalOutbox } from "faultline/protocols";

export default scenario({
  title: "The transactional outbox in calm: a row is published once",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: transactionalOutbox.producer },
    { name: "broker", role: "broker", run: transactionalOutbox.broker },
    { name: "consumer", count: 1, role: "consumer", run: transactionalOutbox.consumer },
  ],
  workload: { messages: 10, every: "30ms" },
  network: { latency: "5ms" },
  sinks: [{ name: "database", at: ["consumer"] }],
  obligation: "published",
  promises: {
    "effectively-once": holds(),
    progress: holds(),
    bounded: holds({ redeliveries: 0 }),
    // A transaction takes 30 ms at most, the relay looks every 50.
    deadline: holds({ within: "95ms", when: "always" }),
  },
});
