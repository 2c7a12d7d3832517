/**
 * Promised: every confirmed message takes effect at least once, and nothing is stored twice.
 * What breaks "at most once": one lost acknowledgement, behind the broker. What its ids heal is between producer and broker.
 */
import { breaks, holds, scenario } from "faultline";
import { dedupAtBroker } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "crash", "pause", "clock", "disk"];

export default scenario({
  title: "Dedup at the broker: stored once, delivered at least once",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: dedupAtBroker.producer, tolerates },
    { name: "broker", role: "broker", run: dedupAtBroker.broker, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtBroker.consumer, tolerates },
  ],
  workload: { messages: 10, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05 },
  nemesis: [{ fault: "crash", every: "300ms", for: "50ms" }],
  promises: {
    "at-least-once": holds(),
    integrity: holds(),
    progress: holds(),
    "at-most-once": breaks({ plan: ["drop c1>broker ack m1 #1"] }),
    "effectively-once": breaks({ plan: ["duplicate broker>c1 deliver m1 #1"] }),
    // Ten messages, ten entries.
    bounded: holds({ log: 10 }),
  },
});
