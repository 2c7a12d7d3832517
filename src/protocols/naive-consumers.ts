/**
 * Other consumers for the naive queue: one with habits of its own, one that empties the queue now and then, one whose work can
 * fail. Each keeps its set of processed ids, as the textbook's does, and answers ACK at once for a known one.
 */
import type { Message } from "../delivery/message.ts";
import type { Duration } from "../kernel/time.ts";
import type { Context, Factory } from "../world/process.ts";
import type { Wire } from "./naive-brokers.ts";

/** How long a consumer waits between two requests. */
const POLL = "20ms";

/** How a consumer differs from the textbook's. */
export interface Habits {
  /** The last so many ids are remembered. Default: all. */
  readonly ids?: number;
  /** It belongs to this group: it asks for the group's messages, and what it does counts for the subscription of that name. Default: there are no groups. */
  readonly group?: string;
  /** It asks these nodes by turns. Default: "broker". */
  readonly brokers?: readonly string[];
}

/** The textbook's consumer with other habits. It knows a copy by the id that it carries. */
export const polling = ({ ids = Infinity, group, brokers = ["broker"] }: Habits = {}): Factory<Wire> => () => {
  const processed = new Set<number>();
  const subscription = group === undefined ? undefined : { subscription: group };
  let polls = 0;
  return {
    start: (ctx) => ctx.timer("poll", POLL, 0, { background: true }),
    wake(ctx) {
      ctx.send(brokers[polls++ % brokers.length]!, group === undefined ? { type: "receive" } : { type: "receive", group });
      ctx.timer("poll", POLL, 0, { background: true });
    },
    receive(ctx, from, packet) {
      if (packet.type !== "deliver") return;
      const { message, id = message.id } = packet;
      ctx.note("deliver", message, subscription);
      if (!processed.has(id)) {
        processed.add(id);
        if (processed.size > ids) processed.delete(processed.values().next().value!);
        ctx.gauge("dedup", processed.size);
        ctx.effect(message, subscription);
      }
      ctx.note("ack", message, subscription);
      ctx.send(from, { type: "ack", message: message.id });
    },
    state: () => ({ processed: [...processed] }),
  };
};

/** Comes every so often, `while ((message = queue.receive()) !== nothing) process(message)`, and goes home at the first nothing; or at an error, the empty queue's. */
export const draining = ({ every }: { readonly every: Duration }): Factory<Wire> => () => {
  const processed = new Set<number>();
  return {
    start: (ctx) => ctx.timer("drain", every, 0, { background: true }),
    wake(ctx) {
      ctx.send("broker", { type: "receive" });
      ctx.timer("drain", every, 0, { background: true });
    },
    receive(ctx, from, packet) {
      if (packet.type === "nothing") ctx.log("nothing: that was all");
      if (packet.type !== "deliver") return;
      const { message } = packet;
      ctx.note("deliver", message);
      if (!processed.has(message.id)) {
        processed.add(message.id);
        ctx.effect(message);
      }
      ctx.note("ack", message);
      ctx.send(from, { type: "ack", message: message.id });
      ctx.send(from, { type: "receive" });
    },
    state: () => ({ processed: [...processed] }),
  };
};

/** Its work is a database transaction, which can fail; then it throws, and `process` is called once more. Needs a co-located sink: { at: ["consumer"] }. */
export const retrying: Factory<Wire> = () => {
  const processed = new Set<number>();
  const process = (ctx: Context<Wire>, message: Message): void => {
    if (processed.has(message.id)) return ctx.log(`m${message.id} is known: ACK`);
    processed.add(message.id);
    if (ctx.transaction((tx) => tx.effect(message)) === "failed") throw new Error("the database failed");
  };
  return {
    start: (ctx) => ctx.timer("poll", POLL, 0, { background: true }),
    wake(ctx) {
      ctx.send("broker", { type: "receive" });
      ctx.timer("poll", POLL, 0, { background: true });
    },
    receive(ctx, from, packet) {
      if (packet.type !== "deliver") return;
      const { message } = packet;
      ctx.note("deliver", message);
      try {
        process(ctx, message);
      } catch {
        ctx.log(`m${message.id} failed: once more`);
        process(ctx, message);
      }
      ctx.note("ack", message);
      ctx.send(from, { type: "ack", message: message.id });
    },
    state: () => ({ processed: [...processed] }),
  };
};
