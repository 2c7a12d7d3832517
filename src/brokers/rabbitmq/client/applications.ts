import type { Message } from "../../../delivery/message.ts";
import type { Duration } from "../../../kernel/time.ts";
import type { Context, Factory, Process } from "../../../world/process.ts";
import type { ServerMethod } from "../methods.ts";
import type { Method } from "../declarations.ts";
import { Incoming } from "./incoming.ts";
import type { Delivery, IncomingOptions } from "./incoming.ts";
import { Outgoing } from "./outgoing.ts";
import type { OutgoingOptions } from "./outgoing.ts";
import { Session } from "./session.ts";
import type { Channel, Ctx, SessionOptions, Wire } from "./session.ts";

/** What an application knows of messages it has worked on: nothing; what its memory holds; or an inbox in the database it works on, written together with the work. */
export type Memory = "nothing" | "memory" | "inbox";

/** Where a consumer's work goes. */
export interface Working {
  /** Default "nothing". "inbox" needs a sink that is co-located with the node (`at`). */
  readonly remembers?: Memory;
  /** Of the effect. Default: the only one. */
  readonly subscription?: string;
  readonly sink?: string;
}

/** Publishes what it is handed. */
export const publisher = (options: SessionOptions & OutgoingOptions = {}): Factory<Wire> => () => {
  const outgoing = new Outgoing(1, options, heard);
  const process = application(options, [outgoing]);
  return {
    ...process,
    start(ctx) {
      outgoing.start(ctx);
      process.start!(ctx);
    },
    publish: (ctx, message) => outgoing.publish(ctx, message),
    wake: (ctx, timer, id) => void (outgoing.wake(ctx, timer, id) || process.wake!(ctx, timer)),
    state: () => outgoing.state(),
  };
};

/** Consumes a queue: its effect on the world is the work. */
export const consumer = (options: SessionOptions & IncomingOptions & Working): Factory<Wire> => () => {
  const memory = new Set<number>();
  const incoming = new Incoming(1, options.tag ?? "consumer", options, (ctx, delivery) => {
    if (worked(ctx, delivery.message, options, memory)) incoming.done(ctx, delivery);
    else incoming.done(ctx, delivery, "failed");
  });
  const process = application(options, [incoming]);
  return { ...process, wake: (ctx, timer) => void (incoming.wake(ctx, timer) || process.wake!(ctx, timer)), state: () => incoming.state() };
};

/** What a stage of a pipeline does with a message, and passes on. */
export interface StageOptions extends SessionOptions, Working {
  readonly from: IncomingOptions;
  readonly to: OutgoingOptions;
  /** One channel for both halves: what goes wrong with one takes the other along. Default false. */
  readonly shared?: boolean;
  /** Acknowledges when the message it passes on is "confirmed" (default), or as soon as it is "sent". */
  readonly acknowledges?: "confirmed" | "sent";
}

/** Works on what it consumes and passes it on: a stage of a pipeline. With an outbox, work and what is to be passed on are one transaction. */
export const stage = (options: StageOptions): Factory<Wire> => () => {
  const memory = new Set<number>();
  const open = new Map<number, Delivery[]>();
  const settle = (ctx: Ctx, id: number, outcome: "done" | "failed"): void => {
    const deliveries = open.get(id) ?? [];
    open.delete(id);
    for (const delivery of deliveries) incoming.done(ctx, delivery, outcome);
  };
  const outgoing = new Outgoing(options.shared === true ? 1 : 2, options.to, (ctx, message, outcome) => {
    if (options.to.outbox !== true) settle(ctx, message.id, outcome === "stored" ? "done" : "failed");
  });
  const incoming = new Incoming(1, options.from.tag ?? "stage", options.from, (ctx, delivery) => {
    const { message } = delivery;
    if (!worked(ctx, message, options, memory, options.to.outbox === true)) return incoming.done(ctx, delivery, "failed");
    if (options.to.outbox === true || options.acknowledges === "sent") incoming.done(ctx, delivery);
    else open.set(message.id, [...(open.get(message.id) ?? []), delivery]);
    if (options.to.outbox !== true) outgoing.publish(ctx, message);
    else if (ctx.disk.read(`outbox ${message.id}`) !== undefined) outgoing.resume(ctx, message);
  });
  const process = application(options, [incoming, outgoing]);
  return {
    ...process,
    start(ctx) {
      outgoing.start(ctx);
      process.start!(ctx);
    },
    wake: (ctx, timer, id) => void (incoming.wake(ctx, timer) || outgoing.wake(ctx, timer, id) || process.wake!(ctx, timer)),
    state: () => ({ incoming: incoming.state(), outgoing: outgoing.state() }),
  };
};

/** What an operator does by hand: methods at set times, each on the one channel. Answers and errors are its log's affair. */
export const operator = (options: SessionOptions & { readonly steps: readonly { readonly at: Duration; readonly does: Method }[] }): Factory<Wire> => () => {
  const hands: Channel = { number: 1, setup: () => [], received: (ctx, method: ServerMethod) => ctx.log(method.type) };
  const session = new Session(options, [hands]);
  return {
    ...hooks(session),
    start(ctx) {
      session.start(ctx);
      options.steps.forEach(({ at }, index) => ctx.timer("step", at, index + 1));
    },
    wake(ctx, timer, index) {
      if (timer === "step") session.send(1, options.steps[index! - 1]!.does);
      else session.wake(ctx, timer);
    },
  };
};

/** An application of these halves, on one connection. */
function application(options: SessionOptions, halves: readonly (Incoming | Outgoing)[]): Process<Wire> {
  const session = new Session(options, halves);
  for (const half of halves) half.session = session;
  return hooks(session);
}

function hooks(session: Session): Process<Wire> {
  return {
    start: (ctx) => session.start(ctx),
    data: (ctx, connection, packet) => session.data(ctx, connection, packet as ServerMethod),
    closed: (ctx, connection, reason) => session.closed(ctx, connection, reason),
    wake: (ctx, timer) => void session.wake(ctx, timer),
    stopping: (ctx) => session.close(ctx),
  };
}

function heard(ctx: Ctx, message: Message, outcome: "stored" | "refused" | "given up", reason: string): void {
  if (outcome === "stored") ctx.confirm(message);
  else if (outcome === "refused") ctx.refuse(message, reason);
  else ctx.giveUp(message, reason);
}

/** Does the work, unless it is known to be done; false: it failed, and nothing was done. `passesOn`: with the same transaction into the outbox. */
function worked(ctx: Context<Wire>, message: Message, { remembers = "nothing", subscription, sink }: Working, memory: Set<number>, passesOn = false): boolean {
  const options = { ...(subscription === undefined ? {} : { subscription }), ...(sink === undefined ? {} : { sink }) };
  if (remembers === "memory" && memory.has(message.id)) return true;
  if (remembers === "inbox" && ctx.disk.read(`inbox ${message.id}`) !== undefined) return true;
  if (remembers !== "inbox" && !passesOn) {
    ctx.effect(message, options);
    memory.add(message.id);
    return true;
  }
  return ctx.transaction((tx) => {
    if (remembers === "inbox") tx.write(`inbox ${message.id}`, message.id);
    if (passesOn) tx.write(`outbox ${message.id}`, message);
    tx.effect(message, options);
  }) === "committed";
}
