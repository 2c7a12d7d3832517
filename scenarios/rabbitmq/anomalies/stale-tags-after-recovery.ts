/**
 * Promised: what is in the queue is worked on, whatever becomes of the connection.
 * What breaks it: delivery tags of a channel that is gone, sent on the one that took its place. The broker does not know them and closes the channel with a 406; the
 * library recovers connections, not channels, and nothing is consumed any more (rabbitmq/rabbitmq-dotnet-client#200, ruby-amqp/bunny#142, mosquito/aio-pika#98).
 * Mended: tags belong to an epoch of their channel, and what is stale is not sent.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: stale delivery tags close the channel, for good",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", prefetch: 1, work: "40ms", reconnect: "10ms", reopen: false, heartbeat: "1s", tagMistake: "sent as they are" }) },
  ],
  workload: { messages: 6, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "200ms", nodes: ["c1"] }],
  settle: "10s",
  promises: { progress: breaks({ plan: ["reset c1-rabbitmq at 70ms"] }), integrity: holds() },
});
