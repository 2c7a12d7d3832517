/**
 * Promised: a replica with the same list takes over, and nothing is lost.
 * What breaks it (D5): the confirm is lost and the primary dies. The replica has never heard of the id, and hands the resend to a consumer that has not either.
 */
import { breaks, holds, scenario } from "faultline";
import { naiveConsumers, naiveFailover } from "faultline/protocols";

export default scenario({
  title: "D5: the replica has the list, but not the ids",
  about: "A failover replica does not have the ids.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: naiveFailover.producer },
    { name: "broker", role: "broker", run: naiveFailover.broker },
    { name: "replica", role: "broker", run: naiveFailover.replica },
    { name: "consumer", count: 2, role: "consumer", run: naiveConsumers.polling({ brokers: ["broker", "replica"] }) },
  ],
  seed: "2",
  workload: { messages: 2, every: "100ms" },
  settle: "500ms",
  promises: {
    "at-most-once": breaks({ plan: ["drop broker>p1 confirm m1 #1", "crash broker at 150ms"] }),
    "at-least-once": holds(),
  },
});
