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
  workload: { messages: 2, every: "10ms" },
  network: { latency: "5ms" },
  nemesis: [{ fault: "pause", every: "20ms", for: "200ms", nodes: ["c1", "c2"] }],
  storm: "300ms",
  settle: "1s",
  sinks: [{ name: "storage", fenced: true }],
  promises: {
    fenced: holds(),
    "at-least-once": holds(),
    progress: holds(),
    "at-most-once": breaks({ plan: ["drop c1>broker ack m1 #1"] }),
  },
});
