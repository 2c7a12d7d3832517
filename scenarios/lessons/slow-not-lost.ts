/**
 * Promised: on a network that loses nothing, sending again is never needed.
 * What breaks it: one confirm that takes longer than the producer waits. No packet is lost, and the work is done twice.
 */
import { breaks, holds, scenario } from "faultline";
import { retryWithoutDedup } from "faultline/protocols";

export default scenario({
  title: "Lesson: slow is not lost, but looks the same",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: retryWithoutDedup.producer },
    { name: "broker", role: "broker", run: retryWithoutDedup.broker },
    { name: "consumer", count: 1, role: "consumer", run: retryWithoutDedup.consumer },
  ],
  workload: { messages: 1 },
  network: { latency: "5ms" },
  settle: "500ms",
  promises: {
    // The round trip takes 10.5 ms of the 100; a delay of 89 ms would not do it.
    "at-most-once": breaks({ plan: ["delay broker>p1 confirm m1 #1 by 90ms"] }),
    "at-least-once": holds(),
    progress: holds(),
  },
  beats: [
    {
      until: "p1 publish m1",
      say: "The same payment, on a network that loses nothing at all.",
      ask: "Can it be paid twice?",
      expect: { published: 1, effects: 0 },
    },
    {
      until: "effect m1",
      say: "It is paid. The confirm is on its way, in a queue somewhere.",
      expect: { effects: 1, confirmed: 0 },
    },
    {
      until: "p1 timer retry m1 #1",
      say: "The producer waits 100 ms, as it always does, and sends again.",
      expect: { confirmed: 0, effects: 1 },
    },
    {
      until: "broker>p1 confirm m1 #1",
      say: "Half a millisecond later the confirm is there.",
      ask: "Too late for what?",
      expect: { confirmed: 1, duplicates: 0 },
    },
    {
      until: "effect m1 #2",
      say: "The second copy cannot be called back. Paid twice, with no packet lost: a time-out is a guess.",
      expect: { effects: 2, duplicates: 1, "at-most-once": "fail" },
    },
    {
      until: "end",
      say: "A longer time-out makes the guess better, and every true loss slower.",
      ask: "Which is the smallest time-out that would have been enough? Is any time-out enough for any network?",
      expect: { lost: 0, progress: "pass" },
    },
  ],
});
