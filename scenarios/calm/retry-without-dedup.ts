/**
 * Promised: where nothing is lost, nothing is done twice, and whoever hands a message over hears within 20 ms that it is stored; and
 * when the broker's process is killed once all is acknowledged, nothing comes back. (What it removes it does not sync, so a power loss may bring it back.)
 * What breaks it: any other fault. What was removed in memory alone comes back; what waits for a sync that nobody begins waits.
 */
import { holds, scenario } from "faultline";
import type { Guarantee } from "faultline";
import { retryWithoutDedup } from "faultline/protocols";

const answered: Guarantee = {
  name: "answered",
  observe: () => {
    const waiting = new Map<number, number>();
    return {
      on({ verb, message, at }, fail) {
        if (verb === "publish") waiting.set(message!, at);
        if (verb !== "confirm") return;
        const took = at - waiting.get(message!)!;
        if (took > 20_000) fail(`m${message} was confirmed ${took / 1000}ms after it was published`);
      },
      end() {},
    };
  },
};

export default scenario({
  title: "Retry until acknowledged, in calm: nobody has to retry",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: retryWithoutDedup.producer },
    { name: "broker", role: "broker", run: retryWithoutDedup.broker },
    { name: "consumer", count: 1, role: "consumer", run: retryWithoutDedup.consumer },
  ],
  // Several come while a sync is under way, and are synced by the next.
  workload: { messages: 12, every: "200us" },
  network: { latency: "5ms" },
  obligation: "published",
  guarantees: [answered],
  promises: {
    answered: holds(),
    "effectively-once": holds({ plan: ["crash broker kill at 300ms for 10ms"] }),
    progress: holds(),
    deadline: holds({ within: "15ms", when: "always" }),
  },
});
