/**
 * At most once, whatever happens: the consumer writes down what it is about to do, durably, and only then does it. What arrives
 * again, or late, is not done. So nothing takes effect twice or out of order, and what is lost on the way, or in a crash between
 * the mark and the work, never takes effect at all. Nobody acknowledges anything.
 */
import type { Message } from "../delivery/message.ts";
import type { Factory, Packet } from "../world/process.ts";

type Wire = Packet & { type: "publish" | "deliver"; message: Message };

/** Sends each message once. Its ids grow, and a new life goes on where the last one ended. */
export const producer: Factory<Wire> = () => ({
  publish(ctx, message) {
    ctx.send("broker", { type: "publish", message });
  },
});

/** Called "broker". Passes everything on to the one consumer, c1, at once. */
export const broker: Factory<Wire> = () => ({
  receive(ctx, _from, packet) {
    if (!packet.corrupt) ctx.send("c1", { type: "deliver", message: packet.message });
  },
});

/** Remembers one number for each producer: the highest id it has begun to work on. */
export const consumer: Factory<Wire> = () => ({
  receive(ctx, _from, packet) {
    if (packet.corrupt) return;
    const { message } = packet;
    const mark = `begun ${message.producer}`;
    if (message.id <= ((ctx.disk.read(mark) as number | undefined) ?? 0)) return ctx.sometimes("what came again, or late, was not done");
    if (ctx.transaction((tx) => tx.write(mark, message.id)) === "failed") return;
    ctx.note("deliver", message);
    ctx.effect(message);
  },
});
