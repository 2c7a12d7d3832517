/**
 * Promised: no consumer writes once its successor has, whatever the broker has been through; that is what the token is written down for. Here c1
 * has token 2 from before the broker's crash, on a packet that is late, and c2 has done the work since. The late write is turned away, for
 * c2's token is newer; and that is so because the broker has read its book again.
 * What breaks it: nothing. A broker that begins to count anew gives c2 token 2 as well.
 */
import { holds, scenario } from "faultline";
import { leases } from "faultline/protocols";

export default scenario({
  title: "A zombie with a token from before the broker's crash is turned away",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: leases.producer },
    { name: "broker", role: "broker", run: leases.broker },
    { name: "consumer", count: 2, role: "consumer", run: leases.consumer },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "5ms" },
  settle: "2s",
  sinks: [{ name: "storage", fenced: true }],
  promises: {
    fenced: holds({
      plan: [
        "drop broker>c1 deliver m1 #1", "delay broker>c1 deliver m1 #2 by 1s", "crash broker at 190ms for 5ms",
        "drop broker>c1 deliver m1 #3", "drop c1>broker receive #6",
      ],
    }),
    "at-least-once": holds(),
    progress: holds(),
  },
});
