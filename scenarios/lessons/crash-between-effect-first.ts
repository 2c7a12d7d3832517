/**
 * Promised: the consumer does the work before it acknowledges, so nothing is lost.
 * What breaks "at most once": a crash between the two. The broker delivers again what was done already.
 */
import { breaks, holds, scenario } from "faultline";
import { crashBetween } from "faultline/protocols";

export default scenario({
  title: "Lesson: work, crash, no acknowledgement: done twice",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: crashBetween.producer },
    { name: "broker", role: "broker", run: crashBetween.broker },
    { name: "consumer", count: 1, role: "consumer", run: crashBetween.effectThenAck },
  ],
  workload: { messages: 1 },
  network: { latency: "5ms" },
  // Crashes fall on any step of the consumer, before, between and after its outputs.
  nemesis: [{ fault: "crash", rate: 0.3, in: "step", for: "50ms", nodes: ["c1"] }],
  storm: "200ms",
  settle: "500ms",
  promises: {
    "at-most-once": breaks({ plan: ["crash c1 in broker>c1 deliver m1 #1 after 1 for 50ms"] }),
    "at-least-once": holds(),
    progress: holds(),
  },
  beats: [
    {
      until: "broker synced batch #1",
      say: "The message is with the broker. The consumer has two things to do: the work, and the acknowledgement.",
      ask: "In which order?",
      expect: { published: 1, effects: 0 },
    },
    {
      until: "broker>c1 deliver m1 #1",
      say: "This one works first. The work is done; then the power goes, before the acknowledgement.",
      expect: { effects: 1 },
    },
    {
      until: "broker timer redeliver m1 #1",
      say: "The consumer is back, with an empty memory. The broker has heard nothing.",
      ask: "What does it know? What must it do?",
      expect: { effects: 1, "at-most-once": "pass" },
    },
    {
      until: "effect m1 #2",
      say: "It delivers again, and the work is done again.",
      expect: { effects: 2, duplicates: 1, "at-most-once": "fail" },
    },
    {
      until: "end",
      say: "Never lost, sometimes twice.",
      ask: "Move the crash: after 0 outputs, after 2. What changes? Now turn the two steps round: lessons/crash-between-ack-first.",
      expect: { lost: 0, duplicates: 1, "at-least-once": "pass" },
    },
  ],
});
