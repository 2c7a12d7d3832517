import type { Message } from "../../../delivery/message.ts";
import type { Method } from "../declarations.ts";
import type { ServerMethod } from "../methods.ts";
import type { Fate, OutgoingOptions } from "./outgoing-options.ts";
import type { ChannelUse, Session } from "./session.ts";
import type { Ctx } from "./wire.ts";

/** Told of a message, once: it is safe (or so the application believes), or it never will be, or nobody knows. */
export type Settled = (ctx: Ctx, message: Message, outcome: Outcome, reason: string) => void;
export type Outcome = "stored" | "refused" | "given up";

/** The publishing half of an application. */
export class Outgoing implements ChannelUse {
  readonly channel: number;
  session!: Session;
  readonly #options: OutgoingOptions;
  readonly #settled: Settled;
  /** By sequence number of the channel. */
  readonly #unconfirmed = new Map<number, Message>();
  /** To be published, now or when there is a channel. */
  readonly #waiting = new Map<number, Message>();
  readonly #returned = new Set<number>();
  #published = 0;

  constructor(channel: number, options: OutgoingOptions, settled: Settled) {
    this.channel = channel;
    this.#options = options;
    this.#settled = settled;
  }

  /** What is in the outbox goes out again. */
  start(ctx: Ctx): void {
    for (const key of ctx.disk.keys("outbox ")) {
      const message = ctx.disk.read(key) as Message | undefined;
      // Torn: what tore was its removal, for it was written whole.
      if (message !== undefined) this.#waiting.set(message.id, message);
    }
  }

  publish(ctx: Ctx, message: Message): void {
    if (this.#options.outbox === true) {
      if (ctx.transaction((tx) => tx.write(`outbox ${message.id}`, message)) === "failed") return this.#settled(ctx, message, "refused", "the outbox's disk failed");
      this.#settled(ctx, message, "stored", "");
    }
    this.send(ctx, message);
  }

  /** Sends what is in the outbox already, or needs none. */
  send(ctx: Ctx, message: Message): void {
    if (this.session.isOpen(this.channel)) this.#send(ctx, message);
    else this.#end(ctx, message, this.#options.offline ?? "republished", "not connected");
  }

  setup(): readonly Method[] {
    return this.#options.confirms === false ? [] : [{ type: "confirm.select" }];
  }

  ready(ctx: Ctx): void {
    for (const message of [...this.#waiting.values()]) this.#send(ctx, message);
  }

  received(ctx: Ctx, method: ServerMethod): void {
    if (this.#options.confirms === false) return;
    if (method.type === "basic.return") this.#returned.add(method.message.id);
    else if (method.type === "basic.ack" || method.type === "basic.nack") {
      const tags = method.multiple ? [...this.#unconfirmed.keys()].filter((tag) => tag <= method.deliveryTag) : [method.deliveryTag];
      for (const tag of tags) this.#answered(ctx, tag, method.type === "basic.ack");
    }
  }

  lost(ctx: Ctx): void {
    const pending = [...this.#unconfirmed.values()];
    this.#unconfirmed.clear();
    this.#returned.clear();
    if (this.#options.staleSequence !== true) this.#published = 0;
    for (const message of pending) this.#end(ctx, message, this.#options.unconfirmed ?? "republished", "the channel was lost before it was confirmed");
  }

  /** True when the timer was its own. */
  wake(ctx: Ctx, timer: string, id?: number): boolean {
    if (timer === "confirm") this.#again(ctx, [...this.#unconfirmed.values()].find((message) => message.id === id));
    else if (timer === "publish again") this.#again(ctx, this.#waiting.get(id!));
    else return false;
    return true;
  }

  /** Ordinals of what it still has to tell about. */
  state(): { readonly waiting: readonly number[]; readonly unconfirmed: readonly number[] } {
    return { waiting: [...this.#waiting.keys()], unconfirmed: [...this.#unconfirmed.values()].map(({ id }) => id) };
  }

  #again(ctx: Ctx, message: Message | undefined): void {
    if (message !== undefined && this.session.isOpen(this.channel)) this.#send(ctx, message);
  }

  #send(ctx: Ctx, message: Message): void {
    const { exchange = "", routingKey = "", properties = { deliveryMode: 2 }, mandatory = true, confirms = true, confirmTimeout } = this.#options;
    this.#waiting.delete(message.id);
    if (confirms) {
      // One answer for each message is enough; that to an earlier copy is not waited for.
      for (const [tag, { id }] of this.#unconfirmed) if (id === message.id) this.#unconfirmed.delete(tag);
      this.#unconfirmed.set(++this.#published, message);
    }
    this.session.send({
      type: "basic.publish", channel: this.channel, message, exchange, mandatory,
      routingKey: typeof routingKey === "string" ? routingKey : routingKey(message),
      properties: typeof properties === "function" ? properties(message) : properties,
    });
    if (!confirms) this.#tell(ctx, message, "stored", "");
    else if (confirmTimeout !== undefined) ctx.timer("confirm", confirmTimeout, message.id);
  }

  #answered(ctx: Ctx, tag: number, stored: boolean): void {
    const message = this.#unconfirmed.get(tag);
    if (message === undefined) return;
    this.#unconfirmed.delete(tag);
    ctx.cancel("confirm", message.id);
    const { nacked = "republished", returned = "republished" } = this.#options;
    const unroutable = this.#returned.delete(message.id);
    if (!stored) this.#end(ctx, message, nacked, "the broker refused it");
    else if (unroutable) this.#end(ctx, message, returned, "no queue is bound");
    else this.#tell(ctx, message, "stored", "");
  }

  #end(ctx: Ctx, message: Message, fate: Fate, reason: string): void {
    if (fate === "republished") {
      this.#waiting.set(message.id, message);
      if (this.session.isOpen(this.channel)) ctx.timer("publish again", this.#options.retryAfter ?? "100ms", message.id);
    } else if (fate === "believed") this.#tell(ctx, message, "stored", reason);
    else if (fate !== "forgotten") this.#tell(ctx, message, fate, reason);
  }

  #tell(ctx: Ctx, message: Message, outcome: Outcome, reason: string): void {
    // What is in the outbox was told when it was written.
    if (this.#options.outbox === true) ctx.disk.remove(`outbox ${message.id}`);
    else this.#settled(ctx, message, outcome, reason);
  }
}
