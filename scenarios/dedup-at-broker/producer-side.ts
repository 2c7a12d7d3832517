/**
 * Promised: whatever happens between producer and broker, and to the producer, a confirmed message takes effect exactly once.
 * What breaks it: nothing on that side. Here the way from the broker to the consumer is faultless.
 */
import { holds, scenario } from "faultline";
import { dedupAtBroker } from "faultline/protocols";

const trouble = (fault: string, rate: number) => ["p1>broker", "broker>p1"].map((link) => ({ fault, rate, link }));

export default scenario({
  title: "Dedup at the broker: enough against all that happens on the producer's side",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtBroker.producer },
    { name: "broker", role: "broker", run: dedupAtBroker.broker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtBroker.consumer },
  ],
  workload: { messages: 10, every: "10ms" },
  nemesis: [
    ...trouble("drop", 0.2), ...trouble("duplicate", 0.2), ...trouble("delay", 0.2), ...trouble("corrupt", 0.05), ...trouble("replay", 0.05),
    { fault: "crash", every: "300ms", for: "50ms", nodes: ["p1"] }, { fault: "pause", every: "300ms", for: "50ms", nodes: ["p1"] },
  ],
  promises: {
    "effectively-once": holds(),
    integrity: holds(),
    progress: holds(),
  },
});
