/**
 * Promised by the first version everybody writes: an order goes through, from the shop to the stock to the logistics. It works on the developer's machine.
 * What breaks it: any fault. Each stage has one realistic mistake or two: the shop publishes without confirms and comes back without what it had published; the stock
 * acknowledges what it passes on when that is sent; the logistics acknowledge first, and all of them remember nothing.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.exchange("shop", "fanout"), rabbitmq.exchange("stock", "fanout"),
  rabbitmq.queue("stock"), rabbitmq.queue("logistics"),
  rabbitmq.binding("stock", "shop"), rabbitmq.binding("logistics", "stock"),
];

export default scenario({
  title: "RabbitMQ: an order pipeline as people write it first",
  nodes: [
    { name: "shop", role: "producer", run: rabbitmq.publisher({ declare, exchange: "shop", confirms: false, mandatory: false, offline: "believed", properties: {} }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    {
      name: "stock", role: "consumer",
      run: rabbitmq.stage({ declare, from: { queue: "stock", subscription: "stock" }, to: { exchange: "stock", confirms: false, mandatory: false, properties: {} }, sharedChannel: true, acksWhen: "sent" }),
    },
    { name: "logistics", role: "consumer", run: rabbitmq.consumer({ declare, queue: "logistics", subscription: "logistics", prefetch: 0, ack: "before", work: "20ms" }) },
  ],
  workload: { messages: 4, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "300ms", for: "100ms", how: "any" }, { fault: "reset", every: "300ms" }],
  settle: "20s",
  subscriptions: ["stock", "logistics"],
  promises: {
    "at-least-once": breaks({ plan: ["crash logistics kill at 65ms for 50ms"] }),
    "at-most-once": breaks({ plan: ["crash stock kill in rabbitmq>stock basic.deliver m1 #1 after 2 for 50ms"] }),
    progress: breaks({ plan: ["crash rabbitmq stop at 60ms for 50ms"] }),
    integrity: holds(),
  },
});
