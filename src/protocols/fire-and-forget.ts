/** At most once, as long as the network does not repeat: send, forget, and do the work on arrival. Nobody acknowledges anything. */
import type { Message } from "../delivery/message.ts";
import type { Factory, Packet } from "../world/process.ts";

type Wire = Packet & { type: "publish" | "deliver"; message: Message };

/** Sends each message once. */
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

/** Does the work of whatever arrives whole. */
export const consumer: Factory<Wire> = () => ({
  receive(ctx, _from, packet) {
    if (packet.corrupt) return;
    ctx.note("deliver", packet.message);
    ctx.effect(packet.message);
  },
});
