/**
 * At least once: everything is sent again until it is acknowledged, and nobody remembers what was done. The broker stores
 * durably before it confirms; the consumer does the work, then acknowledges. A lost acknowledgement is a second effect.
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

export type Wire = Packet & (
  | { type: "publish"; message: Message } | { type: "confirm"; message: number }
  | { type: "subscribe" } | { type: "deliver"; message: Message } | { type: "ack"; message: number }
);

/** How long producer and broker wait for an answer, and how often consumers subscribe anew. */
const RETRY = "100ms";
const SUBSCRIBE = "1s";

/** Sends each message every 100 ms until its confirm comes. In memory: a crash forgets what was under way. */
export const producer: Factory<Wire> = () => {
  const unconfirmed = new Map<number, Message>();
  const send = (ctx: Context<Wire>, id: number): void => {
    const message = unconfirmed.get(id);
    if (message === undefined) return;
    ctx.send("broker", { type: "publish", message });
    ctx.timer("retry", RETRY, id);
  };
  return {
    publish(ctx, message) {
      unconfirmed.set(message.id, message);
      send(ctx, message.id);
    },
    wake: (ctx, _timer, id) => send(ctx, id!),
    receive(ctx, _from, packet) {
      if (packet.corrupt || packet.type !== "confirm" || !unconfirmed.delete(packet.message)) return;
      ctx.cancel("retry", packet.message);
      ctx.confirm(packet.message);
    },
    state: () => ({ unconfirmed: [...unconfirmed.keys()] }),
  };
};

/** Called "broker". Delivers at once and every 100 ms until the ack comes, to one consumer a message; confirms when the message is synced. */
export const broker: Factory<Wire> = () => {
  const messages = new Map<number, Message>();
  const waiting: { readonly producer: string; readonly id: number }[] = [];
  const consumers: string[] = [];
  let syncing = 0;
  const deliver = (ctx: Context<Wire>, id: number): void => {
    const message = messages.get(id);
    if (message === undefined) return;
    if (consumers.length > 0) ctx.send(consumers[id % consumers.length]!, { type: "deliver", message });
    ctx.timer("redeliver", RETRY, id);
  };
  const sync = (ctx: Context<Wire>): void => {
    syncing = waiting.length;
    ctx.disk.sync("batch");
  };
  return {
    start(ctx) {
      for (const key of ctx.disk.keys("message ")) {
        const message = ctx.disk.read(key) as Message | undefined;
        // A torn entry was never confirmed: its sync had not come back.
        if (message === undefined) continue;
        messages.set(message.id, message);
        ctx.timer("redeliver", RETRY, message.id);
      }
    },
    receive(ctx, from, packet) {
      if (packet.corrupt) return;
      if (packet.type === "subscribe") {
        if (!consumers.includes(from)) consumers.push(from);
      } else if (packet.type === "publish") {
        const { message } = packet;
        // Written once: to write it again would put what is durable back at the mercy of a torn write.
        if (!messages.has(message.id)) ctx.disk.write(`message ${message.id}`, message);
        waiting.push({ producer: from, id: message.id });
        if (syncing === 0) sync(ctx);
        if (messages.has(message.id)) return;
        messages.set(message.id, message);
        deliver(ctx, message.id);
      } else if (packet.type === "ack") {
        if (!messages.delete(packet.message)) return;
        ctx.cancel("redeliver", packet.message);
        ctx.disk.remove(`message ${packet.message}`);
      }
    },
    synced(ctx, _tag, error) {
      const batch = waiting.splice(0, syncing);
      syncing = 0;
      // Not durable: say nothing, the producers will try again.
      if (error === undefined) for (const { producer, id } of batch) ctx.send(producer, { type: "confirm", message: id });
      if (waiting.length > 0) sync(ctx);
    },
    wake: (ctx, _timer, id) => deliver(ctx, id!),
    state: () => ({ messages: [...messages.keys()] }),
  };
};

/** Subscribes at its start and every second; does the work of whatever comes. */
export const consumer: Factory<Wire> = () => ({
  start(ctx) {
    ctx.send("broker", { type: "subscribe" });
    ctx.timer("subscribe", SUBSCRIBE, 0, { background: true });
  },
  wake(ctx) {
    // The broker forgets its consumers in a crash; nobody tells them.
    ctx.send("broker", { type: "subscribe" });
    ctx.timer("subscribe", SUBSCRIBE, 0, { background: true });
  },
  receive(ctx, from, packet) {
    if (packet.corrupt || packet.type !== "deliver") return;
    ctx.note("deliver", packet.message);
    ctx.effect(packet.message);
    ctx.note("ack", packet.message);
    ctx.send(from, { type: "ack", message: packet.message.id });
  },
});
