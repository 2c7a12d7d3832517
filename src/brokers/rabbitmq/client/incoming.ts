import { micros } from "../../../kernel/time.ts";
import type { DeliveryVerb, Message } from "../../../delivery/message.ts";
import type { Method } from "../declarations.ts";
import type { ClientMethod, ServerMethod, Table } from "../methods.ts";
import type { IncomingOptions } from "./incoming-options.ts";
import type { ChannelUse, Session } from "./session.ts";
import { Tags } from "./tags.ts";
import type { Ctx } from "./wire.ts";

/** A delivery that the application has in its hands. */
export interface Delivery {
  readonly message: Message;
  readonly redelivered: boolean;
  readonly headers: Table;
  readonly tag: number;
}

/** The work. It says when it is done with `Incoming.done`: at once, or later. */
export type Work = (ctx: Ctx, delivery: Delivery) => void;

/** The consuming half of an application. */
export class Incoming implements ChannelUse {
  readonly channel: number;
  session!: Session;
  readonly #options: IncomingOptions;
  readonly #work: Work;
  readonly #tags: Tags;
  /** Not worked on yet. */
  readonly #queue: Delivery[] = [];
  readonly #failed = new Map<number, number>();
  #deliveries = 0;
  #unsent = 0;
  #left: "cancelling" | "cancelled" | undefined;

  constructor(channel: number, options: IncomingOptions, work: Work) {
    this.channel = channel;
    this.#options = options;
    this.#work = work;
    this.#tags = new Tags(options.tagMistake);
  }

  setup(): readonly Method[] {
    const { prefetch = 10, globalPrefetch = false, poll } = this.#options;
    const qos: Method[] = prefetch === 0 ? [] : [{ type: "basic.qos", prefetchCount: prefetch, global: globalPrefetch }];
    return poll !== undefined || this.#left !== undefined ? qos : [...qos, this.#consume()];
  }

  ready(ctx: Ctx): void {
    if (this.#options.poll !== undefined) ctx.timer("poll", this.#options.poll, 0, { background: true });
  }

  received(ctx: Ctx, method: ServerMethod): void {
    if (method.type === "basic.deliver" && method.consumerTag === this.#tag) this.#delivered(ctx, method, false);
    else if (method.type === "basic.get-ok") this.#delivered(ctx, method, true);
    else if (method.type === "basic.cancel-ok") this.#hasLeft(ctx);
    else if (method.type === "basic.cancel" && method.consumerTag === this.#tag) {
      ctx.log("the broker cancelled the subscription");
      if (this.#options.resubscribe !== false) ctx.timer("subscribe", "100ms");
    }
  }

  lost(ctx: Ctx): void {
    this.#tags.lost();
    this.#unsent = 0;
    ctx.cancel("poll");
    ctx.cancel("subscribe");
    if (this.#options.afterLoss !== "discard") return;
    this.#queue.length = 0;
    ctx.cancel("work");
  }

  /** True when the timer was its own. */
  wake(ctx: Ctx, timer: string): boolean {
    if (timer === "poll") {
      this.session.send({ type: "basic.get", channel: this.channel, queue: this.#options.queue, noAck: this.#options.ack === "automatic" });
      ctx.timer("poll", this.#options.poll!, 0, { background: true });
    } else if (timer === "subscribe") this.session.send({ ...this.#consume(), channel: this.channel } as ClientMethod);
    else if (timer === "work") this.#next(ctx);
    else return false;
    return true;
  }

  /** The work on a delivery is done, for better or worse. */
  done(ctx: Ctx, delivery: Delivery, outcome: "done" | "failed" = "done"): void {
    const { onFailure = "requeue", ack = "after" } = this.#options;
    if (ack !== "after") return;
    if (outcome === "done" || onFailure === "ack") this.#acknowledge(ctx, delivery);
    else if (onFailure !== "nothing") {
      this.#note(ctx, onFailure === "requeue" ? "nack" : "reject", delivery.message);
      const deliveryTag = this.#tags.sent(delivery.tag, false);
      if (deliveryTag !== undefined) this.session.send({ type: "basic.nack", channel: this.channel, deliveryTag, requeue: onFailure === "requeue", message: delivery.message.id });
    }
  }

  /** Ordinals of what it has not begun to work on. */
  state(): readonly number[] {
    return this.#queue.map(({ message }) => message.id);
  }

  get #tag(): string {
    return this.#options.consumerTag ?? "consumer";
  }

  #consume(): Method {
    const { queue, ack, arguments: table } = this.#options;
    return { type: "basic.consume", queue, consumerTag: this.#tag, noAck: ack === "automatic", ...(table === undefined ? {} : { arguments: table }) };
  }

  #hasLeft(ctx: Ctx): void {
    const { comesBack } = this.#options;
    this.#left = comesBack === undefined ? "cancelled" : undefined;
    if (comesBack !== undefined) ctx.timer("subscribe", comesBack);
  }

  #delivered(ctx: Ctx, { message, redelivered, properties, deliveryTag }: Extract<ServerMethod, { readonly type: "basic.deliver" | "basic.get-ok" }>, fetched: boolean): void {
    const { ack, deafAfterCancel, leavesAfter, work } = this.#options;
    const delivery: Delivery = { message, redelivered, headers: properties.headers ?? {}, tag: this.#tags.given(deliveryTag, fetched) };
    if (deafAfterCancel === true && this.#left === "cancelling") return ctx.log(`m${message.id} came after the cancel and is dropped`);
    this.#note(ctx, "deliver", message);
    if (ack === "before") this.#acknowledge(ctx, delivery);
    if (++this.#deliveries === leavesAfter) {
      this.#left = "cancelling";
      this.session.send({ type: "basic.cancel", channel: this.channel, consumerTag: this.#tag });
    }
    if (work === undefined || micros(work, "work") === 0) return this.#begin(ctx, delivery);
    this.#queue.push(delivery);
    if (this.#queue.length === 1) ctx.timer("work", work);
  }

  #next(ctx: Ctx): void {
    const delivery = this.#queue.shift()!;
    if (this.#queue.length > 0) ctx.timer("work", this.#options.work!);
    this.#begin(ctx, delivery);
  }

  #begin(ctx: Ctx, delivery: Delivery): void {
    const { poison = [], failures = Infinity } = this.#options;
    const { id } = delivery.message;
    const failed = this.#failed.get(id) ?? 0;
    if (!poison.includes(id) || failed >= failures) return this.#work(ctx, delivery);
    this.#failed.set(id, failed + 1);
    this.done(ctx, delivery, "failed");
  }

  #acknowledge(ctx: Ctx, delivery: Delivery): void {
    this.#note(ctx, "ack", delivery.message);
    const { ackEvery = 1 } = this.#options;
    if (++this.#unsent < ackEvery) return;
    this.#unsent = 0;
    const multiple = ackEvery > 1;
    const deliveryTag = this.#tags.sent(delivery.tag, multiple);
    if (deliveryTag !== undefined) this.session.send({ type: "basic.ack", channel: this.channel, deliveryTag, multiple, message: delivery.message.id });
  }

  #note(ctx: Ctx, verb: DeliveryVerb, message: Message): void {
    const { subscription } = this.#options;
    ctx.note(verb, message, subscription === undefined ? undefined : { subscription });
  }
}
