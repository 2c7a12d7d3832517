/**
 * Promised: as long as the producer lives, every message that was handed over takes effect at least once: not only those it heard a
 * confirm of. The broker crashes while it syncs, which may tear what it was writing; its disk is slow, fails and fills up.
 * What breaks it: a crash of the producer, which keeps in memory what is under way; and a disk that lies (see atomic-inbox/lying-disk).
 */
import { breaks, holds, scenario } from "faultline";
import { retryWithoutDedup } from "faultline/protocols";

export default scenario({
  title: "A producer that lives and retries: what was handed over is done",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: retryWithoutDedup.producer },
    // A slow disk, so that much happens while it syncs.
    { name: "broker", role: "broker", run: retryWithoutDedup.broker, disk: { sync: "5ms" } },
    { name: "consumer", count: 1, role: "consumer", run: retryWithoutDedup.consumer },
  ],
  workload: { messages: 20, every: "exponential(5ms)" },
  network: { loss: 0.05, duplicate: 0.05 },
  nemesis: [
    { fault: "crash", every: "50ms", for: "20ms", nodes: ["broker", "c1"], disk: "any" }, { fault: "crash", rate: 0.02, in: "step", for: "20ms", nodes: ["broker", "c1"], disk: "any" },
    { fault: "disk", every: "50ms", for: "20ms", nodes: ["broker"], kinds: ["full", "error", "slow"] },
  ],
  storm: "200ms",
  obligation: "published",
  promises: {
    // A repeat is not written again: what a power loss tears then is durable already.
    "at-least-once": holds({ plan: ["crash c1 at 1us for 1s", "duplicate p1>broker publish m20 #1 after 50ms", "crash broker in p1>broker publish m20 #1' after 1 for 20ms disk tear 0"] }),
    integrity: holds(),
    progress: holds(),
    "at-most-once": breaks({ plan: ["drop c1>broker ack m1 #1"] }),
  },
});
