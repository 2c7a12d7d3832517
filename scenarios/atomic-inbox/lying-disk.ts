/**
 * What the broker of the atomic inbox does not tolerate: a disk that says "written" and has written nothing. The broker confirms,
 * and loses power; the delivery that might have saved the message was lost.
 */
import { breaks, holds, scenario } from "faultline";
import { atomicInbox } from "faultline/protocols";

export default scenario({
  title: "A disk that lies about its syncs: confirmed, and gone",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: atomicInbox.producer },
    { name: "broker", role: "broker", run: atomicInbox.broker },
    { name: "consumer", count: 1, role: "consumer", run: atomicInbox.consumer },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "5ms" },
  settle: "1s",
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "at-least-once": breaks({ plan: ["drop broker>c1 deliver m1 #1", "disk broker lost-sync at 10ms", "crash broker at 50ms for 10ms"] }),
    "at-most-once": holds(),
  },
});
