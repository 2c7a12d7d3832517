/**
 * Promised: a repeat is not stored, so nothing is done twice.
 * What breaks "progress": the same lost confirm. The broker drops the repeats without a word, and the producer asks for ever.
 */
import { breaks, holds, scenario } from "faultline";
import { dedupAtBroker } from "faultline/protocols";

export default scenario({
  title: "Lesson: the broker remembers and says nothing, so the producer asks for ever",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtBroker.producer },
    { name: "broker", role: "broker", run: dedupAtBroker.silentBroker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtBroker.consumer },
  ],
  workload: { messages: 1 },
  network: { latency: "5ms" },
  settle: "350ms",
  promises: {
    progress: breaks({ plan: ["drop broker>p1 confirm m1 #1"] }),
    "effectively-once": holds(),
    integrity: holds(),
  },
  beats: [
    {
      until: "broker>p1 confirm m1 #1",
      say: "One line is different: a repeat is dropped. The first confirm dies as before.",
      expect: { confirmed: 0, "gauge log": 1 },
    },
    {
      until: "effect m1",
      say: "The work is done, once, and no repeat will do it again.",
      ask: "So is everything well? Which promise could still break?",
      expect: { effects: 1 },
    },
    {
      until: "p1>broker publish m1 #2",
      say: "The producer asks. The broker knows, and keeps it to itself.",
      expect: { confirmed: 0 },
    },
    {
      until: "p1>broker publish m1 #3",
      say: "It asks again.",
      expect: { confirmed: 0 },
    },
    {
      until: "violation of progress",
      say: "And so on for ever. Nothing bad has happened; something good never will. That is the difference between safety and liveness.",
      expect: { published: 1, confirmed: 0, effects: 1, duplicates: 0, "effectively-once": "pass", progress: "fail" },
    },
  ],
});
