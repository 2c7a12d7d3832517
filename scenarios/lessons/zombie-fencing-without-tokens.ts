/**
 * Promised: a message has one owner at a time. Its lease runs out, another consumer takes over.
 * What breaks it: one pause. The owner sleeps over the end of its lease, wakes, and does what it was about to do.
 */
import { breaks, holds, scenario } from "faultline";
import { leases } from "faultline/protocols";

const asleep = ["pause c1 at 65ms for 200ms"];

export default scenario({
  title: "Zombie: a consumer sleeps over the end of its lease, wakes and writes",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: leases.producer },
    { name: "broker", role: "broker", run: leases.broker },
    { name: "consumer", count: 2, role: "consumer", run: leases.unfencedConsumer },
  ],
  workload: { messages: 2, every: "10ms" },
  network: { latency: "5ms" },
  nemesis: [{ fault: "pause", every: "20ms", for: "200ms", nodes: ["c1", "c2"] }],
  storm: "300ms",
  settle: "1s",
  sinks: [{ name: "storage" }],
  promises: {
    fenced: breaks({ plan: asleep }),
    "at-most-once": breaks({ plan: asleep }),
    // The storage goes back to m1 when it has m2 already.
    order: breaks({ plan: asleep, limits: { all: true } }),
    "at-least-once": holds(),
  },
});
