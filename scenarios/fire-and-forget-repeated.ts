/**
 * What fire-and-forget does not tolerate: a network that repeats. One copy is a second effect.
 */
import { breaks, scenario } from "faultline";
import { fireAndForget } from "faultline/protocols";

export default scenario({
  title: "Fire and forget on a network that repeats: not even at most once",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: fireAndForget.producer },
    { name: "broker", role: "broker", run: fireAndForget.broker },
    { name: "consumer", count: 1, role: "consumer", run: fireAndForget.consumer },
  ],
  workload: { messages: 10, every: "10ms" },
  network: { duplicate: 0.05 },
  obligation: "published",
  promises: { "at-most-once": breaks({ plan: ["duplicate p1>broker publish m1 #1"] }) },
});
