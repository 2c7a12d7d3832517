/**
 * Promised: what cannot be worked on now is put back, and tried again.
 * What breaks "it ends": a message that will never do. It goes back to its old place, and comes again at once, for ever. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: a poison message and requeue make a loop",
  about: "The flag redelivered is all there is to tell the tenth attempt from the first.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", prefetch: 1, poison: [1], onFailure: "requeue" }) },
  ],
  workload: { messages: 2, every: "20ms" },
  network: { latency: "2ms" },
  settle: "200ms",
  promises: {
    bounded: breaks({ plan: [], limits: { redeliveries: 10 } }),
    // With a prefetch of 1, m2 waits behind it for ever.
    progress: breaks({ plan: [] }),
    "at-most-once": holds(),
  },
});
