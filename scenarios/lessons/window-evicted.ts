/**
 * Promised: a consumer that remembers the last three ids does nothing twice.
 * What breaks it: one lost acknowledgement. When the broker delivers again, three newer ids have pushed the old one out.
 */
import { breaks, holds, scenario } from "faultline";
import { dedupAtConsumer } from "faultline/protocols";

export default scenario({
  title: "Lesson: a message leaves the dedup window before its last copy comes",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtConsumer.producer },
    { name: "broker", role: "broker", run: dedupAtConsumer.broker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtConsumer.remembering({ ids: 3, age: "1m" }) },
  ],
  workload: { messages: 5, every: "10ms" },
  network: { latency: "5ms" },
  sinks: [{ name: "database", at: ["consumer"] }],
  settle: "500ms",
  promises: {
    "at-most-once": breaks({ plan: ["drop c1>broker ack m1 #1"] }),
    "at-least-once": holds(),
    progress: holds(),
    bounded: holds({ dedup: 3 }),
  },
  beats: [
    {
      until: "effect m1",
      say: "The consumer writes down what it has done, in one transaction with doing it. It keeps the last three ids.",
      expect: { effects: 1, "gauge dedup": 1 },
    },
    {
      until: "c1>broker ack m1 #1",
      say: "The acknowledgement of m1 dies. The broker will deliver m1 again in 100 ms.",
      ask: "Will the consumer know it?",
      expect: { effects: 1 },
    },
    {
      until: "effect m3",
      say: "m2, m3: the window is full.",
      expect: { "gauge dedup": 3 },
    },
    {
      until: "effect m4",
      say: "m4 comes in, and m1 has to go.",
      expect: { effects: 4, duplicates: 0, "gauge dedup": 3, "at-most-once": "pass" },
    },
    {
      until: "broker timer redeliver m1 #1",
      say: "Now the broker tries m1 again.",
      expect: { effects: 5, duplicates: 0 },
    },
    {
      until: "effect m1 #2",
      say: "The consumer has never heard of it. It does the work, with great care, in a transaction.",
      expect: { duplicates: 1, "at-most-once": "fail" },
    },
    {
      until: "end",
      say: "A window must be longer than a repeat can be late. SQS FIFO queues remember for five minutes; whoever sends again after six has a second message.",
      ask: "The broker tries again after 100 ms, a message comes every 10 ms. How many places would have been enough? And if two acknowledgements in a row were lost?",
      expect: { effects: 6, duplicates: 1, lost: 0, "at-least-once": "pass", bounded: "pass" },
    },
  ],
});
