/**
 * Promised: no message takes effect twice, on a network that loses but does not repeat.
 * What breaks "at least once": one lost packet. What breaks "at most once": one packet that the network repeats.
 */
import { breaks, holds, scenario } from "faultline";
import { fireAndForget } from "faultline/protocols";

const tolerates = ["drop", "delay", "corrupt", "partition", "crash", "pause", "clock"];

export default scenario({
  title: "Fire and forget: at most once, as long as the network does not repeat",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: fireAndForget.producer, tolerates },
    { name: "broker", role: "broker", run: fireAndForget.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: fireAndForget.consumer, tolerates },
  ],
  workload: { messages: 10, every: "10ms" },
  network: { loss: 0.2 },
  // Nobody confirms anything, so what was handed over is what is owed.
  obligation: "published",
  promises: {
    "at-most-once": holds(),
    integrity: holds(),
    "at-least-once": breaks({ plan: ["drop p1>broker publish m1 #1"] }),
    // Even without a fault: the network lets one packet overtake another.
    order: breaks(),
  },
});
