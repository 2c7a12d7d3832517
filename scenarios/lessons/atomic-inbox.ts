/**
 * Promised: every confirmed message takes effect exactly once. Effect and remembered id are one commit: a crash between any two
 * steps of the consumer comes before both or after both.
 * What breaks it: nothing at the consumer. Split the commit in two, and one place for a crash is enough: see atomic-inbox-split.
 */
import { holds, scenario } from "faultline";
import { atomicInbox } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "partition", "crash", "pause", "clock"];

export default scenario({
  title: "Atomic inbox: effect and id in one commit leave a crash no gap to fall into",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: atomicInbox.producer, tolerates },
    { name: "broker", role: "broker", run: atomicInbox.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: atomicInbox.consumer, tolerates: [...tolerates, "disk"] },
  ],
  // Its storm brings the very crash that breaks the split inbox: after the second output of the first delivery.
  seed: "128",
  workload: { messages: 2, every: "10ms" },
  // Every packet takes as long as every other: what happens is the crash's doing.
  network: { latency: "5ms" },
  nemesis: [{ fault: "crash", rate: 0.1, in: "step", for: "50ms", nodes: ["c1"] }],
  storm: "200ms",
  settle: "1s",
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: { "at-least-once": holds(), "at-most-once": holds(), "effectively-once": holds() },
  beats: [
    {
      say: "Effect, then ack: a crash between them repeats the effect. So the consumer remembers ids, in an inbox, and commits effect and id at once.",
      ask: "It crashes after the commit, before the ack. What will the broker do, and what will the consumer?",
      until: "start",
      expect: { published: 0, effects: 0 },
    },
    {
      say: "The broker does what it must: it delivers m1 again. The inbox knows m1, for it was committed with the effect.",
      until: "broker>c1 deliver m1 #2",
      expect: { duplicates: 0, "at-most-once": "pass" },
    },
    {
      say: "Only the ack is sent again. One effect each, and nothing is owed.",
      until: "end",
      expect: { effects: 2, duplicates: 0, lost: 0, "effectively-once": "pass" },
    },
    {
      say: "Change one thing: put the crash elsewhere, after 0, 1, 3 or 4 outputs. It comes before the commit or behind it; there is no between.",
      ask: "Split the commit in two: atomic-inbox-split. After which output does a crash do harm now?",
      until: "end",
    },
  ],
});
