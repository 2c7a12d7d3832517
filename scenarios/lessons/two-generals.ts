/**
 * Promised: both generals attack, or neither. Three messengers go between them: the plan, its acknowledgement, and the
 * acknowledgement of that.
 * What breaks it: the loss of the last messenger. Another one more would only be another last one.
 */
import { breaks, scenario } from "faultline";
import { twoGenerals } from "faultline/protocols";

const tolerates = ["duplicate", "delay", "replay", "reset", "stall", "pause", "clock", "disk"];

export default scenario({
  title: "Two generals: whoever sends the last messenger never knows whether it arrived",
  nodes: [
    { name: "A", role: "producer", run: twoGenerals.general(3), tolerates },
    { name: "B", role: "consumer", run: twoGenerals.general(3), tolerates },
  ],
  workload: { messages: 1, every: "10ms" },
  network: { latency: "5ms", loss: 0.2 },
  storm: "100ms",
  settle: "1s",
  subscriptions: ["A", "B"],
  guarantees: [twoGenerals.agreement],
  promises: { agreement: breaks({ plan: ["drop A>B messenger-3 m1 #1"] }) },
  beats: [
    {
      say: "A and B win if both attack, and lose if one attacks alone. All they have are messengers, who may be caught. A has the plan.",
      ask: "How many messengers does it take until both can be sure? Propose a number.",
      until: "start",
      expect: { effects: 0 },
    },
    {
      say: "The first has arrived: B knows the plan. A does not know that B knows, so B answers.",
      until: "A>B messenger-1 m1 #1",
      expect: { effects: 0, agreement: "pass" },
    },
    {
      say: "The second has arrived: A knows that B knows. He sends the third and attacks: three were agreed, and he waits for no more.",
      ask: "The third is the last. Does anyone learn what becomes of it?",
      until: "B>A messenger-2 m1 #1",
      expect: { effects: 1 },
    },
    {
      say: "It is caught. B waits for it and stays at home; A attacks alone.",
      until: "violation of agreement",
      expect: { effects: 1, agreement: "fail" },
    },
    {
      say: "Change one thing: a fourth messenger, and catch that one: B attacks alone. A last one that does no harm when it is caught need not be sent at all.",
      until: "end",
      expect: { effects: 1, agreement: "fail" },
    },
  ],
});
