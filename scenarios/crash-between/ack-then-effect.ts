/**
 * Promised: whoever acknowledges first is not asked again, so nothing is done twice by one that does not crash.
 * What breaks "at least once": a crash of the consumer after the acknowledgement and before the effect. What breaks "at most
 * once" even so: an acknowledgement that is lost, and a crash that makes the consumer forget before it is asked again.
 */
import { breaks, holds, scenario } from "faultline";
import { crashBetween } from "faultline/protocols";

export default scenario({
  title: "Acknowledge, then work: a crash between the two loses the work",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: crashBetween.producer },
    { name: "broker", role: "broker", run: crashBetween.broker },
    { name: "consumer", count: 1, role: "consumer", run: crashBetween.ackThenEffect },
  ],
  workload: { messages: 10, every: "10ms" },
  network: { loss: 0.1, duplicate: 0.05 },
  nemesis: [{ fault: "crash", rate: 0.02, in: "step", for: "50ms" }],
  promises: {
    "at-least-once": breaks({ plan: ["crash c1 in broker>c1 deliver m1 #1 after 1 for 50ms"] }),
    "at-most-once": breaks({ plan: ["drop c1>broker ack m1 #1", "crash c1 at 50ms for 10ms"] }),
    integrity: holds(),
  },
});
