/**
 * Promised: where nothing is lost, nothing is done twice; a crash of the broker, once all is acknowledged, brings nothing back; and
 * the log, once compacted, begins anew.
 * What breaks it: any other fault. What is done must stand in the log, and must be read there.
 */
import { holds, scenario } from "faultline";
import { compactedLog } from "faultline/protocols";

export default scenario({
  title: "A queue in a log, in calm: what is done stays done",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: compactedLog.producer },
    { name: "broker", role: "broker", run: compactedLog.broker },
    { name: "consumer", count: 1, role: "consumer", run: compactedLog.consumer },
  ],
  workload: { messages: 10, every: "5ms" },
  network: { latency: "5ms" },
  obligation: "published",
  promises: {
    "effectively-once": holds({ plan: ["crash broker at 300ms for 10ms"] }),
    progress: holds(),
    deadline: holds({ within: "15ms", when: "always" }),
  },
});
