/**
 * Promised: every confirmed message takes effect at least once.
 * What breaks "at most once": a crash of the consumer after the effect and before the acknowledgement.
 */
import { breaks, holds, scenario } from "faultline";
import { crashBetween } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "crash", "pause", "clock"];

export default scenario({
  title: "Work, then acknowledge: a crash between the two repeats the work",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: crashBetween.producer, tolerates },
    { name: "broker", role: "broker", run: crashBetween.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: crashBetween.effectThenAck, tolerates },
  ],
  workload: { messages: 10, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05 },
  nemesis: [{ fault: "crash", rate: 0.02, in: "step", for: "50ms" }],
  promises: {
    "at-least-once": holds(),
    progress: holds(),
    integrity: holds(),
    "at-most-once": breaks({ plan: ["crash c1 in broker>c1 deliver m1 #1 after 1 for 50ms"] }),
  },
});
