/**
 * Promised: a consumer that remembers each id for 50 ms does nothing twice.
 * What breaks it: one lost acknowledgement. The broker waits 100 ms before it delivers again.
 */
import { breaks, holds, scenario } from "faultline";
import { dedupAtConsumer } from "faultline/protocols";

export default scenario({
  title: "Lesson: a dedup window shorter than the time after which others try again",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtConsumer.producer },
    { name: "broker", role: "broker", run: dedupAtConsumer.broker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtConsumer.remembering({ ids: 1_000, age: "50ms" }) },
  ],
  workload: { messages: 1 },
  network: { latency: "5ms" },
  sinks: [{ name: "database", at: ["consumer"] }],
  settle: "500ms",
  promises: {
    "at-most-once": breaks({ plan: ["drop c1>broker ack m1 #1"] }),
    "at-least-once": holds(),
    progress: holds(),
  },
  beats: [
    {
      until: "effect m1",
      say: "Plenty of room this time, but what is 50 ms old is forgotten.",
      expect: { effects: 1, "gauge dedup": 1 },
    },
    {
      until: "c1>broker ack m1 #1",
      say: "The acknowledgement dies at once.",
    },
    {
      until: "90ms",
      say: "After 70 ms the id is gone. Nothing has happened that a counter would show.",
      ask: "What is about to happen?",
      expect: { effects: 1, duplicates: 0 },
    },
    {
      until: "effect m1 #2",
      say: "The broker delivers again, and it is done again.",
      expect: { duplicates: 1, "at-most-once": "fail" },
    },
    {
      until: "end",
      say: "Two numbers in two programs, and nobody compared them.",
      ask: "Write down the rule that the window has to obey. Which three times are in it?",
      expect: { effects: 2, lost: 0 },
    },
  ],
});
