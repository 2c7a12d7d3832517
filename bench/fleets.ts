/** Other measured worlds: five nodes with heartbeats over a long time, and hundreds of nodes. */
import { holds, scenario } from "../src/core.ts";
import type { Factory, Message, Packet, Scenario } from "../src/core.ts";

type Wire = Packet & ({ type: "publish" | "deliver"; message: Message } | { type: "confirm" | "ack"; message: number } | { type: "heartbeat" });

/** Sends to the broker of its number until confirmed; with heartbeats where a period is given, µs. */
function producer(brokers: number, heartbeat: number): Factory<Wire> {
  return () => {
    const open = new Map<number, Message>();
    const brokerOf = (self: string): string => (brokers === 1 ? "b1" : `b${(Number(self.slice(1)) % brokers) + 1}`);
    return {
      start(ctx) {
        if (heartbeat > 0) ctx.timer("heartbeat", heartbeat, 0, { background: true });
      },
      publish(ctx, message) {
        open.set(message.id, message);
        ctx.send(brokerOf(ctx.self), { type: "publish", message });
        ctx.timer("retry", 100_000, message.id);
      },
      wake(ctx, timer, id) {
        if (timer === "heartbeat") {
          ctx.send(brokerOf(ctx.self), { type: "heartbeat" });
          ctx.timer("heartbeat", heartbeat, 0, { background: true });
          return;
        }
        const message = open.get(id!);
        if (message === undefined) return;
        ctx.send(brokerOf(ctx.self), { type: "publish", message });
        ctx.timer("retry", 100_000, id);
      },
      receive(ctx, _from, packet) {
        if (packet.type !== "confirm" || !open.delete(packet.message)) return;
        ctx.cancel("retry", packet.message);
        ctx.confirm(packet.message);
      },
    };
  };
}

function broker(consumers: number): Factory<Wire> {
  return () => {
    const messages = new Map<number, Message>();
    return {
      receive(ctx, from, packet) {
        if (packet.type === "publish") {
          const { message } = packet;
          ctx.send(from, { type: "confirm", message: message.id });
          if (messages.has(message.id)) return;
          messages.set(message.id, message);
          ctx.send(`c${(message.id % consumers) + 1}`, { type: "deliver", message });
          ctx.timer("redeliver", 100_000, message.id);
        } else if (packet.type === "ack" && messages.delete(packet.message)) ctx.cancel("redeliver", packet.message);
      },
      wake(ctx, _timer, id) {
        const message = messages.get(id!);
        if (message === undefined) return;
        ctx.send(`c${(message.id % consumers) + 1}`, { type: "deliver", message });
        ctx.timer("redeliver", 100_000, id);
      },
    };
  };
}

const consumer: Factory<Wire> = () => ({
  receive(ctx, from, packet) {
    if (packet.type !== "deliver") return;
    ctx.effect(packet.message);
    ctx.send(from, { type: "ack", message: packet.message.id });
  },
});

function fleet(name: string, sizes: readonly [producers: number, brokers: number, consumers: number], messages: number, every: number, heartbeat: number): Scenario {
  const [producers, brokers, consumers] = sizes;
  return scenario({
    name,
    title: name,
    nodes: [
      { name: "producer", count: producers, role: "producer", run: producer(brokers, heartbeat) },
      { name: "broker", count: brokers, role: "broker", run: broker(consumers) },
      { name: "consumer", count: consumers, role: "consumer", run: consumer },
    ],
    workload: { messages, every },
    sinks: [{ name: "database", dedup: true }],
    limit: { events: 1_000_000_000, time: "290h" },
    promises: { "at-least-once": holds(), "at-most-once": holds(), integrity: holds(), progress: holds() },
  });
}

/** Two producers, a broker, two consumers, ten messages a second, a heartbeat a second each. */
export function fiveNodes(messages: number): Scenario {
  return fleet("five nodes", [2, 1, 2], messages, 100_000, 1_000_000);
}

/** So many nodes: two fifths producers, a fifth brokers, two fifths consumers; a message every 50 µs. */
export function manyNodes(nodes: number, messages: number): Scenario {
  return fleet(`${nodes} nodes`, [Math.floor(nodes * 0.4), Math.floor(nodes * 0.2), Math.floor(nodes * 0.4)], messages, 50, 0);
}
