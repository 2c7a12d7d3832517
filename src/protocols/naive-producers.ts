/**
 * Other producers for the naive queue: one that sends again what was confirmed, one that takes silence for a no, one that numbers
 * messages itself. Each is right in a world where the queue keeps its promise, and shows in which it does not.
 */
import type { Message } from "../delivery/message.ts";
import type { Duration } from "../kernel/time.ts";
import type { Context, Factory, Packet } from "../world/process.ts";
import { producer } from "./naive-queue.ts";
import type { Wire } from "./naive-queue.ts";

/** The textbook's producer, and an operator behind it who sends every message once more, confirmed or not: a redrive. */
export const redriving = ({ after }: { readonly after: Duration }): Factory<Wire> => () => {
  const plain = producer();
  const published = new Map<number, Message>();
  return {
    ...plain,
    publish(ctx, message) {
      published.set(message.id, message);
      plain.publish!(ctx, message);
      ctx.timer("redrive", after, message.id);
    },
    wake(ctx, timer, id) {
      if (timer === "redrive") ctx.send("broker", { type: "publish", message: published.get(id!)! });
      else plain.wake!(ctx, timer, id);
    },
  };
};

/** The textbook's producer with a limit to its patience: no ACK by then, and it reports failure. All it knows is that it does not know. */
export const impatient = ({ patience }: { readonly patience: Duration }): Factory<Wire> => () => {
  const plain = producer();
  const waiting = new Set<number>();
  return {
    ...plain,
    publish(ctx, message) {
      waiting.add(message.id);
      plain.publish!(ctx, message);
      ctx.timer("patience", patience, message.id);
    },
    receive(ctx, from, packet) {
      if (packet.type !== "confirm" || !waiting.delete(packet.message)) return;
      ctx.cancel("patience", packet.message);
      plain.receive!(ctx, from, packet);
    },
    wake(ctx, timer, id) {
      if (timer !== "patience") return plain.wake!(ctx, timer, id);
      waiting.delete(id!);
      ctx.cancel("resend", id);
      ctx.refuse(id!, "no ACK");
    },
  };
};

/** What a producer says that gives ids of its own. The confirm names the message: the id is the queue's business. */
export type Numbered = Packet & ({ type: "publish"; message: Message; id: number } | { type: "confirm"; message: number });

/** Gives out the ids 1, 2, 3, ... from memory: one for each message, which every attempt carries, or a new one for each attempt. */
export const numbering = ({ each }: { readonly each: "message" | "attempt" }): Factory<Numbered> => () => {
  const unconfirmed = new Map<number, { readonly message: Message; readonly id: number }>();
  let last = 0;
  const send = (ctx: Context<Numbered>, { message, id }: { readonly message: Message; readonly id: number }): void => {
    ctx.log(`m${message.id} has id ${id}`);
    ctx.send("broker", { type: "publish", message, id });
    ctx.timer("resend", "100ms", message.id);
  };
  return {
    publish(ctx, message) {
      unconfirmed.set(message.id, { message, id: ++last });
      send(ctx, { message, id: last });
    },
    receive(ctx, _from, packet) {
      if (packet.type !== "confirm" || !unconfirmed.delete(packet.message)) return;
      ctx.cancel("resend", packet.message);
      ctx.confirm(packet.message);
    },
    wake(ctx, _timer, ordinal) {
      const entry = unconfirmed.get(ordinal!);
      if (entry !== undefined) send(ctx, each === "attempt" ? { ...entry, id: ++last } : entry);
    },
    state: () => ({ unconfirmed: [...unconfirmed.keys()], last }),
  };
};
