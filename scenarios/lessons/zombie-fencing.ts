/**
 * Promised: once another consumer has taken over and written, the one before it writes no more. Every write carries the token of
 * its lease, and the storage turns away a token older than one it has seen.
 * What breaks it: nothing. What fencing does not promise is "at most once": an effect whose ack is lost is repeated by the next owner.
 */
import { breaks, holds, scenario } from "faultline";
import { leases } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "crash", "pause", "clock", "disk"];

export default scenario({
  title: "Zombie, fenced: the storage has seen a newer token and turns the sleeper away",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: leases.producer, tolerates },
    { name: "broker", role: "broker", run: leases.broker, tolerates },
    { name: "consumer", count: 2, role: "consumer", run: leases.consumer, tolerates },
  ],
  // Its storm brings one pause: c1 falls asleep over its work.
  seed: "2",
  workload: { messages: 2, every: "10ms" },
  network: { latency: "5ms" },
  nemesis: [{ fault: "pause", every: "100ms", for: "200ms", nodes: ["c1", "c2"] }],
  storm: "300ms",
  settle: "1s",
  sinks: [{ name: "storage", fenced: true }],
  promises: {
    fenced: holds(),
    "at-least-once": holds(),
    progress: holds(),
    "at-most-once": breaks(),
  },
  beats: [
    {
      say: "The same sleeper. But each lease has a number, larger than all before, and the storage turns away a write with a smaller number than it has seen.",
      until: "grant m1",
      expect: { effects: 0 },
    },
    {
      say: "c1 sleeps. Its lease has run out; that of c2 has a larger number.",
      ask: "When c1 wakes, it will do what it was about to do. What will the storage do?",
      until: "grant m1 #2",
      expect: { effects: 0 },
    },
    {
      say: "c2 writes. From here on the storage knows the larger number, and c1 is replaced.",
      until: "replace m1",
      expect: { effects: 1, fenced: "pass" },
    },
    {
      say: "c1 has woken and written with its old number: fenced off. It need not know that it was asleep; the storage knows.",
      until: "c1 timer work m1 #1",
      expect: { effects: 2, duplicates: 0, fenced: "pass" },
    },
    {
      say: "Change one thing: let c1 wake before c2 has written: leases/unseen-token. Fencing keeps owners apart; once and no more is for the inbox.",
      until: "end",
      expect: { effects: 2, lost: 0, fenced: "pass" },
    },
  ],
});
