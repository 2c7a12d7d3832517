/**
 * What dedup at the consumer does not tolerate: a broker's disk that reports a sync and has not done it. The broker (that of
 * retry-without-dedup) confirms, crashes before it has delivered, and knows nothing of the message.
 */
import { breaks, holds, scenario } from "faultline";
import { dedupAtConsumer } from "faultline/protocols";

export default scenario({
  title: "Confirmed on the word of a disk that lies",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtConsumer.producer },
    { name: "broker", role: "broker", run: dedupAtConsumer.broker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtConsumer.consumer },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "2ms" },
  sinks: [{ name: "database", at: ["consumer"] }],
  settle: "2s",
  promises: {
    "at-least-once": breaks({ plan: ["disk broker lost-sync at 10ms", "drop broker>c1 deliver m1 #1", "crash broker at 50ms for 10ms"] }),
    "at-most-once": holds(),
  },
});
