/**
 * Promised: what is not acknowledged is delivered again, so that nothing is lost.
 * What breaks "at most once": the connection is reset between the work and the arrival of its acknowledgement.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: a lost acknowledgement, and the work is done twice",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", heartbeat: "1s" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "50ms", nodes: ["c1"], oneWay: 0 }],
  storm: "200ms",
  settle: "20s",
  promises: {
    "at-most-once": breaks({ plan: ["reset c1-rabbitmq at 55ms"] }),
    "at-least-once": holds(),
  },
});
