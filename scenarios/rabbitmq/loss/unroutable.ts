/**
 * Promised: a confirmed message is delivered.
 * What breaks it: no queue is there yet. The exchange drops what nobody is bound for and confirms it at once: the broker has done all it was asked to. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

export default scenario({
  title: "RabbitMQ: confirmed, and no queue had it",
  about: "The publisher starts before the consumer, which declares the queue. A publish without mandatory to nowhere is a success.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ routingKey: "orders", mandatory: false }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare: [rabbitmq.queue("orders")], queue: "orders", connectAfter: "200ms" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  settle: "5s",
  promises: {
    "at-least-once": breaks({ plan: [] }),
    "at-most-once": holds(),
  },
  beats: [
    {
      until: "p1 publish m1",
      say: "A publisher that waits for confirms. The consumer, which declares the queue, starts a little later, as it does after every release.",
      expect: { published: 1, confirmed: 0 },
    },
    {
      until: "rabbitmq>p1 basic.ack m1 #1",
      say: "The broker confirms the message.",
      ask: "What does a confirm say: that the message is in a queue, on a disk, at the consumer?",
      expect: { confirmed: 1, effects: 0 },
    },
    {
      until: "c1>rabbitmq basic.consume #1",
      say: "Now the consumer comes, declares the queue, and consumes. The queue is empty.",
      expect: { effects: 0 },
    },
    {
      until: "end",
      say: "A confirm says that the broker has done all it was asked to. A queue was not asked for: no binding, no copy. What asks for one is mandatory: unroutable-mended.",
      ask: "With mandatory the message comes back, and then it is confirmed all the same. What must the publisher do with the two?",
      expect: { confirmed: 1, lost: 1, "at-least-once": "fail" },
    },
  ],
});
