/**
 * Promised: a task that is to be done later is done once.
 * What breaks it: nothing here, where no packet is lost and nobody pauses: the owner renews its lease as long as it waits. See lease-shorter-than-the-wait.
 */
import { holds, scenario } from "faultline";
import { leases } from "faultline/protocols";

export default scenario({
  title: "Leases: a task is held for longer than its lease, which its owner renews",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: leases.producer },
    { name: "broker", role: "broker", run: leases.broker },
    // Their clocks differ, so they do not ask at the same moments.
    { name: "w1", role: "consumer", run: leases.renewingConsumer, clock: { ppm: 100_000 } },
    { name: "w2", role: "consumer", run: leases.renewingConsumer },
  ],
  workload: { messages: 2, every: "20ms" },
  network: { latency: "uniform(1ms, 10ms)" },
  settle: "5s",
  promises: { "at-most-once": holds(), "at-least-once": holds() },
});
