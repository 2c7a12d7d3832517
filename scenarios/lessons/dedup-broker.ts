/**
 * Promised: the lost confirm of lessons/lost-ack, and nothing is done twice: the broker knows the ids it has stored.
 * What breaks it: nothing between producer and broker. (What lies behind the broker is another matter: dedup-at-broker/storm.)
 */
import { holds, scenario } from "faultline";
import { dedupAtBroker } from "faultline/protocols";

export default scenario({
  title: "Lesson: the broker remembers, and a repeat is confirmed but not stored",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtBroker.producer },
    { name: "broker", role: "broker", run: dedupAtBroker.broker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtBroker.consumer },
  ],
  workload: { messages: 1 },
  network: { latency: "5ms" },
  // For 50 ms no confirm gets through: the first one is lost in every run, the second is not.
  nemesis: [{ fault: "drop", rate: 1, link: "broker>p1" }],
  storm: "50ms",
  settle: "500ms",
  promises: {
    "effectively-once": holds(),
    integrity: holds(),
    progress: holds(),
  },
  beats: [
    {
      until: "broker>p1 confirm m1 #1",
      say: "The same payment again, and the same lost confirm. But this broker writes the id down, together with the message.",
      expect: { published: 1, confirmed: 0, "gauge log": 1 },
    },
    {
      until: "effect m1",
      say: "The consumer pays.",
      expect: { effects: 1 },
    },
    {
      until: "p1 timer retry m1 #1",
      say: "The producer hears nothing, and sends again. As before: it cannot know better.",
      ask: "What will the broker do with it? What must it not forget to do?",
      expect: { confirmed: 0 },
    },
    {
      until: "confirm m1",
      say: "The id is known: nothing is stored. And it answers, as if it were the first time. The answer is what the producer is waiting for.",
      expect: { confirmed: 1, effects: 1, "gauge log": 1 },
    },
    {
      until: "end",
      say: "Sent twice, stored once, paid once.",
      ask: "For how long must the broker remember the id?",
      expect: { effects: 1, duplicates: 0, lost: 0, "effectively-once": "pass", "gauge dedup": 1 },
    },
  ],
});
