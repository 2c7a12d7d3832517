import { micros } from "../../../kernel/time.ts";
import type { Duration } from "../../../kernel/time.ts";
import type { Message } from "../../../delivery/message.ts";
import type { Table, ServerMethod } from "../methods.ts";
import type { Method } from "../declarations.ts";
import type { Channel, Ctx, Session } from "./session.ts";
import { Tags } from "./tags.ts";
import type { TagMistake } from "./tags.ts";

/** How an application consumes, with the habits people have. */
export interface IncomingOptions {
  readonly queue: string;
  /** Name of the subscription at the broker. Default: the node's name. */
  readonly tag?: string;
  /** How many deliveries may be unacknowledged; 0: no limit. Default 10. */
  readonly prefetch?: number;
  /** The limit is the channel's, not each consumer's. Default false. */
  readonly global?: boolean;
  /** "after" the work is done (default), "before" it is begun, or "never": the broker is told to expect none (no-ack). */
  readonly acknowledge?: "after" | "before" | "never";
  /** One acknowledgement for so many messages (`multiple`). Default 1. */
  readonly every?: number;
  /** Fetches with `basic.get` at this interval instead of being sent. Default: subscribes. */
  readonly poll?: Duration;
  /** How long the work on a message takes; one after the other. Default 0. */
  readonly work?: Duration;
  /** Messages that cannot be worked on, as if they were malformed. Default: none. */
  readonly poison?: readonly number[];
  /** What is done with these: put back, rejected (dead-lettered where there is a dead-letter exchange), acknowledged, or nothing. Default "requeue". */
  readonly onFailure?: "requeue" | "reject" | "acknowledge" | "nothing";
  /** What becomes of deliveries that are not worked on yet when the channel is lost. Default "finish": they are worked on, and cannot be acknowledged. */
  readonly afterLoss?: "finish" | "discard";
  /** Whether a subscription that the broker cancels is made again, after 100 ms. Default true. */
  readonly resubscribe?: boolean;
  /** Of the subscription, such as `x-priority`. */
  readonly arguments?: Table;
  /** Cancels its subscription after so many deliveries, and goes on working on what it has. Default: never. */
  readonly leavesAfter?: number;
  /** Drops what is delivered between its cancel and the broker's answer: ruby-amqp#198. Default false. */
  readonly deafAfterCancel?: boolean;
  /** What its library gets wrong with delivery tags. Default: nothing. */
  readonly tagMistake?: TagMistake;
}

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
export class Incoming implements Channel {
  readonly number: number;
  session!: Session;
  readonly #options: IncomingOptions;
  readonly #work: Work;
  readonly #tags: Tags;
  readonly #name: string;
  readonly #queue: Delivery[] = [];
  #deliveries = 0;
  #grouped = 0;
  #left = false;
  #answered = false;

  constructor(number: number, name: string, options: IncomingOptions, work: Work) {
    this.number = number;
    this.#name = options.tag ?? name;
    this.#options = options;
    this.#work = work;
    this.#tags = new Tags(options.tagMistake);
  }

  setup(): readonly Method[] {
    const { prefetch = 10, global = false, poll } = this.#options;
    const qos: Method[] = prefetch === 0 ? [] : [{ type: "basic.qos", prefetchCount: prefetch, global }];
    return poll !== undefined || this.#left ? qos : [...qos, this.#consume()];
  }

  ready(ctx: Ctx): void {
    if (this.#options.poll !== undefined) ctx.timer("poll", this.#options.poll, 0, { background: true });
  }

  received(ctx: Ctx, method: ServerMethod): void {
    if (method.type === "basic.deliver" && method.consumerTag === this.#name) this.#delivered(ctx, method, false);
    else if (method.type === "basic.get-ok") this.#delivered(ctx, method, true);
    else if (method.type === "basic.cancel-ok") this.#answered = true;
    else if (method.type === "basic.cancel" && method.consumerTag === this.#name) {
      ctx.log("the broker cancelled the subscription");
      if (this.#options.resubscribe !== false) ctx.timer("subscribe", "100ms");
    }
  }

  lost(ctx: Ctx): void {
    this.#tags.lost();
    this.#grouped = 0;
    ctx.cancel("poll");
    if (this.#options.afterLoss !== "discard") return;
    this.#queue.length = 0;
    ctx.cancel("work");
  }

  wake(ctx: Ctx, timer: string): boolean {
    if (timer === "poll") {
      this.session.send(this.number, { type: "basic.get", queue: this.#options.queue, noAck: this.#options.acknowledge === "never" });
      ctx.timer("poll", this.#options.poll!, 0, { background: true });
    } else if (timer === "subscribe") this.session.send(this.number, this.#consume());
    else if (timer === "work") this.#next(ctx, this.#queue.shift()!);
    else return false;
    return true;
  }

  /** The work on a delivery is done, for better or worse. */
  done(ctx: Ctx, delivery: Delivery, outcome: "done" | "failed" = "done"): void {
    const { onFailure = "requeue", acknowledge = "after" } = this.#options;
    if (acknowledge !== "after") return;
    if (outcome === "done" || onFailure === "acknowledge") return this.#acknowledge(ctx, delivery);
    if (onFailure === "nothing") return;
    ctx.note(onFailure === "requeue" ? "nack" : "reject", delivery.message);
    this.#send(delivery, { type: "basic.nack", deliveryTag: 0, requeue: onFailure === "requeue" });
  }

  state(): readonly number[] {
    return this.#queue.map(({ message }) => message.id);
  }

  #consume(): Method {
    return { type: "basic.consume", queue: this.#options.queue, consumerTag: this.#name, noAck: this.#options.acknowledge === "never", ...(this.#options.arguments === undefined ? {} : { arguments: this.#options.arguments }) };
  }

  #delivered(ctx: Ctx, { message, redelivered, properties, deliveryTag }: Extract<ServerMethod, { readonly type: "basic.deliver" | "basic.get-ok" }>, fetched: boolean): void {
    const delivery: Delivery = { message, redelivered, headers: properties.headers ?? {}, tag: this.#tags.given(deliveryTag, fetched) };
    if (this.#left && this.#options.deafAfterCancel === true && !this.#answered) return ctx.log(`m${message.id} came after the cancel and is dropped`);
    ctx.note("deliver", message);
    if (this.#options.acknowledge === "before") this.#acknowledge(ctx, delivery);
    if (++this.#deliveries === this.#options.leavesAfter) {
      this.#left = true;
      this.session.send(this.number, { type: "basic.cancel", consumerTag: this.#name });
    }
    const work = micros(this.#options.work ?? 0, "work");
    if (work === 0) return this.#begin(ctx, delivery);
    this.#queue.push(delivery);
    if (this.#queue.length === 1) ctx.timer("work", work);
  }

  #next(ctx: Ctx, delivery: Delivery): void {
    if (this.#queue.length > 0) ctx.timer("work", this.#options.work!);
    this.#begin(ctx, delivery);
  }

  #begin(ctx: Ctx, delivery: Delivery): void {
    if (this.#options.poison?.includes(delivery.message.id) === true) this.done(ctx, delivery, "failed");
    else this.#work(ctx, delivery);
  }

  #acknowledge(ctx: Ctx, delivery: Delivery): void {
    ctx.note("ack", delivery.message);
    const { every = 1 } = this.#options;
    if (++this.#grouped < every) return;
    this.#grouped = 0;
    this.#send(delivery, { type: "basic.ack", deliveryTag: 0, multiple: every > 1, message: delivery.message.id });
  }

  #send({ tag }: Delivery, method: Extract<Method, { readonly type: "basic.ack" | "basic.nack" }>): void {
    const deliveryTag = this.#tags.sent(tag);
    if (deliveryTag !== undefined) this.session.send(this.number, { ...method, deliveryTag });
  }
}
