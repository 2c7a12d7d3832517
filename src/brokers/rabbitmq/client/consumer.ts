import type { Factory } from "../../../world/process.ts";
import { Incoming } from "./incoming.ts";
import type { IncomingOptions } from "./incoming-options.ts";
import { Session } from "./session.ts";
import type { SessionOptions } from "./session.ts";
import type { Wire } from "./wire.ts";
import { Worker } from "./working.ts";
import type { Working } from "./working.ts";

/** Consumes a queue: its effect on the world is the work. */
export const consumer = (options: SessionOptions & IncomingOptions & Working): Factory<Wire> => () => {
  const worker = new Worker(options);
  const incoming = new Incoming(1, options, (ctx, delivery) => incoming.done(ctx, delivery, worker.work(ctx, delivery.message) === "failed" ? "failed" : "done"));
  const session = (incoming.session = new Session(options, [incoming])).hooks();
  return {
    start: session.start,
    data: session.data,
    closed: session.closed,
    stopping: session.stopping,
    wake: (ctx, timer) => void (incoming.wake(ctx, timer) || session.wake(ctx, timer)),
    state: () => incoming.state(),
  };
};
