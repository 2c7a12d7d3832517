/** The protocol that is measured: retries, redelivery until acknowledged, a consumer that remembers; in memory, or durable with syncs and an inbox. */
import { holds, scenario, SequenceMap, SequenceSet } from "../src/core.ts";
import type { Context, Factory, Message, Packet, Scenario } from "../src/core.ts";

type Wire = Packet & (
  | { type: "publish"; message: Message } | { type: "confirm"; message: number }
  | { type: "deliver"; message: Message } | { type: "ack"; message: number }
);

const RETRY = 100_000;

const producer: Factory<Wire> = () => {
  const unconfirmed = new SequenceMap<Message>();
  return {
    publish(ctx, message) {
      unconfirmed.set(message.id, message);
      ctx.send("broker", { type: "publish", message });
      ctx.timer("retry", RETRY, message.id);
    },
    wake(ctx, _timer, id) {
      const message = unconfirmed.get(id!);
      if (message === undefined) return;
      ctx.send("broker", { type: "publish", message });
      ctx.timer("retry", RETRY, id);
    },
    receive(ctx, _from, packet) {
      if (packet.type !== "confirm" || !unconfirmed.delete(packet.message)) return;
      ctx.cancel("retry", packet.message);
      ctx.confirm(packet.message);
    },
  };
};

function broker(durable: boolean): Factory<Wire> {
  return () => {
    const messages = new SequenceMap<Message>();
    const acknowledged = new SequenceSet();
    let waiting: { readonly from: string; readonly id: number }[] = [];
    let syncing: { readonly from: string; readonly id: number }[] | undefined;
    const deliver = (ctx: Context<Wire>, message: Message): void => {
      ctx.send(message.id % 2 === 0 ? "c1" : "c2", { type: "deliver", message });
      ctx.timer("redeliver", RETRY, message.id);
    };
    const sync = (ctx: Context<Wire>): void => {
      syncing = waiting;
      waiting = [];
      ctx.disk.sync("batch");
    };
    return {
      receive(ctx, from, packet) {
        if (packet.type === "publish") {
          const { message } = packet;
          const known = messages.has(message.id) || acknowledged.has(message.id);
          if (!known) messages.set(message.id, message);
          if (durable) {
            if (!known) ctx.disk.write(`m${message.id}`, message);
            waiting.push({ from, id: message.id });
            if (syncing === undefined) sync(ctx);
          } else ctx.send(from, { type: "confirm", message: message.id });
          if (!known) deliver(ctx, message);
        } else if (packet.type === "ack" && messages.delete(packet.message)) {
          acknowledged.add(packet.message);
          ctx.cancel("redeliver", packet.message);
          if (durable) ctx.disk.remove(`m${packet.message}`);
        }
      },
      synced(ctx) {
        const batch = syncing ?? [];
        syncing = undefined;
        for (const { from, id } of batch) ctx.send(from, { type: "confirm", message: id });
        if (waiting.length > 0) sync(ctx);
      },
      wake(ctx, _timer, id) {
        const message = messages.get(id!);
        if (message !== undefined) deliver(ctx, message);
      },
    };
  };
}

function consumer(durable: boolean): Factory<Wire> {
  return () => {
    // Odd ordinals go to c2, even ones to c1; halved, they are a consumer's own sequence.
    const seen = new SequenceSet();
    return {
      receive(ctx, from, packet) {
        if (packet.type !== "deliver") return;
        const { message } = packet;
        const sequence = (message.id + (message.id & 1)) >> 1;
        if (seen.add(sequence)) {
          if (durable) ctx.transaction((tx) => {
            tx.write("inbox", message.id);
            tx.effect(message);
          });
          else ctx.effect(message);
        }
        ctx.send(from, { type: "ack", message: message.id });
      },
    };
  };
}

/** The measured scenario: one producer, a broker, two consumers, 10 % loss, 5 % duplication. `every`: µs between hand-overs. */
export function delivery(options: { readonly messages: number; readonly durable: boolean; readonly every: number }): Scenario {
  const { messages, durable, every } = options;
  return scenario({
    name: durable ? "durable" : "in memory",
    title: "The measured delivery protocol",
    nodes: [
      { name: "producer", count: 1, role: "producer", run: producer },
      { name: "broker", role: "broker", run: broker(durable) },
      { name: "consumer", count: 2, role: "consumer", run: consumer(durable) },
    ],
    workload: { messages, every },
    network: { loss: 0.1, duplicate: 0.05 },
    sinks: [{ name: "database", at: ["consumer"] }],
    limit: { events: 1_000_000_000, time: "290h" },
    promises: { "at-least-once": holds(), "at-most-once": holds(), integrity: holds(), order: holds(), progress: holds() },
  });
}
