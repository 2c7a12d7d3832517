/**
 * Promised: the consumer acknowledges before it does the work, so nothing is delivered again that was done.
 * What breaks "at least once": the same crash in the same place. What was acknowledged is never delivered again, done or not.
 */
import { breaks, holds, scenario } from "faultline";
import { crashBetween } from "faultline/protocols";

export default scenario({
  title: "Lesson: acknowledgement, crash, no work: never done",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: crashBetween.producer },
    { name: "broker", role: "broker", run: crashBetween.broker },
    { name: "consumer", count: 1, role: "consumer", run: crashBetween.ackThenEffect },
  ],
  workload: { messages: 1 },
  network: { latency: "5ms" },
  // Crashes fall on any step of the consumer, before, between and after its outputs.
  nemesis: [{ fault: "crash", rate: 0.3, in: "step", for: "50ms", nodes: ["c1"] }],
  storm: "200ms",
  settle: "500ms",
  promises: {
    "at-least-once": breaks({ plan: ["crash c1 in broker>c1 deliver m1 #1 after 1 for 50ms"] }),
    "at-most-once": holds(),
  },
  beats: [
    {
      until: "broker synced batch #1",
      say: "The same message, the same consumer, the same crash after the first of its two steps. Only the steps are turned round.",
      ask: "What will be different?",
      expect: { published: 1, effects: 0 },
    },
    {
      until: "broker>c1 deliver m1 #1",
      say: "The acknowledgement is out. Then the power goes, before the work.",
      expect: { effects: 0 },
    },
    {
      until: "c1>broker ack m1 #1",
      say: "The broker hears: done. It forgets the message, as it should.",
      expect: { effects: 0, "at-least-once": "pass" },
    },
    {
      until: "c1 start #2",
      say: "The consumer is back, and nobody will ever tell it.",
      expect: { effects: 0 },
    },
    {
      until: "violation",
      say: "Confirmed, acknowledged, never done. One crash, two orders, two outcomes: twice, or not at all.",
      ask: "Is there a third order? What would have to be one step instead of two?",
      expect: { confirmed: 1, effects: 0, lost: 1, "at-least-once": "fail", "at-most-once": "pass" },
    },
  ],
});
