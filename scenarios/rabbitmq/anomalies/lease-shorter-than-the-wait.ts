/**
 * Promised: a task that is to be done later is done once. Not a matter of RabbitMQ's: the queue leases its messages, as Redis does by a visibility timeout.
 * What breaks it: the worker that waits with the task lives, and the lease runs out all the same. Another takes the task, waits as well, and both do it
 * (celery/celery#3270). No fault is needed.
 * Mended: the owner renews its lease as long as it waits.
 */
import { breaks, holds, scenario } from "faultline";
import { leases } from "faultline/protocols";

export default scenario({
  title: "Leases: a task is held for longer than its lease, which nobody renews",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: leases.producer },
    { name: "broker", role: "broker", run: leases.broker },
    // Their clocks differ, so they do not ask at the same moments.
    { name: "w1", role: "consumer", run: leases.waitingConsumer, clock: { ppm: 100_000 } },
    { name: "w2", role: "consumer", run: leases.waitingConsumer },
  ],
  workload: { messages: 2, every: "20ms" },
  network: { latency: "5ms" },
  settle: "5s",
  promises: { "at-most-once": breaks({ plan: [] }), "at-least-once": holds() },
});
