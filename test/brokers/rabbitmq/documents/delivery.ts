import { holds, run, scenario, sweep } from "../../../../src/index.ts";
import type { Scenario, Verdict } from "../../../../src/index.ts";
import { rabbitmq } from "../../../../src/protocols/index.ts";
import type { IncomingOptions, OutgoingOptions, Working } from "../../../../src/brokers/rabbitmq/index.ts";

export const PUBLISHERS: { readonly [habit: string]: OutgoingOptions } = {
  "no confirms: sent counts as stored, even without a connection": { confirms: false, offline: "believed" },
  "confirms; what is unconfirmed is forgotten": { unconfirmed: "forgotten", offline: "forgotten" },
  "confirms; what is unconfirmed is published again": {},
  "the same, from an outbox": { outbox: true },
};
export const CONSUMERS: { readonly [habit: string]: Partial<IncomingOptions> & Working } = {
  "automatic acknowledgement": { ack: "automatic" },
  "acknowledges before the work": { ack: "before" },
  "acknowledges after the work": {},
  "the same, and remembers in memory": { remembers: "memory" },
  "the same, and remembers in an inbox": { remembers: "inbox" },
};

/** From just before the first message is published to after the last is done, every millisecond. */
const MOMENTS = Array.from({ length: 40 }, (_, index) => 24 + index);
type Mishap = (scenario: Scenario) => Promise<readonly (readonly Verdict[])[]>;

const killed = (node: string): Mishap => async (scenario) => {
  const { steps } = await sweep(scenario, { nodes: [node], how: "kill", for: "50ms" });
  return steps.flatMap(({ cuts }) => cuts.map(({ verdicts }) => verdicts));
};
const struck = (entry: (ms: number) => string): Mishap => async (scenario) => MOMENTS.map((ms) => run(scenario, { plan: [entry(ms)] }).verdicts);

export const OF_PUBLISHERS: { readonly [mishap: string]: Mishap } = {
  "the publisher is killed": killed("p1"),
  "its connection is reset": struck((ms) => `reset p1-rabbitmq at ${ms}ms`),
  "the broker is killed": killed("rabbitmq"),
};
export const OF_CONSUMERS: { readonly [mishap: string]: Mishap } = {
  "the consumer is killed": killed("c1"),
  "its connection is reset": struck((ms) => `reset c1-rabbitmq at ${ms}ms`),
  "it sleeps longer than consumer_timeout": struck((ms) => `pause c1 at ${ms}ms for 3s`),
  "the broker is killed": killed("rabbitmq"),
};

const declare = [rabbitmq.queue("q")];

/** Two messages, one and the other worked on for 5 ms. */
function delivery(publishes: OutgoingOptions, consumes: Partial<IncomingOptions> & Working): Scenario {
  const client = { declare, reconnect: "100ms", heartbeat: "1s" };
  return scenario({
    name: "delivery", title: "What arrives, and how often",
    nodes: [
      { name: "p1", role: "producer", run: rabbitmq.publisher({ ...client, routingKey: "q", ...publishes }) },
      { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings: { consumerTimeout: 1_000_000, channelTick: 500_000 } }) },
      { name: "c1", role: "consumer", run: rabbitmq.consumer({ ...client, queue: "q", work: "5ms", ...consumes }) },
    ],
    workload: { messages: 2, every: "25ms" },
    network: { latency: "2ms" },
    settle: "20s",
    sinks: [{ name: "database", dedup: consumes.remembers === "inbox", at: ["c1"] }],
    promises: { "at-least-once": holds(), "at-most-once": holds() },
  });
}

/** In how many of the runs, one for each place where the mishap may fall, something was lost, or done twice. */
export async function arrives(publishes: OutgoingOptions, consumes: Partial<IncomingOptions> & Working, mishap: Mishap): Promise<string> {
  const runs = await mishap(delivery(publishes, consumes));
  const failed = (guarantee: string): number => runs.filter((verdicts) => verdicts.some((verdict) => verdict.guarantee === guarantee && verdict.status === "fail")).length;
  if (runs.some((verdicts) => verdicts.some(({ status }) => status === "unknown"))) throw new Error("nobody knows");
  const [lost, twice] = [failed("at-least-once"), failed("at-most-once")];
  return lost + twice === 0 ? "once" : `${[...(lost > 0 ? [`lost ${lost}`] : []), ...(twice > 0 ? [`twice ${twice}`] : [])].join(", ")} of ${runs.length}`;
}
