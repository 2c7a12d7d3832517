/**
 * Promised: nobody writes without a lease, for each consumer asks the broker first whether it still has one.
 * What breaks it: the same pause as without any check, a little later. The answer was true when it was given; the write comes
 * when its owner wakes. Between the check and the write there is always a between, unless the storage does both.
 */
import { breaks, holds, scenario } from "faultline";
import { leases } from "faultline/protocols";

const asleep = ["pause c1 at 86ms for 200ms"];

export default scenario({
  title: "Zombie, checked at the broker: the lease was good when it was asked",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: leases.producer },
    { name: "broker", role: "broker", run: leases.broker },
    { name: "consumer", count: 2, role: "consumer", run: leases.askingConsumer },
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
    order: breaks({ plan: asleep, limits: { all: true } }),
    "at-least-once": holds(),
  },
});
