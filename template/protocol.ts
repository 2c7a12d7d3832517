/**
 * A producer that repeats itself until it is heard, and a consumer that acts on whatever it hears.
 * A process is a closure with handlers. Its variables are volatile memory: a crash drops them, and it starts anew.
 */
import type { Context, Factory, Message, Packet } from "faultline";

/** What travels over the network. */
type Wire = Packet & ({ type: "work"; message: Message } | { type: "done"; message: number });

/** Sends each message, again every 100 ms until it hears that it was done. */
export const producer: Factory<Wire> = () => {
  const waiting = new Map<number, Message>();
  const send = (ctx: Context<Wire>, message: Message): void => {
    ctx.send("c1", { type: "work", message });
    ctx.timer("again", "100ms", message.id);
  };
  return {
    publish(ctx, message) {
      waiting.set(message.id, message);
      send(ctx, message);
    },
    wake(ctx, _timer, id) {
      send(ctx, waiting.get(id!)!);
    },
    receive(ctx, _from, packet) {
      if (packet.type !== "done" || !waiting.delete(packet.message)) return;
      ctx.cancel("again", packet.message);
      ctx.confirm(packet.message);
    },
  };
};

/** Does the work of each message, and says so. What `effect` does is done: no crash undoes it. */
export const consumer: Factory<Wire> = () => {
  return {
    receive(ctx, from, packet) {
      if (packet.type !== "work") return;
      ctx.effect(packet.message);
      ctx.send(from, { type: "done", message: packet.message.id });
    },
  };
};
