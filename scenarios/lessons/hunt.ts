/**
 * Promised: every confirmed message takes effect. The broker keeps its messages in a log on its disk, which survives any crash.
 * What breaks it: three faults together, each of them harmless, among the dozens that strike in a run, once in hundreds of runs.
 * Hunt it: check runs the seeds, and shrinks the first that fails.
 */
import { breaks, holds, scenario } from "faultline";
import { compactedLog } from "faultline/protocols";

export default scenario({
  title: "Hunt: once in hundreds of storms a durable queue loses a message",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: compactedLog.producer },
    { name: "broker", role: "broker", run: compactedLog.hastyBroker },
    { name: "consumer", count: 1, role: "consumer", run: compactedLog.consumer },
  ],
  // The storm that check finds in its run 221: dozens of faults, of which three matter.
  seed: "1/221",
  workload: { messages: 20, every: "10ms" },
  network: { loss: 0.2, duplicate: 0.2, reorder: 0.2 },
  nemesis: [
    { fault: "crash", every: "100ms", for: "20ms", nodes: ["broker"], how: ["kill", "power"] },
    { fault: "crash", rate: 0.05, in: "step", for: "20ms", nodes: ["broker"], how: ["kill", "power"] },
  ],
  settle: "2s",
  promises: {
    "at-least-once": breaks({ plan: ["drop broker>c1 deliver m3 #1", "crash broker at 90ms for 20ms", "crash broker kill in broker start #2 after 5 for 20ms"] }),
    integrity: holds(),
  },
  beats: [
    {
      say: "A durable queue: what it confirms stands in its log. It survives 220 storms; the next breaks it, with more than 40 faults. Of these, three are enough.",
      ask: "A lost delivery, a crash, and another crash. The log is on disk. How can m3 be lost?",
      until: "start",
      expect: { published: 0 },
    },
    {
      say: "The first: the delivery of m3 is lost. No harm: the broker will deliver it again.",
      until: "broker>c1 deliver m3 #1",
      expect: { "at-least-once": "pass" },
    },
    {
      say: "m3 is confirmed. From here on it is owed.",
      until: "confirm m3",
      expect: { "at-least-once": "pass" },
    },
    {
      say: "The second: the power fails before the broker delivers again. No harm: m3 stands in the log. The broker starts, reads it, and tidies up.",
      ask: "What does the broker do first: put m3 back, or throw the old record away?",
      until: "broker start #2",
    },
    {
      say: "The third: killed while it tidies up, after five removals. That of m3 is among them, and nothing is put back yet. The next start finds a log without m3.",
      until: "broker start #3",
    },
    {
      say: "Confirmed, and gone.",
      until: "end",
      expect: { lost: 1, "at-least-once": "fail", integrity: "pass" },
    },
    {
      say: "Change one thing: make removals and writes one transaction: hunt-repaired. And keep the failure file: it is your regression test.",
      until: "end",
    },
  ],
});
