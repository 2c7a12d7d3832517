/** Everything at once: nodes crash, pause, lose power and sight of each other, connections are reset, and clients do what careful clients do. */
import { describe, expect, it } from "vitest";
import { rabbitmqCluster } from "../../../../src/brokers/rabbitmq/cluster/server.ts";
import type { PartitionHandling } from "../../../../src/brokers/rabbitmq/cluster/partitions.ts";
import type { Message } from "../../../../src/delivery/message.ts";
import { resultOf } from "../../../../src/scenario/result.ts";
import { run } from "../../../../src/scenario/run.ts";
import { resolve } from "../../../../src/scenario/resolve.ts";
import { Simulation } from "../../../../src/scenario/simulation.ts";
import type { Scenario } from "../../../../src/scenario/types.ts";
import type { Connection, Context, Factory } from "../../../../src/world/process.ts";
import { NODES } from "./rig.ts";

/** Connects to the nodes by turns, and sends a heartbeat now and then. */
class Session {
  connection!: Connection<any>;
  #turn: number;

  constructor(turn: number) {
    this.#turn = turn;
  }

  connect(ctx: Context<any>, ...methods: readonly object[]): void {
    this.connection = ctx.connect(NODES[this.#turn++ % NODES.length]!);
    this.connection.send({ type: "connection.open", channel: 0, heartbeat: 5 });
    this.connection.send({ type: "channel.open", channel: 1 });
    for (const method of methods) this.send(method);
    ctx.timer("beat", "2s", undefined, { background: true });
  }

  send(method: object): void {
    this.connection.send({ channel: 1, ...method });
  }

  beat(ctx: Context<any>): void {
    this.connection.send({ type: "heartbeat", channel: 0 });
    ctx.timer("beat", "2s", undefined, { background: true });
  }
}

/** Publishes again what was not confirmed, or returned, or rejected. */
const producer: Factory<any> = () => {
  const session = new Session(0);
  const open = new Map<number, Message>();
  let sequences: (Message | undefined)[] = [];
  const returned = new Set<number>();
  const publish = (message: Message): void => {
    sequences.push(message);
    session.send({ type: "basic.publish", message, exchange: "", routingKey: "q", mandatory: true, properties: { deliveryMode: 2 } });
  };
  const connect = (ctx: Context<any>): void => {
    sequences = [];
    returned.clear();
    session.connect(ctx, { type: "confirm.select" }, { type: "queue.declare", queue: "q", durable: true, arguments: { "x-queue-type": "quorum" } });
    for (const message of open.values()) publish(message);
  };
  const settle = (ctx: Context<any>, index: number, confirmed: boolean): void => {
    const message = sequences[index];
    sequences[index] = undefined;
    if (message === undefined) return;
    if (!confirmed || returned.delete(message.id)) ctx.timer("again", "1s");
    else if (open.delete(message.id)) ctx.confirm(message);
  };
  return {
    start: connect,
    publish(_ctx, message) {
      open.set(message.id, message);
      publish(message);
    },
    data(ctx, connection, frame) {
      if (connection !== session.connection) return;
      if (frame.type === "basic.return") returned.add(frame.message.id);
      else if (frame.type === "basic.ack" || frame.type === "basic.nack") for (let index = frame.multiple ? 0 : frame.deliveryTag - 1; index < frame.deliveryTag; index++) settle(ctx, index, frame.type === "basic.ack");
      else if (frame.type === "channel.close" || frame.type === "connection.close") {
        connection.close();
        ctx.timer("connect", "500ms");
      }
    },
    closed: (ctx, connection) => void (connection === session.connection && ctx.timer("connect", "200ms")),
    wake(ctx, timer) {
      if (timer === "connect") return connect(ctx);
      if (timer === "beat") return session.beat(ctx);
      for (const message of open.values()) if (!sequences.includes(message)) publish(message);
    },
  };
};

const consumer = (turn: number): Factory<any> => () => {
  const session = new Session(turn);
  const connect = (ctx: Context<any>): void => session.connect(ctx, { type: "basic.qos", prefetchCount: 5 }, { type: "basic.consume", queue: "q", consumerTag: "A" });
  return {
    start: (ctx) => ctx.timer("connect", "1s"),
    data(ctx, connection, frame) {
      if (connection !== session.connection) return;
      if (frame.type === "basic.deliver") {
        ctx.effect(frame.message);
        session.send({ type: "basic.ack", deliveryTag: frame.deliveryTag, message: frame.message.id });
      } else if (frame.type === "basic.cancel" || frame.type === "channel.close" || frame.type === "connection.close") {
        connection.close();
        ctx.timer("connect", "500ms");
      }
    },
    closed: (ctx, connection) => void (connection === session.connection && ctx.timer("connect", "200ms")),
    wake: (ctx, timer) => (timer === "connect" ? connect(ctx) : session.beat(ctx)),
  };
};

function storm(partitionHandling: PartitionHandling): Scenario {
  const nodes = [...NODES];
  const broker = rabbitmqCluster({ nodes, partitionHandling, netTickTime: 8_000_000, settings: { quorumRegistryFlush: 0 } });
  return {
    title: "A storm",
    nodes: [...nodes.map((name) => ({ name, role: "broker", run: broker } as const)), { name: "p1", role: "producer", run: producer }, { name: "c1", role: "consumer", run: consumer(0) }, { name: "c2", role: "consumer", run: consumer(1) }],
    workload: { messages: 200, every: "100ms" },
    settle: "2m",
    network: { timeout: "20s", reorder: 0.01 },
    nemesis: [
      { fault: "crash", every: "4s", for: "exponential(3s)", nodes, how: "any", disk: "any" },
      { fault: "crash", rate: 0.001, in: "step", nodes, how: "any", for: "exponential(1s)" },
      { fault: "partition", every: "8s", for: "exponential(4s)", nodes },
      { fault: "reset", every: "6s", nodes },
      { fault: "pause", every: "15s", for: "exponential(2s)", nodes },
      { fault: "stall", every: "10s", nodes },
    ],
    promises: {},
  };
}

describe("in a storm nothing is lost that a quorum queue has confirmed, and all is done when it is over", () => {
  for (const handling of ["ignore", "pause_minority", "autoheal"] as const) {
    it(handling, () => {
      const resolved = resolve(storm(handling));
      for (let seed = 0; seed < 4; seed++) {
        const simulation = new Simulation(resolved, { seed: `${handling}/${seed}`, plan: [], rates: true });
        while (simulation.advance());
        const { verdicts, errors } = resultOf(simulation);
        expect(errors, `seed ${seed}`).toEqual([]);
        for (const guarantee of ["at-least-once", "integrity", "progress"]) expect(verdicts.find((one) => one.guarantee === guarantee), `seed ${seed}`).toMatchObject({ status: "pass" });
      }
    });
  }
});

it("is the same storm when it is run again, and when it is frozen", () => {
  for (let seed = 0; seed < 2; seed++) {
    const drawn = run(storm("autoheal"), { seed, verify: true });
    const frozen = run(storm("autoheal"), { seed, plan: drawn.struck });
    expect(frozen.missed).toEqual([]);
    expect(frozen.digest).toBe(drawn.digest);
  }
});
