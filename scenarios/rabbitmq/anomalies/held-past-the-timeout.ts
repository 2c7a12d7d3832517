/**
 * Promised: a task is done when its time has come, three quarters of an hour after it was sent, and once.
 * What breaks it: the worker takes it at once and holds it, unacknowledged, until then. After half an hour the broker's `consumer_timeout` closes the channel and delivers
 * again; so it goes on, and each delivery becomes an execution (celery/celery#6760). No fault is needed.
 * Mended: the waiting is the broker's: a queue with a time to live, dead-lettered to the workers' queue.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("tasks")];

export default scenario({
  title: "RabbitMQ: a task is held for longer than the broker waits",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "tasks", heartbeat: "600s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "worker", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "tasks", heartbeat: "600s", work: "45m" }) },
  ],
  workload: { messages: 2, every: "20ms" },
  network: { latency: "exponential(2ms)" },
  settle: "3h",
  limit: { time: "4h" },
  promises: { "at-most-once": breaks({ plan: [] }), integrity: holds() },
});
