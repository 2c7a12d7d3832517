/**
 * Promised: a consumer that is down for less than the attempts last misses nothing. They are spaced 20, 40, 80, 160 and 320 ms apart, so
 * the fifth comes after 300 ms, and only after 620 is a message put aside. Here that is no excuse. And what is done stays done: a crash of the broker brings nothing back.
 * What breaks it: a consumer that stays away for longer.
 */
import { breaks, holds, scenario } from "faultline";
import { deadLetterQueue } from "faultline/protocols";

export default scenario({
  title: "Back-off: five attempts outlast an outage of 250 ms",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: deadLetterQueue.producer },
    { name: "broker", role: "broker", run: deadLetterQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: deadLetterQueue.consumer([]) },
    { name: "operator", role: "consumer", run: deadLetterQueue.operator },
  ],
  workload: { messages: 4, every: "10ms" },
  network: { latency: "5ms" },
  settle: "3s",
  subscriptions: ["orders", "dead-letters"],
  excuses: ["expire"],
  promises: {
    "effectively-once": holds({ plan: ["crash c1 at 1ms for 250ms"] }),
    "at-most-once": holds({ plan: ["crash broker at 300ms for 10ms"] }),
    bounded: holds({ redeliveries: 4 }),
    "at-least-once": breaks({ plan: ["crash c1 at 0s for 500ms"] }),
  },
});
