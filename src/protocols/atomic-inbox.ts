/**
 * The atomic inbox: what turns at least once into effectively once. The consumer keeps the ids of what it has done in an inbox,
 * and the effect and its id are one transaction of its database, so that no crash falls between them. Then it acknowledges.
 * A message that comes again finds its id in the inbox: it is acknowledged again, and nothing else happens.
 * (Richardson, "Microservices Patterns", 2018: the idempotent consumer.)
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

type Wire = Packet & ({ type: "subscribe" } | { type: "deliver"; message: Message } | { type: "ack"; message: number });

/** How often consumers subscribe anew: the broker forgets them in a crash, and nobody tells them. */
const SUBSCRIBE = "200ms";

/** At least once: either sends again until it is answered. Called "broker"; delivers to one consumer a message. */
export { broker, producer } from "./retry-without-dedup.ts";

/** Needs a sink that shares its disk: { at: ["consumer"] }. The inbox is its own: another consumer does not see it. It only grows. */
export const consumer: Factory<Wire> = subscriber((ctx, message) =>
  ctx.transaction((tx) => {
    tx.effect(message);
    tx.write(inbox(message), true);
  }),
);

/** The same in two commits: a crash between them leaves an effect that nobody remembers. */
export const splitConsumer: Factory<Wire> = subscriber((ctx, message) => {
  ctx.transaction((tx) => tx.effect(message));
  return ctx.transaction((tx) => tx.write(inbox(message), true));
});

/** Does each message that is not in its inbox, and acknowledges what is done. What failed is not acknowledged, so it comes again. */
function subscriber(work: (ctx: Context<Wire>, message: Message) => "committed" | "failed"): Factory<Wire> {
  const subscribe = (ctx: Context<Wire>): void => {
    ctx.send("broker", { type: "subscribe" });
    ctx.timer("subscribe", SUBSCRIBE, 0, { background: true });
  };
  return () => ({
    start: subscribe,
    wake: subscribe,
    receive(ctx, from, packet) {
      if (packet.corrupt || packet.type !== "deliver") return;
      const { message } = packet;
      ctx.note("deliver", message);
      const known = ctx.disk.read(inbox(message)) !== undefined;
      ctx.sometimes("a redelivery met the inbox", known);
      if (!known && work(ctx, message) === "failed") return;
      ctx.note("ack", message);
      ctx.send(from, { type: "ack", message: message.id });
    },
  });
}

/** Where a message's id stands once it is done. */
function inbox(message: Message): string {
  return `inbox ${message.id}`;
}
