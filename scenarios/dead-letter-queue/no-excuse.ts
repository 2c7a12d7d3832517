/**
 * What "every confirmed message takes effect" does not tolerate: a bound on attempts. Five in a row are lost, and a message that
 * nothing ails is put aside. Where a dead letter is no excuse, the promise is broken.
 */
import { breaks, holds, scenario } from "faultline";
import { deadLetterQueue } from "faultline/protocols";

export default scenario({
  title: "A dead letter without an excuse: what was put aside was not done",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: deadLetterQueue.producer },
    { name: "broker", role: "broker", run: deadLetterQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: deadLetterQueue.consumer([]) },
    { name: "operator", role: "consumer", run: deadLetterQueue.operator },
  ],
  workload: { messages: 2, every: "10ms" },
  network: { latency: "5ms" },
  settle: "3s",
  subscriptions: ["orders", "dead-letters"],
  excuses: ["expire"],
  promises: {
    "at-least-once": breaks({
      plan: [
        "drop broker>c1 deliver m1 #1", "drop broker>c1 deliver m1 #2", "drop broker>c1 deliver m1 #3",
        "drop broker>c1 deliver m1 #4", "drop broker>c1 deliver m1 #5",
      ],
    }),
    "at-most-once": holds(),
  },
});
