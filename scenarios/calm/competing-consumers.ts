/**
 * Promised: where nobody dies and nothing is lost, a message takes effect within 70 ms, once, and no delivery is repeated.
 * What breaks it: any fault. The window of a key keeps moving: what it comes to cover is delivered at once.
 */
import { holds, scenario } from "faultline";
import { competingConsumers } from "faultline/protocols";

export default scenario({
  title: "Competing consumers in calm: the window of a key keeps moving",
  nodes: [
    { name: "producer", count: 8, role: "producer", run: competingConsumers.producer },
    { name: "broker", role: "broker", run: competingConsumers.broker },
    { name: "consumer", count: 3, role: "consumer", run: competingConsumers.consumer },
  ],
  // A window of four, ten milliseconds there and back: four hundred a second go through, five hundred come.
  workload: { messages: 40, every: "2ms" },
  network: { latency: "5ms" },
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  obligation: "published",
  promises: {
    "effectively-once": holds(),
    order: holds({ all: true }),
    progress: holds(),
    bounded: holds({ redeliveries: 0 }),
    deadline: holds({ within: "70ms", when: "always" }),
  },
});
