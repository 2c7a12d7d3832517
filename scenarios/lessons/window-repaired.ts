/**
 * Promised: with a window longer than a repeat can be late, the lost acknowledgement of lessons/window-evicted does no harm.
 * What breaks it: nothing, as long as nobody tries again after a second, and no hundred messages come in that time.
 */
import { holds, scenario } from "faultline";
import { dedupAtConsumer } from "faultline/protocols";

export default scenario({
  title: "Lesson: a dedup window that outlasts every repeat",
  seed: "9",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtConsumer.producer },
    { name: "broker", role: "broker", run: dedupAtConsumer.broker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtConsumer.remembering({ ids: 100, age: "1s" }) },
  ],
  workload: { messages: 5, every: "10ms" },
  network: { latency: "5ms" },
  // For 25 ms, half of what the consumer says is lost; under this seed it is the acknowledgement of m1.
  nemesis: [{ fault: "drop", rate: 0.5, link: "c1>broker" }],
  storm: "25ms",
  sinks: [{ name: "database", at: ["consumer"] }],
  settle: "3s",
  promises: {
    "effectively-once": holds(),
    progress: holds(),
    bounded: holds({ dedup: 100 }),
  },
  beats: [
    {
      until: "c1>broker ack m1 #1",
      say: "The same five messages, and again the acknowledgement of m1 dies.",
      expect: { effects: 1 },
    },
    {
      until: "effect m5",
      say: "All five are done, and all five are remembered.",
      expect: { effects: 5, "gauge dedup": 5 },
    },
    {
      until: "broker timer redeliver m1 #1",
      say: "The broker tries again.",
      ask: "Which line of the consumer decides now?",
      expect: { effects: 5 },
    },
    {
      until: "broker>c1 deliver m1 #2",
      say: "Known: only acknowledged.",
      expect: { effects: 5, duplicates: 0 },
    },
    {
      until: "end",
      say: "The rule: a window is longer than anybody tries again, plus the longest delay; and it has a place for each message of that time.",
      ask: "Who promises that anybody stops trying?",
      expect: { effects: 5, duplicates: 0, lost: 0, "effectively-once": "pass" },
    },
  ],
});
