import { expect, it } from "vitest";
import { rabbitmq } from "../../../../src/protocols/index.ts";
import { holds, scenario } from "../../../../src/core.ts";
import { resolve } from "../../../../src/scenario/resolve.ts";
import { Simulation } from "../../../../src/scenario/simulation.ts";

const nodes = ["rb1", "rb2", "rb3"];

/** A publisher on one node and a consumer on another, which declare the queue at the same time. */
const resolved = (type: "quorum" | "classic"): ReturnType<typeof resolve> => {
  const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": type } })];
  return resolve(scenario({
    title: "three nodes and no fault",
    nodes: [
      { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", brokers: ["rb1"] }) },
      ...nodes.map((name) => ({ name, role: "broker" as const, run: rabbitmq.cluster({ nodes }) })),
      { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", brokers: ["rb2"] }) },
    ],
    workload: { messages: 3, every: "100ms" }, promises: { "effectively-once": holds(), progress: holds() },
  }));
};

// In one run of a hundred a consumer came between its node's introduction to a new leader and the moment when that had caught up, and was taken for gone.
it.each(["quorum", "classic"] as const)("without a fault, a %s queue on three nodes delivers all that it confirms, in whatever order frames of different nodes arrive", (type) => {
  const scene = resolved(type);
  const broken: string[] = [];
  for (let seed = 1; seed <= 1_000; seed++) {
    const simulation = new Simulation(scene, { seed: `b/${seed}`, plan: [], rates: true });
    while (simulation.advance());
    for (const { guarantee, status, sentence } of simulation.findings) if (status !== "pass" && guarantee !== "order") broken.push(`b/${seed}: ${guarantee}: ${sentence}`);
  }
  expect(broken).toEqual([]);
});
