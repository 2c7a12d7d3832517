/**
 * The naive queue with a replica that takes over. The primary tells it of every message that enters or leaves the list, so that
 * nothing is lost with the primary; of ids it says nothing. Clients do not know who leads, and turn to both;
 * the consumer is `naiveConsumers.polling({ brokers: ["broker", "replica"] })`.
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

type Wire = Packet & (
  | { type: "publish"; message: Message } | { type: "confirm"; message: number }
  | { type: "receive" } | { type: "deliver"; message: Message } | { type: "nothing" } | { type: "empty" }
  | { type: "ack"; message: number }
  | { type: "push"; message: Message } | { type: "pop"; message: number } | { type: "alive" }
);

/** How often the primary shows that it lives, and after how much silence the replica leads. */
const BEAT = "10ms";
const SILENCE = "50ms";

/** Sends to "broker", and every 100 ms without ACK again, to "replica" and "broker" by turns. */
export const producer: Factory<Wire> = () => {
  const unconfirmed = new Map<number, { readonly message: Message; attempts: number }>();
  const send = (ctx: Context<Wire>, id: number): void => {
    const entry = unconfirmed.get(id);
    if (entry === undefined) return;
    ctx.send(entry.attempts++ % 2 === 0 ? "broker" : "replica", { type: "publish", message: entry.message });
    ctx.timer("resend", "100ms", id);
  };
  return {
    publish(ctx, message) {
      unconfirmed.set(message.id, { message, attempts: 0 });
      send(ctx, message.id);
    },
    receive(ctx, _from, packet) {
      if (packet.type !== "confirm" || !unconfirmed.delete(packet.message)) return;
      ctx.cancel("resend", packet.message);
      ctx.confirm(packet.message);
    },
    wake: (ctx, _timer, id) => send(ctx, id!),
    state: () => ({ unconfirmed: [...unconfirmed.keys()] }),
  };
};

/** The queue, called "broker", which leads from the start; or its replica, called "replica", which leads after 50 ms without a sign of life. */
const queue = (role: "primary" | "replica"): Factory<Wire> => () => {
  const messages: Message[] = [];
  const processed = new Set<number>();
  let leads = role === "primary";
  const copy = (ctx: Context<Wire>, packet: Wire): void => {
    if (role === "primary") ctx.send("replica", packet);
  };
  const forget = (ordinal: number): void => {
    const at = messages.findIndex(({ id }) => id === ordinal);
    if (at >= 0) messages.splice(at, 1);
  };
  return {
    start: (ctx) => ctx.timer("beat", leads ? BEAT : SILENCE, 0, { background: true }),
    wake(ctx) {
      if (role === "replica") {
        leads = true;
        return ctx.log("the primary is dead: this leads");
      }
      copy(ctx, { type: "alive" });
      ctx.timer("beat", BEAT, 0, { background: true });
    },
    receive(ctx, from, packet) {
      if (packet.type === "alive") ctx.timer("beat", SILENCE, 0, { background: true });
      else if (packet.type === "push") messages.push(packet.message);
      else if (packet.type === "pop") forget(packet.message);
      else if (!leads) return;
      else if (packet.type === "publish") {
        messages.push(packet.message);
        copy(ctx, { type: "push", message: packet.message });
        ctx.send(from, { type: "confirm", message: packet.message.id });
      } else if (packet.type === "receive") {
        const message = messages.shift();
        if (message === undefined) return ctx.send(from, { type: "empty" });
        copy(ctx, { type: "pop", message: message.id });
        if (processed.has(message.id)) {
          ctx.log(`m${message.id} is known: nothing`);
          return ctx.send(from, { type: "nothing" });
        }
        processed.add(message.id);
        ctx.send(from, { type: "deliver", message });
      }
    },
    state: () => ({ leads, messages: messages.map(({ id }) => id), processed: [...processed] }),
  };
};
export const broker: Factory<Wire> = queue("primary");
export const replica: Factory<Wire> = queue("replica");
