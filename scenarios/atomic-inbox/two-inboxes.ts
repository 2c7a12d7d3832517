/**
 * What an inbox of one's own does not tolerate: a second consumer. The broker crashes; what it forgets is that m1 was acknowledged
 * (it did not wait for the disk to say so) and to whom m1 had gone. The message goes to the one that has never seen it.
 * An inbox is shared by all who may get the message, or it is none.
 */
import { breaks, holds, scenario } from "faultline";
import { atomicInbox } from "faultline/protocols";

export default scenario({
  title: "Two consumers with an inbox each: the second has never seen the message",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: atomicInbox.producer },
    { name: "broker", role: "broker", run: atomicInbox.broker },
    { name: "consumer", count: 2, role: "consumer", run: atomicInbox.consumer },
  ],
  workload: { messages: 1, every: "10ms" },
  settle: "1s",
  sinks: [{ name: "database", at: ["consumer"] }],
  promises: {
    "at-least-once": holds(),
    "at-most-once": breaks({ plan: ["crash broker at 60ms for 10ms"] }),
  },
});
