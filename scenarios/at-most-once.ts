/**
 * Promised: no message takes effect twice, or out of order, whatever the network and the machines do.
 * What breaks "at least once": one lost packet, or a crash between the mark and the work. Nobody notices, and nobody tries again.
 */
import { breaks, holds, scenario } from "faultline";
import { atMostOnce } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "crash", "pause", "clock", "disk"];

export default scenario({
  title: "Mark, then work: at most once in any storm, and often not at all",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: atMostOnce.producer, tolerates },
    { name: "broker", role: "broker", run: atMostOnce.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: atMostOnce.consumer, tolerates },
  ],
  workload: { messages: 12, every: "10ms" },
  network: { loss: 0.05, duplicate: 0.1, reorder: 0.1 },
  nemesis: [{ fault: "crash", every: "200ms", for: "50ms" }, { fault: "crash", rate: 0.01, in: "step", for: "50ms" }],
  // Nobody confirms anything, so what was handed over is what is owed.
  obligation: "published",
  promises: {
    "at-most-once": holds(),
    order: holds({ all: true }),
    integrity: holds(),
    "at-least-once": breaks({ plan: ["drop broker>c1 deliver m1 #1"] }),
    progress: breaks({ plan: ["crash c1 in broker>c1 deliver m1 #1 after 1 for 10ms"] }),
  },
});
