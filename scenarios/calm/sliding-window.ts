/**
 * Promised: with nothing but one packet lost, and every other as quick as the next, no message takes more than 150 ms. The window keeps
 * moving: what it comes to cover is sent at once, and one lost message is sent again after 100 ms, however many come behind it.
 * What breaks it: any other fault. What waits for no reason is slow without one.
 */
import { holds, scenario } from "faultline";
import { slidingWindow } from "faultline/protocols";

export default scenario({
  title: "A sliding window in calm: nothing waits but for what was lost",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: slidingWindow.producer },
    { name: "consumer", count: 1, role: "consumer", run: slidingWindow.consumer },
  ],
  // A window of four, ten milliseconds there and back: four hundred a second go through, five hundred come.
  workload: { messages: 40, every: "2ms" },
  network: { latency: "5ms" },
  obligation: "published",
  promises: {
    "effectively-once": holds(),
    order: holds({ all: true }),
    progress: holds(),
    bounded: holds({ window: 4 }),
    deadline: holds({ plan: ["drop p1>c1 data m1 #1"], limits: { within: "150ms", when: "always" } }),
  },
});
