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
  nemesis: [{ fault: "pause", every: "100ms", for: "200ms", nodes: ["c1", "c2"] }],
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
  beats: [
    {
      say: "One message, one owner: c1 has a lease on m1, for a tenth of a second. It works on it.",
      until: "broker>c1 deliver m1 #1",
      expect: { effects: 0 },
    },
    {
      say: "c1 stands still: a garbage collection, a virtual machine on the move. It does not know. Its lease runs out, and m1 goes to c2.",
      ask: "c2 will do it. What does c1 do when it wakes?",
      until: "grant m1 #2",
      expect: { effects: 0, fenced: "pass" },
    },
    {
      say: "c2 has written m1 and acknowledged it. As far as the broker knows, all is well.",
      until: "replace m1",
      expect: { effects: 1, "at-most-once": "pass" },
    },
    {
      say: "c1 wakes and writes. No time has passed, for all it knows. And the storage had m2 already: it goes back to m1.",
      until: "violation of fenced",
      expect: { effects: 3, duplicates: 1, fenced: "fail", "at-most-once": "fail", order: "fail" },
    },
    {
      say: "Change one thing: let c1 look at its clock first. Then the pause comes between the look and the write. See zombie-fencing.",
      until: "end",
      expect: { lost: 0 },
    },
  ],
});
