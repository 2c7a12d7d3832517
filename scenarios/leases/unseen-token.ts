/**
 * What fencing does not tolerate: a zombie that is quicker than its successor. The storage has not seen the newer token yet, takes
 * the old one's write, and then the new one's. The owners were kept apart, but the effect happened twice: that is for an inbox.
 */
import { breaks, holds, scenario } from "faultline";
import { leases } from "faultline/protocols";

export default scenario({
  title: "A zombie wakes before its successor has written: fenced, and yet twice",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: leases.producer },
    { name: "broker", role: "broker", run: leases.broker },
    { name: "consumer", count: 2, role: "consumer", run: leases.consumer },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "5ms" },
  settle: "1s",
  sinks: [{ name: "storage", fenced: true }],
  promises: {
    "at-most-once": breaks({ plan: ["pause c1 at 65ms for 100ms"] }),
    fenced: holds(),
    "at-least-once": holds(),
  },
});
