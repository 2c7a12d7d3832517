/**
 * Promised: a task is done when its time has come, three quarters of an hour after it was sent, and once.
 * What breaks it: nothing here. It waits in a queue with a time to live, from which it is dead-lettered to the workers'. See held-past-the-timeout.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.queue("tasks"),
  rabbitmq.queue("tasks.later", { arguments: { "x-message-ttl": 2_700_000, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "tasks" } }),
];

export default scenario({
  title: "RabbitMQ: a task waits at the broker until its time has come",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "tasks.later", heartbeat: "600s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "worker", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "tasks", heartbeat: "600s" }) },
  ],
  workload: { messages: 2, every: "20ms" },
  network: { latency: "exponential(2ms)" },
  nemesis: [{ fault: "delay", rate: 0.05 }],
  settle: "3h",
  limit: { time: "4h" },
  promises: { "effectively-once": holds(), progress: holds() },
});
