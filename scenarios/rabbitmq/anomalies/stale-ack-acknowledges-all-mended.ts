/**
 * Promised: what fails is put back and tried again; only what was done is acknowledged.
 * What breaks it: none of the faults that strike here. An ack whose tag is of a channel that is gone is not sent. See stale-ack-acknowledges-all.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: a stale ack is not sent",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    {
      name: "consumer", count: 1, role: "consumer",
      run: rabbitmq.consumer({ declare, queue: "orders", heartbeat: "1s", work: "30ms", ackEvery: 2, reconnect: "10ms", poison: [3], failures: 1 }),
    },
  ],
  workload: { messages: 3, every: "25ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "200ms", nodes: ["c1"] }, { fault: "delay", rate: 0.05 }, { fault: "stall", every: "300ms", for: "100ms" }],
  settle: "30s",
  promises: { "at-least-once": holds(), progress: holds() },
});
