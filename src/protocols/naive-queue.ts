/**
 * The acknowledge-and-remember queue, as textbooks give it. A queue keeps a list and a set of processed ids; `send` appends
 * and answers ACK; `receive` takes the head off, answers nothing if its id is in the set, else adds the id and answers the
 * message; an empty list is an error. A consumer keeps its own set, and answers ACK after the work, or at once for a known
 * id. All in memory. It is meant to give reliable delivery, and has holes: see scenarios/naive-queue/, and docs/naive-queue.md.
 */
import type { Message } from "../delivery/message.ts";
import type { Factory, Packet } from "../world/process.ts";

/** What they say to each other. */
export type Wire = Packet & (
  | { type: "publish"; message: Message } | { type: "confirm"; message: number }
  | { type: "receive" } | { type: "deliver"; message: Message } | { type: "nothing" } | { type: "empty" }
  | { type: "ack"; message: number }
);

/** Sends, and sends again every 100 ms until the queue's ACK comes. */
export const producer: Factory<Wire> = () => {
  const unconfirmed = new Map<number, Message>();
  return {
    publish(ctx, message) {
      unconfirmed.set(message.id, message);
      ctx.send("broker", { type: "publish", message });
      ctx.timer("resend", "100ms", message.id);
    },
    receive(ctx, _from, packet) {
      if (packet.type !== "confirm" || !unconfirmed.delete(packet.message)) return;
      ctx.cancel("resend", packet.message);
      ctx.confirm(packet.message);
    },
    wake(ctx, _timer, id) {
      const message = unconfirmed.get(id!);
      if (message === undefined) return;
      ctx.send("broker", { type: "publish", message });
      ctx.timer("resend", "100ms", id);
    },
    state: () => ({ unconfirmed: [...unconfirmed.keys()] }),
  };
};

/** The queue, called "broker": a list, and the ids it has handed out. Gauges `depth` (messages) and `dedup` (ids). */
export const broker: Factory<Wire> = () => {
  const messages: Message[] = [];
  const processed = new Set<number>();
  return {
    receive(ctx, from, packet) {
      if (packet.type === "publish") {
        messages.push(packet.message);
        ctx.gauge("depth", messages.length);
        ctx.send(from, { type: "confirm", message: packet.message.id });
      } else if (packet.type === "receive") {
        const message = messages.shift();
        if (message === undefined) return ctx.send(from, { type: "empty" });
        if (processed.has(message.id)) {
          ctx.log(`m${message.id} is known: nothing`);
          return ctx.send(from, { type: "nothing" });
        }
        processed.add(message.id);
        ctx.gauge("dedup", processed.size);
        ctx.send(from, { type: "deliver", message });
      }
      // An ack of the consumer changes nothing: the message has left the list already.
    },
    state: () => ({ messages: messages.map(({ id }) => id), processed: [...processed] }),
  };
};

/** Asks for a message every 20 ms; does the work of each it has not seen. */
export const consumer: Factory<Wire> = () => {
  const processed = new Set<number>();
  return {
    start(ctx) {
      ctx.timer("poll", "20ms", 0, { background: true });
    },
    wake(ctx) {
      ctx.send("broker", { type: "receive" });
      ctx.timer("poll", "20ms", 0, { background: true });
    },
    receive(ctx, from, packet) {
      if (packet.type !== "deliver") return;
      const { message } = packet;
      ctx.note("deliver", message);
      if (!processed.has(message.id)) {
        processed.add(message.id);
        ctx.gauge("dedup", processed.size);
        ctx.effect(message);
      }
      ctx.note("ack", message);
      ctx.send(from, { type: "ack", message: message.id });
    },
    state: () => ({ processed: [...processed] }),
  };
};
