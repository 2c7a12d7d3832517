/**
 * What dedup by age does not tolerate: a clock that jumps ahead. What was done a moment ago counts as outdated, and its copy as new.
 */
import { breaks, scenario } from "faultline";
import { dedupAtConsumer } from "faultline/protocols";

export default scenario({
  title: "Dedup by age: a clock that jumps ahead forgets everything at once",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtConsumer.producer },
    { name: "broker", role: "broker", run: dedupAtConsumer.broker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtConsumer.consumer },
  ],
  workload: { messages: 2, every: "10ms" },
  network: { latency: "2ms" },
  sinks: [{ name: "database", at: ["consumer"] }],
  settle: "1s",
  promises: {
    "at-most-once": breaks({ plan: ["duplicate broker>c1 deliver m1 #1 after 30ms", "clock c1 at 30ms by 61s"] }),
  },
});
