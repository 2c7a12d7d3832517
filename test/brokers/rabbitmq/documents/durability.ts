import { holds, run, scenario, sweep } from "../../../../src/index.ts";
import type { Scenario } from "../../../../src/index.ts";
import { rabbitmq } from "../../../../src/protocols/index.ts";
import type { Declaration, Settings } from "../../../../src/brokers/rabbitmq/index.ts";

export interface Kind {
  readonly queue: Declaration;
  readonly settings?: Partial<Settings>;
}

const QUORUM = rabbitmq.queue("q", { arguments: { "x-queue-type": "quorum" } });
export const QUEUES: { readonly [kind: string]: Kind } = {
  "not durable": { queue: rabbitmq.queue("q", { durable: false }) },
  "durable": { queue: rabbitmq.queue("q") },
  "durable, lazy": { queue: rabbitmq.queue("q", { arguments: { "x-queue-mode": "lazy" } }) },
  "quorum, just declared": { queue: QUORUM },
  "quorum, older": { queue: QUORUM, settings: { quorumRegistryFlush: 0 } },
};
export const MESSAGES = { transient: 1, persistent: 2 } as const;
export const CRASHES = ["stop", "kill", "power"] as const;

/** A message is published at 50 ms, and consumed from 3 s on. */
function survival({ queue, settings = {} }: Kind, deliveryMode: number, confirms: boolean): Scenario {
  const declare = [queue];
  return scenario({
    name: "survival", title: "What survives the broker",
    nodes: [
      { name: "p1", role: "producer", run: rabbitmq.publisher({ declare, routingKey: "q", properties: { deliveryMode }, confirms, reconnect: "100ms", heartbeat: "1s" }) },
      { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings }) },
      { name: "c1", role: "consumer", run: rabbitmq.consumer({ declare, queue: "q", connectAfter: "3s", reconnect: "100ms", heartbeat: "1s" }) },
    ],
    workload: { messages: 1, every: "50ms" },
    network: { latency: "2ms" },
    settle: "20s",
    promises: { "at-least-once": holds() },
  });
}

/**
 * What becomes of messages that the publisher takes for stored when the broker goes down for 50 ms: once at rest, two seconds after the
 * last publish, and once for every cut in any of its steps; for a shutdown in good order, behind each of them.
 */
export async function survives(kind: Kind, deliveryMode: number, confirms: boolean, how: (typeof CRASHES)[number]): Promise<string> {
  const subject = survival(kind, deliveryMode, confirms);
  const [atRest] = run(subject, { plan: [`crash rabbitmq ${how} at 2s for 50ms`] }).verdicts;
  if (atRest!.status !== "pass") return "lost";
  const { steps } = await sweep(subject, { nodes: ["rabbitmq"], how, for: "50ms" });
  // A shutdown in good order waits for the step to end.
  const cuts = steps.flatMap((step) => step.cuts.filter(({ after }) => how !== "stop" || after === step.outputs.length));
  if (cuts.some(({ status }) => status === "unknown")) throw new Error("nobody knows");
  const failed = cuts.filter(({ status }) => status === "fail").length;
  return failed === 0 ? "kept" : `at risk (${failed} of ${cuts.length} cuts)`;
}
