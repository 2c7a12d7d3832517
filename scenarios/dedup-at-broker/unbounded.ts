/**
 * What dedup at the broker does not tolerate: an end to its memory. It knows every id there ever was, so ten messages take ten
 * places, and a limit of nine is broken without any fault. What bounds it is in corrected-queue: a watermark for each producer.
 */
import { breaks, holds, scenario } from "faultline";
import { dedupAtBroker } from "faultline/protocols";

export default scenario({
  title: "Dedup by a set of ids: the memory grows with every message",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: dedupAtBroker.producer },
    { name: "broker", role: "broker", run: dedupAtBroker.broker },
    { name: "consumer", count: 1, role: "consumer", run: dedupAtBroker.consumer },
  ],
  workload: { messages: 10, every: "10ms" },
  settle: "1s",
  promises: {
    bounded: breaks({ plan: [], limits: { dedup: 9 } }),
    "effectively-once": holds(),
  },
});
