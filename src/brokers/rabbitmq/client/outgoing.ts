import type { Message } from "../../../delivery/message.ts";
import type { Duration } from "../../../kernel/time.ts";
import type { Properties, ServerMethod } from "../methods.ts";
import type { Method } from "../declarations.ts";
import type { Channel, Ctx, Session } from "./session.ts";

/** How an application publishes, with the habits people have. */
export interface OutgoingOptions {
  /** Default: the default exchange, "". */
  readonly exchange?: string;
  /** Default "": of the default exchange, the name of the queue. */
  readonly routingKey?: string | ((message: Message) => string);
  /** Default: persistent (delivery mode 2), and nothing else. */
  readonly properties?: Properties | ((message: Message) => Properties);
  /** Publisher confirms. Without, what was sent counts as stored. Default true. */
  readonly confirms?: boolean;
  /** Wants back what cannot be routed. Default true. */
  readonly mandatory?: boolean;
  /** Of what was sent and not confirmed when the channel is lost. "forgotten": nobody ever hears. Default "republished". */
  readonly pending?: Fate;
  /** Of what the broker refused with a nack. Default "republished". */
  readonly nacked?: Fate;
  /** Of what came back unroutable. "believed": the ack that follows the return is believed. Default "republished". */
  readonly returned?: Fate;
  /** Of what is published while there is no channel. Default "republished", that is, as soon as there is one. */
  readonly offline?: Fate;
  /** How long after a nack, a return or no answer it is published again. Default 100ms. */
  readonly retry?: Duration;
  /** How long a confirm may take before the message is published again. Default: for ever, while the channel lives. */
  readonly patience?: Duration;
  /** Writes each message to disk before it is sent, and forgets it when it is confirmed. Default false: a crash forgets it. */
  readonly outbox?: boolean;
  /** After the channel was lost, goes on counting confirms where it was, though the broker begins at 1 again. Default false. */
  readonly staleSequence?: boolean;
}

/** What becomes of a message: published again; reported as not stored, or as given up; taken for stored; or nobody hears of it again. */
export type Fate = "republished" | "refused" | "given up" | "believed" | "forgotten";

/** Told once of each message: the broker has it (or so the application believes), or it never will, or nobody knows. */
export type Settled = (ctx: Ctx, message: Message, outcome: "stored" | "refused" | "given up", reason: string) => void;

/** The publishing half of an application. */
export class Outgoing implements Channel {
  readonly number: number;
  session!: Session;
  readonly #options: OutgoingOptions;
  readonly #settled: Settled;
  readonly #unconfirmed = new Map<number, Message>();
  readonly #waiting = new Map<number, Message>();
  readonly #returned = new Set<number>();
  #published = 0;

  constructor(number: number, options: OutgoingOptions, settled: Settled) {
    this.number = number;
    this.#options = options;
    this.#settled = settled;
  }

  setup(): readonly Method[] {
    return this.#options.confirms === false ? [] : [{ type: "confirm.select" }];
  }

  /** What was in the outbox goes out again. */
  start(ctx: Ctx): void {
    for (const key of ctx.disk.keys("outbox ")) {
      const message = ctx.disk.read(key) as Message | undefined;
      if (message !== undefined) this.#waiting.set(message.id, message);
    }
  }

  publish(ctx: Ctx, message: Message): void {
    if (this.#options.outbox === true && ctx.transaction((tx) => tx.write(`outbox ${message.id}`, message)) === "failed") return this.#settled(ctx, message, "refused", "the outbox's disk failed");
    this.resume(ctx, message);
  }

  /** Sends what is stored in the outbox already. */
  resume(ctx: Ctx, message: Message): void {
    if (this.session.isOpen(this.number)) this.#send(ctx, message);
    else this.#end(ctx, message, this.#options.offline ?? "republished", "not connected");
  }

  ready(ctx: Ctx): void {
    const messages = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const message of messages) this.#send(ctx, message);
  }

  received(ctx: Ctx, method: ServerMethod): void {
    if (method.type === "basic.return") {
      this.#returned.add(method.message.id);
      if (this.#options.confirms === false) this.#returned.delete(method.message.id);
    } else if ((method.type === "basic.ack" || method.type === "basic.nack") && this.#options.confirms !== false) {
      const tags = method.multiple ? [...this.#unconfirmed.keys()].filter((tag) => tag <= method.deliveryTag) : [method.deliveryTag];
      for (const tag of tags) this.#answered(ctx, tag, method.type === "basic.ack");
    }
  }

  lost(ctx: Ctx): void {
    const pending = [...this.#unconfirmed.values()];
    this.#unconfirmed.clear();
    this.#returned.clear();
    if (this.#options.staleSequence !== true) this.#published = 0;
    for (const message of pending) this.#end(ctx, message, this.#options.pending ?? "republished", "the connection was lost before it was confirmed");
  }

  wake(ctx: Ctx, timer: string, id?: number): boolean {
    if (timer === "publish again") this.#again(ctx, this.#waiting.get(id!));
    else if (timer === "patience") this.#again(ctx, [...this.#unconfirmed.values()].find((message) => message.id === id));
    else return false;
    return true;
  }

  /** Ordinals of what it still has to tell about. */
  state(): { readonly waiting: readonly number[]; readonly unconfirmed: readonly number[] } {
    return { waiting: [...this.#waiting.keys()], unconfirmed: [...this.#unconfirmed.values()].map(({ id }) => id) };
  }

  #again(ctx: Ctx, message: Message | undefined): void {
    if (message === undefined || !this.session.isOpen(this.number)) return;
    this.#waiting.delete(message.id);
    this.#send(ctx, message);
  }

  #send(ctx: Ctx, message: Message): void {
    const { exchange = "", routingKey = "", properties = { deliveryMode: 2 }, mandatory = true, confirms = true, patience } = this.#options;
    if (confirms) this.#unconfirmed.set(++this.#published, message);
    this.session.send(this.number, {
      type: "basic.publish", message, exchange, mandatory,
      routingKey: typeof routingKey === "string" ? routingKey : routingKey(message),
      properties: typeof properties === "function" ? properties(message) : properties,
    });
    if (!confirms) this.#tell(ctx, message, "stored", "");
    else if (patience !== undefined) ctx.timer("patience", patience, message.id);
  }

  #answered(ctx: Ctx, tag: number, stored: boolean): void {
    const message = this.#unconfirmed.get(tag);
    if (message === undefined) return;
    this.#unconfirmed.delete(tag);
    ctx.cancel("patience", message.id);
    const { nacked = "republished", returned = "republished" } = this.#options;
    if (!stored) this.#end(ctx, message, nacked, "the broker refused it");
    else if (this.#returned.delete(message.id)) this.#end(ctx, message, returned, "no queue is bound");
    else this.#tell(ctx, message, "stored", "");
  }

  #end(ctx: Ctx, message: Message, fate: Fate, reason: string): void {
    if (fate === "republished") {
      this.#waiting.set(message.id, message);
      if (this.session.isOpen(this.number)) ctx.timer("publish again", this.#options.retry ?? "100ms", message.id);
    } else if (fate === "believed") this.#tell(ctx, message, "stored", reason);
    else if (fate !== "forgotten") this.#tell(ctx, message, fate, reason);
  }

  #tell(ctx: Ctx, message: Message, outcome: "stored" | "refused" | "given up", reason: string): void {
    this.#settled(ctx, message, outcome, reason);
    if (this.#options.outbox === true) ctx.disk.remove(`outbox ${message.id}`);
  }
}
