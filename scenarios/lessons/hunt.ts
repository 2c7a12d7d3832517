/**
 * Promised: every confirmed message takes effect. The broker keeps its messages in a log on its disk, which survives any crash.
 * What breaks it: three faults together, each of them harmless, among the dozens that strike in a run, once in hundreds of runs.
 * Hunt it: check runs the seeds, and shrinks the first that fails.
 */
import { breaks, holds, scenario } from "faultline";
import { compactedLog } from "faultline/protocols";

export default scenario({
  title: "Hunt: once in hundreds of storms a durable queue loses a message",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: compactedLog.producer },
    { name: "broker", role: "broker", run: compactedLog.hastyBroker },
    { name: "consumer", count: 1, role: "consumer", run: compactedLog.consumer },
  ],
  workload: { messages: 20, every: "10ms" },
  network: { loss: 0.2, duplicate: 0.2, reorder: 0.2 },
  nemesis: [
    { fault: "crash", every: "100ms", for: "20ms", nodes: ["broker"], how: ["kill", "power"] },
    { fault: "crash", rate: 0.05, in: "step", for: "20ms", nodes: ["broker"], how: ["kill", "power"] },
  ],
  settle: "2s",
  promises: {
    "at-least-once": breaks({ plan: ["drop broker>c1 deliver m1 #1", "crash broker at 70ms for 20ms", "crash broker kill in broker start #2 after 1 for 20ms"] }),
    integrity: holds(),
  },
});
