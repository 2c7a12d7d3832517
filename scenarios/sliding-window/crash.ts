/**
 * What a sliding window does not tolerate: a crash. The consumer counts in memory: when it starts anew it expects
 * number 1 again, and does it again, or waits for it in vain. When the producer starts anew it numbers its messages
 * from 1 again, and takes what the consumer says of the old ones for the new ones.
 */
import { breaks, holds, scenario } from "faultline";
import { slidingWindow } from "faultline/protocols";

export default scenario({
  title: "A sliding window counts in memory: a crash repeats, or swallows, a message",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: slidingWindow.producer },
    { name: "consumer", count: 1, role: "consumer", run: slidingWindow.consumer },
  ],
  workload: { messages: 4, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "100ms", for: "10ms" }, { fault: "crash", rate: 0.05, in: "step", for: "10ms" }],
  settle: "1s",
  promises: {
    "at-most-once": breaks({ plan: ["crash c1 in p1>c1 data m1 #1 after 1 for 10ms"] }),
    "at-least-once": breaks({ plan: ["crash p1 at 30ms for 5ms"] }),
    progress: breaks({ plan: ["crash c1 at 30ms for 5ms"] }),
    integrity: holds(),
  },
});
