/**
 * Two generals: A and B win if they attack together and lose if one attacks alone. Between them go messengers, who may be caught.
 * A sends the plan; each messenger that arrives is answered by the next, until k have been sent. A general attacks when all
 * that he waits for have come. But whoever sends the last messenger waits for nothing more: he attacks without knowing whether it
 * arrives, and the other does not attack without it. If he could do without it, it would not have been the last. So no k is
 * enough. (Akkoyunlu, Ekanadham and Huber, "Some constraints and tradeoffs in the design of network communications", 1975.)
 */
import type { Message } from "../delivery/message.ts";
import type { Guarantee } from "../guarantees/own.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

type Wire = Packet & { message: Message; number: number };

/**
 * Either general of an agreement by k messengers, 1 or more. They are called "A", who has the plan, and "B", and each attacks in a
 * subscription of his own name. A messenger's packet is called by its number: messenger-1 from A to B, messenger-2 back.
 */
export function general(k: number): Factory<Wire> {
  return () => {
    let heard = -1;
    /** Messenger `number` has come; 0 is the plan itself. */
    const hear = (ctx: Context<Wire>, plan: Message, number: number): void => {
      // A messenger with the same words, once more.
      if (number <= heard) return;
      heard = number;
      const next = number + 1;
      if (next <= k) ctx.send(ctx.self === "A" ? "B" : "A", { type: `messenger-${next}`, message: plan, number: next });
      if (next >= k) ctx.effect(plan, { subscription: ctx.self });
    };
    return {
      publish: (ctx, plan) => hear(ctx, plan, 0),
      receive(ctx, _from, packet) {
        if (!packet.corrupt) hear(ctx, packet.message, packet.number);
      },
    };
  };
}

/** Of each message: it takes effect in all subscriptions, or in none. Judged when nothing more can happen. */
export const agreement: Guarantee<{ readonly subscriptions?: readonly string[] }> = {
  name: "agreement",
  observe({ subscriptions = [] }) {
    const done = new Map<number, Set<string>>();
    return {
      on({ verb, message, subscription, detail }) {
        if (verb !== "effect" || detail !== undefined || message === undefined || subscription === undefined) return;
        done.set(message, (done.get(message) ?? new Set()).add(subscription));
      },
      end(_summary, fail) {
        for (const [message, where] of done) {
          const missing = subscriptions.filter((subscription) => !where.has(subscription));
          if (missing.length > 0) fail(`m${message} took effect in ${[...where].join(", ")}, but not in ${missing.join(", ")}`);
        }
      },
    };
  },
};
