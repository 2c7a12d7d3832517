import type { Factory } from "../../../world/process.ts";
import { Outgoing } from "./outgoing.ts";
import type { OutgoingOptions } from "./outgoing-options.ts";
import { Session } from "./session.ts";
import type { SessionOptions } from "./session.ts";
import type { Wire } from "./wire.ts";

/** Publishes what it is handed: a producer. */
export const publisher = (options: SessionOptions & OutgoingOptions = {}): Factory<Wire> => () => {
  const outgoing = new Outgoing(1, options, (ctx, message, outcome, reason) => {
    if (outcome === "stored") ctx.confirm(message);
    else if (outcome === "refused") ctx.refuse(message, reason);
    else ctx.giveUp(message, reason);
  });
  const session = (outgoing.session = new Session(options, [outgoing])).hooks();
  return {
    data: session.data,
    closed: session.closed,
    stopping: session.stopping,
    start(ctx) {
      outgoing.start(ctx);
      session.start(ctx);
    },
    publish: (ctx, message) => outgoing.publish(ctx, message),
    wake: (ctx, timer, id) => void (outgoing.wake(ctx, timer, id) || session.wake(ctx, timer)),
    state: () => outgoing.state(),
  };
};
