/**
 * Promised: what the producer hears confirmed takes effect at least once; so it sends again until it hears something.
 * What breaks "at most once": one lost confirm. The work was done, and is done again.
 */
import { breaks, holds, scenario } from "faultline";
import { retryWithoutDedup } from "faultline/protocols";

export default scenario({
  title: "Lesson: a lost acknowledgement becomes a second payment",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: retryWithoutDedup.producer },
    { name: "broker", role: "broker", run: retryWithoutDedup.broker },
    { name: "consumer", count: 1, role: "consumer", run: retryWithoutDedup.consumer },
  ],
  workload: { messages: 1 },
  network: { latency: "5ms" },
  settle: "500ms",
  promises: {
    "at-most-once": breaks({ plan: ["drop broker>p1 confirm m1 #1"] }),
    "at-least-once": holds(),
    progress: holds(),
  },
  beats: [
    {
      until: "p1 publish m1",
      say: "One payment. The producer sends it, and will send it again after 100 ms unless it hears a confirm.",
      expect: { published: 1, effects: 0 },
    },
    {
      until: "broker>p1 confirm m1 #1",
      say: "The broker has stored it and says so. That packet dies.",
      expect: { confirmed: 0 },
    },
    {
      until: "effect m1",
      say: "Meanwhile the consumer pays. Everything that was to be done is done.",
      expect: { effects: 1, confirmed: 0 },
    },
    {
      until: "p1 timer retry m1 #1",
      say: "100 ms of silence. Now look with the producer's eyes only: it sent a packet, and nothing came back.",
      ask: "Was the request lost, or the answer? What should it do?",
      expect: { effects: 1, duplicates: 0, "at-most-once": "pass" },
    },
    {
      until: "violation",
      say: "It cannot tell. It sends again, the broker remembers nothing, and the customer pays twice.",
      expect: { effects: 2, duplicates: 1, "at-most-once": "fail" },
    },
    {
      until: "end",
      say: "Every promise about getting through is kept. Nobody promised to remember.",
      ask: "Who should have remembered, and what?",
      expect: { confirmed: 1, duplicates: 1, lost: 0, "at-least-once": "pass", progress: "pass" },
    },
  ],
});
