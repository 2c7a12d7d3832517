/**
 * Promised: a repeated publish is stored once.
 * What breaks "progress": one lost confirm. The broker drops the repeats without an answer, and their producer asks for ever.
 */
import { breaks, holds, scenario } from "faultline";
import { dedupAtBroker } from "faultline/protocols";

export default scenario({
  title: "Dedup that does not answer: the producer asks for ever",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtBroker.producer },
    { name: "broker", role: "broker", run: dedupAtBroker.silentBroker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtBroker.consumer },
  ],
  workload: { messages: 5, every: "10ms" },
  network: { loss: 0.1 },
  settle: "2s",
  promises: {
    "at-least-once": holds(),
    integrity: holds(),
    progress: breaks({ plan: ["drop broker>p1 confirm m1 #1"] }),
  },
});
