/**
 * Promised: every message takes effect, whatever the network loses.
 * What breaks is that it does so only once: when "done" is lost, the producer asks again, and the consumer acts again.
 *
 * Your turn:
 * 1. Let the consumer remember what it has done. Then write `holds` in the place of `breaks`, for the plan must not break it any
 *    more, and run the test.
 * 2. Add a crash now and then: nemesis: [{ fault: "crash", every: "500ms", nodes: ["c1"] }]. Where does the consumer remember?
 *    (`ctx.transaction` does and remembers at once, at a sink that is declared for it: sinks: [{ name: "world", at: ["c1"] }].)
 */
import { breaks, holds, scenario } from "faultline";
import { consumer, producer } from "./protocol.ts";

export default scenario({
  title: "A producer repeats itself until it is heard",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: producer },
    { name: "consumer", count: 1, role: "consumer", run: consumer },
  ],
  workload: { messages: 10 },
  network: { loss: 0.1 },
  promises: {
    "at-least-once": holds(),
    "at-most-once": breaks({ plan: ["drop c1>p1 done m1 #1"] }),
  },
});
