/**
 * Promised: what is sent once takes effect at most once.
 * What breaks "at least once": loss, and nothing tells anybody. Two links that lose one packet in five lose more than a third.
 */
import { breaks, holds, scenario } from "faultline";
import { fireAndForget } from "faultline/protocols";

export default scenario({
  title: "Lesson: send and forget, over links that lose one packet in five",
  seed: "21",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: fireAndForget.producer },
    { name: "broker", role: "broker", run: fireAndForget.broker },
    { name: "consumer", count: 1, role: "consumer", run: fireAndForget.consumer },
  ],
  workload: { messages: 10, every: "10ms" },
  network: { latency: "5ms", loss: 0.2 },
  settle: "500ms",
  // Nobody confirms anything, so what was handed over is what is owed.
  obligation: "published",
  promises: {
    "at-most-once": holds(),
    order: holds(),
    integrity: holds(),
    "at-least-once": breaks(),
  },
  beats: [
    {
      until: "start",
      say: "Ten messages, each sent once. Every link loses one packet in five.",
      ask: "How many of the ten will take effect?",
      expect: { published: 0, effects: 0 },
    },
    {
      until: "effect m2",
      say: "Two are through. This is what it looks like when it works.",
      expect: { effects: 2 },
    },
    {
      until: "broker>c1 deliver m3 #1",
      say: "m3 reached the broker, and dies behind it.",
      expect: { published: 3, effects: 2 },
    },
    {
      until: "p1>broker publish m4 #1",
      say: "m4 dies in front of it. For the producer all four look alike.",
      ask: "Who knows by now that something is missing?",
      expect: { published: 4, confirmed: 0, effects: 2, "at-least-once": "pass" },
    },
    {
      until: "end",
      say: "Six of ten. Nothing happened twice, and nobody noticed what did not happen at all.",
      ask: "One packet in five, but more than a third of the messages: why? Now guess the histogram over 200 seeds.",
      expect: { published: 10, effects: 6, lost: 4, duplicates: 0, "at-most-once": "pass", "at-least-once": "fail" },
    },
  ],
});
