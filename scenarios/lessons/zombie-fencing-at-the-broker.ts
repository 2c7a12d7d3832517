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
  nemesis: [{ fault: "pause", every: "100ms", for: "200ms", nodes: ["c1", "c2"] }],
  storm: "300ms",
  settle: "1s",
  sinks: [{ name: "storage" }],
  promises: {
    fenced: breaks({ plan: asleep }),
    "at-most-once": breaks({ plan: asleep }),
    order: breaks({ plan: asleep, limits: { all: true } }),
    "at-least-once": holds(),
  },
  beats: [
    {
      say: "Now each consumer asks before it writes: is my lease still good? The broker must know.",
      ask: "The pause of before, at 65 ms, does no harm any more. Is the zombie dead? Find it another moment to fall asleep.",
      until: "broker>c1 deliver m1 #1",
      expect: { effects: 0 },
    },
    {
      say: "c1 has asked. The broker says yes, and it is true: c1 is the owner.",
      until: "c1>broker check m1 #1",
      expect: { effects: 0 },
    },
    {
      say: "c1 sleeps before the answer has arrived. The lease runs out; c2 asks, hears yes, which is true as well, writes, and acknowledges.",
      until: "replace m1",
      expect: { effects: 1, fenced: "pass" },
    },
    {
      say: "c1 wakes, finds the yes in its inbox, and writes. The answer was true when it was given.",
      until: "violation of fenced",
      expect: { duplicates: 1, fenced: "fail", "at-most-once": "fail" },
    },
    {
      say: "Change one thing: who checks. Between a check here and a write there is time to fall asleep; only the storage can do both at once: zombie-fencing.",
      until: "end",
      expect: { lost: 0 },
    },
  ],
});
