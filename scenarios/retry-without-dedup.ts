/**
 * Promised: every confirmed message takes effect at least once.
 * What breaks "at most once": one lost acknowledgement. The broker cannot tell a lost delivery from a lost ack.
 */
import { breaks, holds, scenario } from "faultline";
import { retryWithoutDedup } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "partition", "crash", "pause", "clock"];

export default scenario({
  title: "Retry until acknowledged, remember nothing: a lost ack is a second effect",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: retryWithoutDedup.producer, tolerates },
    { name: "broker", role: "broker", run: retryWithoutDedup.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: retryWithoutDedup.consumer, tolerates },
  ],
  workload: { messages: 10, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05 },
  nemesis: [{ fault: "crash", every: "400ms", for: "50ms" }],
  promises: {
    "at-least-once": holds(),
    integrity: holds(),
    progress: holds(),
    "at-most-once": breaks({ plan: ["drop c1>broker ack m1 #1"] }),
    "effectively-once": breaks({ plan: ["drop c1>broker ack m1 #1"] }),
    // Even without a fault: the network lets one packet overtake another.
    order: breaks(),
  },
});
