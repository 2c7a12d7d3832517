/**
 * Stop and wait: one message is under way at a time, sent again until its acknowledgement comes. Numbers tell a message from
 * the copy of an earlier one, so on a network that loses, repeats and reorders each takes effect once, and in order.
 * The numbers are never used again: a single alternating bit (Bartlett, Scantlebury and Wilkinson, 1969) is enough only where
 * nothing is overtaken. It assumes that nobody crashes: both ends count in memory.
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

type Wire = Packet & ({ type: "data"; message: Message; number: number } | { type: "ack"; message: number; number: number });

/** How long the producer waits for an acknowledgement. */
const RESEND = "100ms";

/** Holds back what it is handed while a message is under way. Sends to c1; there is no broker. */
export const producer: Factory<Wire> = () => {
  /** The first is under way, and has this number. */
  const waiting: Message[] = [];
  let number = 1;
  const send = (ctx: Context<Wire>): void => {
    const [message] = waiting;
    if (message === undefined) return ctx.cancel("resend");
    ctx.send("c1", { type: "data", message, number });
    ctx.timer("resend", RESEND);
  };
  return {
    publish(ctx, message) {
      waiting.push(message);
      if (waiting.length === 1) send(ctx);
    },
    wake: send,
    receive(ctx, _from, packet) {
      if (packet.corrupt || packet.number !== number || waiting.length === 0) return;
      ctx.confirm(waiting.shift()!);
      number++;
      send(ctx);
    },
    state: () => ({ waiting: waiting.map(({ id }) => id), number }),
  };
};

/** Does the work of the number it expects; acknowledges that, and whatever came before it. */
export const consumer: Factory<Wire> = () => {
  let expected = 1;
  return {
    receive(ctx, from, packet) {
      if (packet.corrupt || packet.type !== "data" || packet.number > expected) return;
      if (packet.number === expected) {
        ctx.effect(packet.message);
        expected++;
      }
      // Done before means that the acknowledgement was lost, or is late: the producer needs it all the same.
      ctx.send(from, { type: "ack", message: packet.message.id, number: packet.number });
    },
    state: () => ({ expected }),
  };
};
