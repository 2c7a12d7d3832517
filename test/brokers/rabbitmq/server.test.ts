import { describe, expect, it } from "vitest";
import { holds, parsePlan, run, scenario } from "../../../src/index.ts";
import type { Connection, Factory, Packet } from "../../../src/index.ts";
import { rabbitmq } from "../../../src/brokers/rabbitmq/server.ts";
import type { RabbitFrame } from "../../../src/brokers/rabbitmq/server.ts";

type Wire = Packet & RabbitFrame;

/** Publishes with confirms, and publishes again what was unconfirmed when the connection ended. */
const producer: Factory<Wire> = () => {
  const unconfirmed = new Map<number, Packet & { readonly message: { readonly id: number } }>();
  let connection: Connection<Wire>;
  let bySequence = new Map<number, number>();
  let next = 1;
  const publish = (message: any): void => {
    bySequence.set(next++, message.id);
    connection.send({ type: "basic.publish", channel: 1, message, exchange: "", routingKey: "q", properties: { deliveryMode: 2 } });
  };
  const connect = (ctx: any): void => {
    connection = ctx.connect("broker");
    next = 1;
    bySequence = new Map();
    connection.send({ type: "connection.open", channel: 0, heartbeat: 10 });
    connection.send({ type: "channel.open", channel: 1 });
    connection.send({ type: "confirm.select", channel: 1 });
    for (const message of unconfirmed.values()) publish(message);
  };
  return {
    start: (ctx) => connect(ctx),
    publish(_ctx, message) {
      unconfirmed.set(message.id, message as never);
      publish(message);
    },
    data(ctx, _connection, frame) {
      if (frame.type !== "basic.ack") return;
      for (const [sequence, id] of bySequence) {
        if (sequence !== frame.deliveryTag && !("multiple" in frame && frame.multiple === true && sequence < frame.deliveryTag)) continue;
        bySequence.delete(sequence);
        if (unconfirmed.delete(id)) ctx.confirm(id);
      }
    },
    closed: (ctx) => ctx.timer("connect", "50ms"),
    wake: (ctx) => connect(ctx),
  };
};

const consumer: Factory<Wire> = () => {
  const connect = (ctx: any): void => {
    const connection = ctx.connect("broker");
    connection.send({ type: "connection.open", channel: 0, heartbeat: 10 });
    connection.send({ type: "channel.open", channel: 1 });
    connection.send({ type: "basic.qos", channel: 1, prefetchCount: 10 });
    connection.send({ type: "basic.consume", channel: 1, queue: "q", consumerTag: "A" });
  };
  return {
    start: (ctx) => connect(ctx),
    data(ctx, connection, frame) {
      if (frame.type !== "basic.deliver") return;
      ctx.effect(frame.message);
      connection.send({ type: "basic.ack", channel: 1, deliveryTag: frame.deliveryTag, message: frame.message.id });
    },
    closed: (ctx) => ctx.timer("connect", "50ms"),
    wake: (ctx) => connect(ctx),
  };
};

const pipeline = scenario({
  name: "a durable queue",
  title: "Confirms, acks, a broker that is killed",
  nodes: [
    { name: "producer", role: "producer", run: producer },
    { name: "broker", role: "broker", run: rabbitmq({ definitions: { queues: [{ name: "q" }] } }) },
    { name: "consumer", role: "consumer", run: consumer },
  ],
  workload: { messages: 200, every: "2ms" },
  promises: { "at-least-once": holds(), integrity: holds(), progress: holds() },
});

const PROMISED = ["at-least-once", "integrity", "progress"];
const kept = (plan?: string) => {
  const outcome = run(pipeline, { seed: "a", ...(plan === undefined ? {} : { plan: parsePlan(plan) }) });
  expect(outcome.missed).toEqual([]);
  expect(outcome.errors).toEqual([]);
  return { outcome, passed: outcome.verdicts.filter(({ status }) => status === "pass").map(({ guarantee }) => guarantee) };
};

describe("a node of RabbitMQ in a scenario", () => {
  it("delivers what it confirmed, once when nothing goes wrong", () => {
    const { outcome, passed } = kept();
    expect(passed).toEqual(expect.arrayContaining(PROMISED));
    expect(outcome.history["effect"]).toBe(200);
    expect(outcome.time).toBeLessThan(2_000_000);
  });

  it.each(["kill", "power", "stop"])("delivers what it confirmed after a crash, too: %s", (how) => {
    const { outcome, passed } = kept(`crash broker ${how} at 100ms for 200ms`);
    expect(passed).toEqual(expect.arrayContaining(PROMISED));
    expect(outcome.history["effect"]).toBeGreaterThan(200);
  });

  it("gives up a client that has been silent for two to three heartbeats", () => {
    const { outcome } = kept("pause consumer at 100ms for 40s");
    expect(outcome.history["effect"]).toBeGreaterThanOrEqual(200);
  });
});
