/**
 * In memory and without turns: each message is sent until it is confirmed, passed on until it is acknowledged, and worked on
 * once. No two messages share a timer, a packet or an answer, so what happens to one is nothing to the others.
 */
import type { Factory, Message } from "../../src/core.ts";

const AGAIN = "40ms";

export const producer: Factory = () => {
  const open = new Map<number, Message>();
  return {
    publish(ctx, message) {
      open.set(message.id, message);
      ctx.send("broker", { type: "publish", message });
      ctx.timer("again", AGAIN, message.id);
    },
    wake(ctx, _timer, id) {
      ctx.send("broker", { type: "publish", message: open.get(id!)! });
      ctx.timer("again", AGAIN, id);
    },
    receive(ctx, _from, packet) {
      if (!open.delete(packet.message as number)) return;
      ctx.cancel("again", packet.message as number);
      ctx.confirm(packet.message as number);
    },
  };
};

export const broker: Factory = () => {
  const known = new Map<number, Message>();
  const done = new Set<number>();
  return {
    receive(ctx, from, packet) {
      if (packet.type === "publish") {
        const message = packet.message as Message;
        ctx.send(from, { type: "confirm", message: message.id });
        if (known.has(message.id)) return;
        known.set(message.id, message);
        ctx.send("c1", { type: "deliver", message });
        ctx.timer("again", AGAIN, message.id);
      } else if (packet.type === "ack" && !done.has(packet.message as number)) {
        done.add(packet.message as number);
        ctx.cancel("again", packet.message as number);
      }
    },
    wake(ctx, _timer, id) {
      ctx.send("c1", { type: "deliver", message: known.get(id!)! });
      ctx.timer("again", AGAIN, id);
    },
  };
};

export const consumer: Factory = () => {
  const seen = new Set<number>();
  return {
    receive(ctx, from, packet) {
      const message = packet.message as Message;
      if (!seen.has(message.id)) ctx.effect(message);
      seen.add(message.id);
      ctx.send(from, { type: "ack", message: message.id });
    },
  };
};
