/**
 * Promised: where nothing is lost, nothing is done twice; and a crash of the broker, once all is acknowledged, brings nothing back.
 * What breaks it: any other fault. What is acknowledged must go from the disk, not from memory alone.
 */
import { holds, scenario } from "faultline";
import { dedupAtBroker } from "faultline/protocols";

export default scenario({
  title: "Dedup at the broker, in calm: what is done stays done",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtBroker.producer },
    { name: "broker", role: "broker", run: dedupAtBroker.broker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtBroker.consumer },
  ],
  workload: { messages: 10, every: "5ms" },
  network: { latency: "5ms" },
  obligation: "published",
  promises: {
    "effectively-once": holds({ plan: ["crash broker at 300ms for 10ms"] }),
    progress: holds(),
    bounded: holds({ log: 10 }),
  },
});
