/**
 * Promised: where nothing is lost, nothing is done twice; a crash of the broker, once all is acknowledged, brings nothing back; and
 * the log, once compacted, is empty. A compaction that fails leaves the log as it was, to be appended to.
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
  workload: { messages: 16, every: "5ms" },
  network: { latency: "5ms" },
  obligation: "published",
  promises: {
    "effectively-once": holds({ plan: ["crash broker at 300ms for 10ms"] }),
    "at-least-once": holds({
      plan: [
        "drop broker>c1 deliver m3 #1", "drop broker>c1 deliver m3 #2",
        "disk broker error at 58ms for 10ms", "crash broker at 60ms for 5ms", "crash broker at 90ms for 5ms",
      ],
    }),
    progress: holds(),
    bounded: holds({ plan: ["crash broker at 300ms for 10ms"], limits: { log: 0 } }),
    deadline: holds({ within: "15ms", when: "always" }),
  },
});
