/**
 * Promised: every confirmed message takes effect exactly once, for the consumer remembers what it has done.
 * What breaks it: a crash after the effect and before its id is in the inbox. Two commits have a between.
 */
import { breaks, holds, scenario } from "faultline";
import { atomicInbox } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "partition", "pause", "clock"];

export default scenario({
  title: "Atomic inbox, split: effect and id in two commits, and a crash between them",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: atomicInbox.producer, tolerates },
    { name: "broker", role: "broker", run: atomicInbox.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: atomicInbox.splitConsumer, tolerates },
  ],
  workload: { messages: 2, every: "10ms" },
  network: { latency: "5ms" },
  nemesis: [{ fault: "crash", rate: 0.1, in: "step", for: "50ms", nodes: ["c1"] }],
  storm: "200ms",
  settle: "1s",
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "at-least-once": holds(),
    "at-most-once": breaks({ plan: ["crash c1 in broker>c1 deliver m1 #1 after 2 for 50ms"] }),
    "effectively-once": breaks({ plan: ["crash c1 in broker>c1 deliver m1 #1 after 2 for 50ms"] }),
  },
  beats: [
    {
      say: "The broker delivers until it hears an ack. The consumer commits the effect, then its id to the inbox; what is in there it does not do again.",
      ask: "It notes the delivery, commits the effect, commits the id, notes the ack, sends it. After which of the five does a crash do harm?",
      until: "start",
      expect: { published: 0, effects: 0 },
    },
    {
      say: "After the second: the effect is there, and the power goes.",
      until: "broker>c1 deliver m1 #1",
      expect: { effects: 1, duplicates: 0 },
    },
    {
      say: "The consumer is back, with what was on its disk. The inbox is empty.",
      ask: "The broker has heard nothing. What does it do, and what does the consumer make of it?",
      until: "c1 start #2",
      expect: { effects: 1, "at-most-once": "pass" },
    },
    {
      say: "A message it has never heard of, as far as it knows. It does it: the second effect.",
      until: "violation",
      expect: { duplicates: 1, "at-most-once": "fail", "at-least-once": "pass" },
    },
    {
      say: "Change one thing: the order of the two. Then the same crash leaves an id without an effect. The repair is one commit: atomic-inbox.",
      until: "end",
      expect: { duplicates: 1, lost: 0 },
    },
  ],
});
