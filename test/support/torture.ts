/** A protocol that uses everything the world has, and a storm with every kind of fault: for laws that must hold whatever happens. */
import { breaks, scenario } from "../../src/core.ts";
import type { Connection, Factory, Message, Nemesis, Packet, Scenario } from "../../src/core.ts";

type Wire = Packet & { type: "publish" | "confirm" | "deliver" | "ack" | "heartbeat" | "fetch" | "frame"; message?: Message | number };

/** Datagrams with retries, heartbeats, a little chance. */
const producer: Factory<Wire> = () => {
  const open = new Map<number, Message>();
  return {
    start(ctx) {
      ctx.timer("heartbeat", "30ms", 0, { background: true });
    },
    publish(ctx, message) {
      open.set(message.id, message);
      ctx.send("broker", { type: "publish", message });
      ctx.timer("retry", 40_000 + ctx.random("jitter", message.id).below(10_000), message.id);
    },
    wake(ctx, timer, id) {
      if (timer === "heartbeat") {
        ctx.send("broker", { type: "heartbeat" });
        ctx.timer("heartbeat", "30ms", 0, { background: true });
        return;
      }
      const message = open.get(id!);
      if (message === undefined) return;
      ctx.send("broker", { type: "publish", message });
      ctx.timer("retry", "50ms", id);
    },
    receive(ctx, _from, packet) {
      if (packet.corrupt || packet.type !== "confirm") return;
      open.delete(packet.message as number);
      ctx.cancel("retry", packet.message as number);
      ctx.confirm(packet.message as number);
    },
    stopping(ctx) {
      ctx.log("stopping");
    },
  };
};

/** Stores with sync, confirms; delivers over connections that its consumers open, and over a transaction of its own. */
const broker: Factory<Wire> = () => {
  const pending: { from: string; id: number }[] = [];
  const stored = new Map<number, Message>();
  const consumers = new Set<Connection<Wire>>();
  let turn = 0;
  return {
    start(ctx) {
      for (const key of ctx.disk.keys("m")) {
        const message = ctx.disk.read(key) as Message | undefined;
        if (message !== undefined) stored.set(message.id, message);
      }
      ctx.timer("push", "25ms", 0, { background: true });
    },
    receive(ctx, from, packet) {
      if (packet.corrupt || packet.type !== "publish") return;
      const message = packet.message as Message;
      ctx.disk.write(`m${message.id}`, message);
      stored.set(message.id, message);
      pending.push({ from, id: message.id });
      ctx.disk.sync("store");
      ctx.gauge("depth", stored.size);
    },
    synced(ctx, _tag, error) {
      const next = pending.shift();
      if (next !== undefined && error === undefined) ctx.send(next.from, { type: "confirm", message: next.id });
    },
    wake(ctx) {
      for (const message of stored.values()) {
        const all = [...consumers];
        if (all.length > 0) all[turn++ % all.length]!.send({ type: "deliver", message });
      }
      ctx.transaction((tx) => tx.write("turn", turn));
      ctx.timer("push", "25ms", 0, { background: true });
    },
    opened: (_ctx, connection) => void consumers.add(connection),
    closed: (_ctx, connection) => void consumers.delete(connection),
    data(ctx, _connection, packet) {
      if (packet.type !== "ack") return;
      stored.delete(packet.message as number);
      ctx.disk.remove(`m${String(packet.message)}`);
    },
  };
};

/** Connects, connects again when that ends, works, acknowledges; hangs up now and then. */
const consumer: Factory<Wire> = () => {
  let connection: Connection<Wire> | undefined;
  let count = 0;
  return {
    start(ctx) {
      connection = ctx.connect("broker");
      connection.send({ type: "frame" });
    },
    closed(ctx) {
      connection = undefined;
      ctx.timer("reconnect", "20ms");
    },
    wake(ctx) {
      connection = ctx.connect("broker");
    },
    data(ctx, from, packet) {
      if (packet.type !== "deliver") return;
      ctx.note("deliver", packet.message!);
      ctx.effect(packet.message!);
      from.send({ type: "ack", message: (packet.message as Message).id });
      if (++count % 13 !== 0) return;
      if (ctx.random("goodbye").chance(0.5)) from.close();
      else from.reset();
      ctx.timer("reconnect", "20ms");
    },
  };
};

/** One nemesis of every kind that leaves packets their content: what `torture` itself is under. */
const HONEST: readonly Nemesis[] = [
  { fault: "drop", rate: 0.05 }, { fault: "duplicate", rate: 0.05 }, { fault: "delay", rate: 0.05 }, { fault: "corrupt", rate: 0.03 }, { fault: "replay", rate: 0.03, by: "exponential(50ms)" },
  { fault: "crash", every: "150ms", for: "exponential(40ms)", how: "any", disk: "any" }, { fault: "crash", rate: 0.01, in: "step", for: "exponential(30ms)", how: "any", disk: "any" },
  { fault: "pause", every: "200ms", for: "exponential(50ms)" }, { fault: "partition", every: "200ms", for: "exponential(40ms)" },
  { fault: "clock", every: "100ms", by: "exponential(100ms)", ppm: 200_000 }, { fault: "disk", every: "150ms", for: "exponential(50ms)" },
  { fault: "reset", every: "150ms" }, { fault: "stall", every: "150ms", for: "exponential(40ms)" },
];

/** One nemesis of every kind that there is. */
export const EVERY_FAULT: readonly Nemesis[] = [...HONEST, { fault: "forge", rate: 0.03 }];

export const torture: Scenario = scenario({
  name: "torture",
  title: "Everything the world has, under every kind of fault",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: producer },
    { name: "broker", role: "broker", run: broker, disk: { sync: "exponential(2ms)" } },
    { name: "consumer", count: 2, role: "consumer", run: consumer, clock: { offset: "5s", ppm: 100 } },
  ],
  workload: { messages: 30, every: "exponential(10ms)", keys: 2 },
  network: { latency: "exponential(3ms)", timeout: "60ms" },
  nemesis: HONEST,
  settle: "500ms",
  promises: { "at-most-once": breaks() },
});

/** Torture with an attacker who alters packets as well: every kind of fault there is. */
export const attacked: Scenario = { ...torture, nemesis: EVERY_FAULT };
