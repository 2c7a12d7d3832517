/**
 * Promised: a consumer that hangs does not keep its messages: after consumer_timeout (half an hour unless configured) the broker closes its channel and gives them to somebody else.
 * What breaks "at most once": it did not hang, it slept. It wakes with the message in its hands, and does the work that somebody else has done: a zombie.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: a consumer that sleeps longer than consumer_timeout",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings: { consumerTimeout: 1_000_000, channelTick: 500_000 } }) },
    { name: "consumer", count: 2, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", work: "20ms" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "pause", every: "100ms", for: "exponential(2s)", nodes: ["c1", "c2"] }],
  storm: "4s",
  settle: "20s",
  promises: {
    "at-most-once": breaks({ plan: ["pause c1 at 60ms for 3s"] }),
    "at-least-once": holds(),
  },
});
