/**
 * Promised: what fails is put back and tried again; only what was done is acknowledged.
 * What breaks it: a connection that is lost while a message is worked on. The library turns the stale tag of that message into 0, and an ack of 0 with `multiple`
 * acknowledges everything that is outstanding on the new channel, also what is about to fail (rabbitmq/rabbitmq-java-client#395).
 * Mended: an ack whose translated tag is 0 is not sent.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: a stale ack acknowledges everything",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    {
      name: "consumer", count: 1, role: "consumer",
      run: rabbitmq.consumer({ declare, queue: "orders", work: "30ms", ackEvery: 2, tagMistake: "sent as 0", reconnect: "10ms", poison: [3], failures: 1 }),
    },
  ],
  workload: { messages: 3, every: "25ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "200ms", nodes: ["c1"] }],
  settle: "5s",
  promises: { "at-least-once": breaks({ plan: ["reset c1-rabbitmq at 55ms"] }), integrity: holds() },
});
