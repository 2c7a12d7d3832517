/**
 * Promised: where nobody sleeps and nothing is lost, each message is leased once and done once, in the order of the queue; and a crash
 * of the broker, while nothing is leased, brings back nothing that was done.
 * What breaks it: any other fault. A lease ends with its own message's work or its own time, and with nothing else.
 */
import { holds, scenario } from "faultline";
import { leases } from "faultline/protocols";

export default scenario({
  title: "Leases in calm: each message has one owner, once",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: leases.producer },
    { name: "broker", role: "broker", run: leases.broker },
    { name: "consumer", count: 3, role: "consumer", run: leases.consumer },
  ],
  workload: { messages: 8, every: "10ms" },
  network: { latency: "uniform(4ms, 6ms)" },
  sinks: [{ name: "storage", fenced: true }],
  obligation: "published",
  promises: {
    fenced: holds(),
    "effectively-once": holds({ plan: ["crash broker at 95ms for 3ms"] }),
    order: holds({ all: true }),
    progress: holds(),
    bounded: holds({ redeliveries: 0 }),
  },
});
