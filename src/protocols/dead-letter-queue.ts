/**
 * A dead-letter queue: what cannot be done is put aside after a bounded number of attempts, so that it neither blocks the queue nor
 * comes again for ever. The attempts are spaced further and further apart (exponential back-off), to give whatever failed time to
 * recover. What is put aside is not gone: the dead-letter queue is a subscription of its own, in which a person takes a look.
 * (Hohpe and Woolf, "Enterprise Integration Patterns", 2003: dead letter channel; for the bound, Amazon SQS's maxReceiveCount.)
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

type Wire = Packet & (
  | { type: "publish"; message: Message } | { type: "confirm"; message: number }
  | { type: "deliver"; message: Message } | { type: "ack"; message: number }
);
type Entry = { readonly message: Message; readonly queue: "orders" | "dead-letters" | "done"; readonly attempts: number };

/** Attempts before a message is put aside. */
const MOST = 5;
/** How long the first attempt is given, in µs; each further one twice as long, up to so many times. */
const FIRST = 20_000;
const DOUBLINGS = 6;

/** Sends each message until its confirm comes. */
export { producer } from "./retry-without-dedup.ts";

/** Called "broker". Delivers "orders" to "c1" and "dead-letters" to "operator". It notes each delivery of an order: those are bounded. */
export const broker: Factory<Wire> = queue(MOST);

/** The same without a bound. Wrong: what can never be done is tried for ever. */
export const unboundedBroker: Factory<Wire> = queue(Infinity);

function queue(most: number): Factory<Wire> {
  return () => {
    const entries = new Map<number, Entry>();
    const store = (ctx: Context<Wire>, entry: Entry): boolean => {
      if (ctx.transaction((tx) => tx.write(`message ${entry.message.id}`, entry)) === "failed") return false;
      entries.set(entry.message.id, entry);
      return true;
    };
    const attempt = (ctx: Context<Wire>, id: number): void => {
      const { message, queue, attempts } = entries.get(id)!;
      if (queue === "done") return;
      const exhausted = queue === "orders" && attempts >= most;
      const next: Entry = exhausted ? { message, queue: "dead-letters", attempts: 1 } : { message, queue, attempts: attempts + 1 };
      if (exhausted) ctx.note("dead-letter", message, { subscription: "orders" });
      // Counted before it is sent: no crash gives it another attempt.
      if (store(ctx, next)) {
        if (next.queue === "orders") ctx.note("deliver", message, { subscription: "orders" });
        ctx.send(next.queue === "orders" ? "c1" : "operator", { type: "deliver", message });
      }
      ctx.timer("attempt", FIRST << Math.min(next.attempts - 1, DOUBLINGS), id);
    };
    return {
      start(ctx) {
        for (const key of ctx.disk.keys("message ")) {
          const entry = ctx.disk.read(key) as Entry;
          entries.set(entry.message.id, entry);
          attempt(ctx, entry.message.id);
        }
      },
      receive(ctx, from, packet) {
        if (packet.corrupt) return;
        if (packet.type === "publish") {
          const { message } = packet;
          // What is done stays known, or a late copy would be tried anew.
          const known = entries.has(message.id);
          if (!known && !store(ctx, { message, queue: "orders", attempts: 0 })) return;
          ctx.send(from, { type: "confirm", message: message.id });
          if (!known) attempt(ctx, message.id);
        } else if (packet.type === "ack") {
          const entry = entries.get(packet.message);
          if (entry === undefined || entry.queue === "done") return;
          // It is done, so nobody need look at it: its claim on the dead-letter queue is void.
          if (from !== "operator") ctx.note("expire", packet.message, { subscription: "dead-letters" });
          if (store(ctx, { ...entry, queue: "done" })) ctx.cancel("attempt", packet.message);
        }
      },
      wake: (ctx, _timer, id) => attempt(ctx, id!),
      state: () => Object.fromEntries([...entries].map(([id, { queue, attempts }]) => [`m${id}`, `${queue} ${attempts}`])),
    };
  };
}

/** Called "c1". Does the orders, but for the poisoned ones, which it will never be able to do. */
export function consumer(poisoned: readonly number[]): Factory<Wire> {
  return receiver((ctx, message) => {
    if (!poisoned.includes(message.id)) return ctx.effect(message, { subscription: "orders" }) === "applied";
    ctx.note("nack", message, { subscription: "orders" });
    return false;
  });
}

/** Called "operator". Takes a look at each dead letter, and takes it out of the queue. */
export const operator: Factory<Wire> = receiver((ctx, message) => ctx.effect(message, { subscription: "dead-letters" }) === "applied");

/** Acknowledges what is done. What is not comes again by itself. */
function receiver(done: (ctx: Context<Wire>, message: Message) => boolean): Factory<Wire> {
  return () => ({
    receive(ctx, from, packet) {
      if (packet.corrupt || packet.type !== "deliver" || !done(ctx, packet.message)) return;
      ctx.note("ack", packet.message, { subscription: ctx.self === "operator" ? "dead-letters" : "orders" });
      ctx.send(from, { type: "ack", message: packet.message.id });
    },
  });
}
