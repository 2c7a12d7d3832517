import type { Factory } from "../../../world/process.ts";
import { Incoming } from "./incoming.ts";
import type { IncomingOptions } from "./incoming-options.ts";
import type { Delivery } from "./incoming.ts";
import { Outgoing } from "./outgoing.ts";
import type { OutgoingOptions } from "./outgoing-options.ts";
import { Session } from "./session.ts";
import type { SessionOptions } from "./session.ts";
import type { Ctx, Wire } from "./wire.ts";
import { Worker } from "./working.ts";
import type { Working } from "./working.ts";

/** A stage of a pipeline: what it consumes and what it passes on. With `to.outbox`, the work and what is to be passed on are one transaction. */
export interface StageOptions extends SessionOptions, Working {
  readonly from: IncomingOptions;
  readonly to: OutgoingOptions;
  /** One channel for both: what goes wrong with one half takes the other along. Default false. */
  readonly sharedChannel?: boolean;
  /** Acknowledges what it consumed when what it passes on is "confirmed" (default), or as soon as it is "sent". With an outbox: when the work is done. */
  readonly acksWhen?: "confirmed" | "sent";
}

/** Works on what it consumes and passes it on. */
export const stage = (options: StageOptions): Factory<Wire> => () => {
  const { from, to, sharedChannel = false, acksWhen = "confirmed" } = options;
  const outbox = to.outbox === true;
  const worker = new Worker({ ...options, ...(from.subscription === undefined ? {} : { subscription: from.subscription }) }, outbox);
  /** Deliveries by what is passed on for them. */
  const open = new Map<number, Delivery[]>();
  const settle = (ctx: Ctx, id: number, outcome: "done" | "failed"): void => {
    const deliveries = open.get(id) ?? [];
    open.delete(id);
    for (const delivery of deliveries) incoming.done(ctx, delivery, outcome);
  };
  const outgoing = new Outgoing(1, to, (ctx, { id }, outcome) => settle(ctx, id, outcome === "stored" ? "done" : "failed"));
  const incoming = new Incoming(sharedChannel ? 1 : 2, from, (ctx, delivery) => {
    const { message } = delivery;
    const worked = worker.work(ctx, message);
    if (worked === "failed") return incoming.done(ctx, delivery, "failed");
    if (outbox || acksWhen === "sent") incoming.done(ctx, delivery);
    else open.set(message.id, [...(open.get(message.id) ?? []), delivery]);
    // What is known was put into the outbox with the work, and goes out from there.
    if (!outbox) outgoing.publish(ctx, message);
    else if (worked === "done") outgoing.send(ctx, message);
  });
  // Publishing first: where they share a channel, deliveries come when all of it is set up.
  const session = (incoming.session = outgoing.session = new Session(options, [outgoing, incoming])).hooks();
  return {
    ...session,
    start(ctx) {
      outgoing.start(ctx);
      session.start(ctx);
    },
    wake: (ctx, timer, id) => void (incoming.wake(ctx, timer) || outgoing.wake(ctx, timer, id) || session.wake(ctx, timer)),
    state: () => ({ incoming: incoming.state(), outgoing: outgoing.state() }),
  };
};
