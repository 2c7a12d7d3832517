/**
 * Promised: a task is done once; it is acknowledged late, when it is done.
 * What breaks it: a connection that is lost between the work and its acknowledgement. The ack cannot be sent any more, the broker delivers again, and the work is done again
 * (celery/celery#4671, celery/celery#4426).
 * Mended: idempotent work, whose database knows what was done.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("tasks")];

export default scenario({
  title: "RabbitMQ: the effect is done, and the ack is impossible",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "tasks", heartbeat: "1s", outbox: true }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "tasks", work: "30ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 3, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "200ms" }],
  settle: "10s",
  promises: { "at-most-once": breaks({ plan: ["reset c1-rabbitmq at 30ms"] }), "at-least-once": holds() },
});
