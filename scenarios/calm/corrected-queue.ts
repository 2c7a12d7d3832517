/**
 * Promised: where nothing is lost, nothing is delivered twice; and neither does a crash of the broker, once all is acknowledged, bring
 * anything back, nor does it make a repeat new.
 * What breaks it: any other fault. The sink would forgive a repeat; nobody else need know of it.
 */
import { holds, scenario } from "faultline";
import { correctedQueue } from "faultline/protocols";

export default scenario({
  title: "The corrected queue in calm: nothing is delivered twice",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: correctedQueue.producer },
    { name: "broker", role: "broker", run: correctedQueue.broker },
    { name: "consumer", count: 2, role: "consumer", run: correctedQueue.consumer },
  ],
  workload: { messages: 12, every: "10ms" },
  network: { latency: "5ms" },
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  obligation: "published",
  promises: {
    "effectively-once": holds(),
    progress: holds(),
    bounded: holds({ plan: ["drop broker>p1 confirm m1 #1", "drop broker>p1 confirm m1 #2", "crash broker at 180ms for 10ms"], limits: { redeliveries: 0 } }),
  },
});
