/**
 * Promised: of the numbers it has seen, the broker keeps a watermark and those above it, which are never more than come while a lost one
 * is sent again: twenty. A gap that is filled raises the watermark over all that waited behind it.
 * What breaks it: a second gap before the first is filled, or a resend that is lost as well.
 */
import { holds, scenario } from "faultline";
import { correctedQueue } from "faultline/protocols";

export default scenario({
  title: "A watermark: what it has passed need not be remembered",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: correctedQueue.producer },
    { name: "broker", role: "broker", run: correctedQueue.broker },
    { name: "consumer", count: 2, role: "consumer", run: correctedQueue.consumer },
  ],
  workload: { messages: 60, every: "10ms" },
  network: { latency: "5ms" },
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  obligation: "published",
  promises: {
    "effectively-once": holds(),
    progress: holds(),
    bounded: holds({ plan: ["drop p1>broker publish m1 #1", "drop p1>broker publish m30 #1"], limits: { dedup: 20 } }),
  },
});
