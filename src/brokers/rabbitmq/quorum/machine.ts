import { SequenceMap } from "../../../delivery/sequence-map.ts";
import type { Plain } from "../../../kernel/plain.ts";
import { Deque } from "../../deque.ts";
import { bytesOf } from "../content.ts";
import type { Content } from "../content.ts";
import type { DeathReason } from "../queue/host.ts";
import type { QueueOptions } from "../queue/options.ts";
import type { QuorumCommand, QuorumEffects } from "./commands.ts";
import { Rotation } from "./rotation.ts";
import type { QuorumConsumer } from "./rotation.ts";

/** A message of the queue. */
type Held = { readonly content: Content; readonly expires: number; deliveryCount: number };
type CheckedOut = { readonly message: Held; readonly consumer: QuorumConsumer };
type Dead = { readonly id: number; readonly content: Content; readonly reason: DeathReason };

const MILLISECOND = 1_000;
/** What a consumer without prefetch may hold. */
const UNLIMITED = 2_000;
/** reject-publish ends when no more than so much of the limit is ready. */
const LOW = 0.8;

/**
 * The state of a quorum queue, which nothing but the entries of its log changes (rabbit_fifo of 3.10): the same log makes the same
 * state, on every member and after every restart. What was returned is served first, in the order in which it came back.
 */
export class QuorumMachine {
  readonly #options: QueueOptions;
  readonly #messages = new Deque<Held>();
  readonly #returns = new Deque<Held>();
  readonly #checkedOut = new SequenceMap<CheckedOut>();
  readonly #consumers = new Map<string, QuorumConsumer>();
  readonly #rotation = new Rotation();
  /** With a single active consumer: those that wait, in the order they came. */
  #waiting: QuorumConsumer[] = [];
  /** The last message of each channel that publishes. */
  readonly #enqueuers = new Map<string, number>();
  /** Dead letters on their way, at least once. */
  readonly #dead = new SequenceMap<Dead>();
  #id = 0;
  #bytes = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get ready(): number {
    return this.#messages.length + this.#returns.length;
  }

  get unacked(): number {
    return this.#checkedOut.size;
  }

  /** Those that wait to become the single active one do not count, a get that is not settled does. */
  get consumerCount(): number {
    return this.#consumers.size;
  }

  /** When the first message expires, by the leader's clock; Infinity: not at all. */
  get nextExpiry(): number {
    return this.#first()?.expires ?? Infinity;
  }

  /** Publishers are to be refused from now on; and until it is `low`. */
  get over(): boolean {
    const { maxLength, maxBytes } = this.#options;
    return this.ready + this.#dead.size > maxLength || this.#bytes > maxBytes;
  }

  get low(): boolean {
    const { maxLength, maxBytes } = this.#options;
    return this.ready + this.#dead.size <= Math.floor(maxLength * LOW) && this.#bytes <= Math.floor(maxBytes * LOW);
  }

  /** Channels it knows of: publishers and consumers. */
  get channels(): ReadonlySet<string> {
    return new Set([...this.#enqueuers.keys(), ...[...this.#consumers.values(), ...this.#waiting].map(({ channel }) => channel)]);
  }

  hasConsumer(channel: string, consumerTag: string): boolean {
    return this.#consumers.get(keyOf(channel, consumerTag))?.over === false || this.#waiting.some((one) => one.channel === channel && one.consumerTag === consumerTag);
  }

  /** What the consumers of a channel hold, by id. */
  heldBy(channel: string): readonly (readonly [id: number, { readonly consumerTag: string; readonly content: Content; readonly deliveryCount: number }])[] {
    return [...this.#checkedOut.entries()].flatMap(([id, { consumer, message: { content, deliveryCount } }]) => (consumer.channel === channel && consumer.prefetch > 0 ? [[id, { consumerTag: consumer.consumerTag, content, deliveryCount }] as const] : []));
  }

  /** Dead letters that a new leader has to bring on their way again. */
  get dead(): readonly Dead[] {
    return [...this.#dead.entries()].map(([, dead]) => dead);
  }

  apply(command: QuorumCommand, effects: QuorumEffects): void {
    switch (command.type) {
      case "enqueue": this.#enqueue(command, effects); break;
      case "checkout": this.#checkout(command, effects); break;
      case "cancel": this.#cancel(command, effects); break;
      case "get": return this.#get(command, effects);
      case "purge": return this.#purge(command, effects);
      case "settle": this.#settle(command, () => {}); break;
      case "return": this.#settle(command, (message) => this.#return(message, this.#options.deliveryLimit < Infinity, effects)); break;
      case "discard": this.#settle(command, (message) => this.#die(message.content, "rejected", effects)); break;
      case "down": this.#down(command.channel, effects); break;
      case "dead-lettered": this.#deadLettered(command.ids); break;
      case "expire": break;
    }
    this.#serve(command.at, effects);
    this.#dropOverflow(effects);
  }

  #enqueue({ channel, nth, content, at }: Extract<QuorumCommand, { type: "enqueue" }>, effects: QuorumEffects): void {
    if (channel !== "") {
      if (nth <= (this.#enqueuers.get(channel) ?? 0)) return effects.enqueued(channel, nth);
      this.#enqueuers.set(channel, nth);
    }
    this.#bytes += this.#size(content);
    this.#messages.push({ content, expires: this.#expires(content, at), deliveryCount: 0 });
    effects.enqueued(channel, nth);
  }

  /** Time to live 0 is 1 ms: whoever waits gets it. */
  #expires({ properties: { expiration } }: Content, at: number): number {
    const { ttl } = this.#options;
    if (expiration === undefined && ttl === Infinity) return Infinity;
    return at + MILLISECOND * Math.max(1, Math.min(ttl, expiration === undefined ? Infinity : Number(expiration)));
  }

  #checkout({ channel, consumerTag, prefetch, priority }: Extract<QuorumCommand, { type: "checkout" }>, effects: QuorumEffects): void {
    // Said again by a channel that could not know whether it was heard.
    if (this.hasConsumer(channel, consumerTag)) return effects.answer(channel, { type: "consuming" });
    const consumer: QuorumConsumer = { channel, consumerTag, prefetch: prefetch === 0 ? UNLIMITED : prefetch, priority, over: false, held: new Set(), waiting: false };
    if (this.#options.singleActive && this.#active !== undefined) this.#waiting.push(consumer);
    else this.#activate(consumer);
    effects.answer(channel, { type: "consuming" });
  }

  get #active(): QuorumConsumer | undefined {
    for (const consumer of this.#consumers.values()) if (!consumer.over) return consumer;
    return undefined;
  }

  /** One that was cancelled and still holds messages goes on under its old tag. */
  #activate(consumer: QuorumConsumer): void {
    const key = keyOf(consumer.channel, consumer.consumerTag);
    for (const id of this.#consumers.get(key)?.held ?? []) {
      consumer.held.add(id);
      this.#checkedOut.set(id, { message: this.#checkedOut.get(id)!.message, consumer });
    }
    this.#consumers.set(key, consumer);
    this.#rotation.add(consumer);
  }

  /** Another takes over, though the one before may still hold messages. */
  #succeed(): void {
    if (!this.#options.singleActive || this.#active !== undefined) return;
    const next = this.#waiting.shift();
    if (next !== undefined) this.#activate(next);
  }

  #cancel({ channel, consumerTag }: Extract<QuorumCommand, { type: "cancel" }>, effects: QuorumEffects): void {
    const consumer = this.#consumers.get(keyOf(channel, consumerTag));
    this.#waiting = this.#waiting.filter((one) => one.channel !== channel || one.consumerTag !== consumerTag);
    if (consumer !== undefined) {
      consumer.over = true;
      this.#rotation.remove(consumer);
      this.#forget(consumer);
      this.#succeed();
    }
    effects.answer(channel, { type: "cancelled" });
  }

  #get({ channel, at }: Extract<QuorumCommand, { type: "get" | "purge" }>, effects: QuorumEffects): void {
    this.#dropExpired(at, effects);
    const message = this.#take();
    if (message === undefined) return effects.answer(channel, { type: "empty" });
    const id = ++this.#id;
    const consumer: QuorumConsumer = { channel, consumerTag: `\0get ${id}`, prefetch: 0, priority: 0, over: true, held: new Set([id]), waiting: false };
    this.#consumers.set(keyOf(channel, consumer.consumerTag), consumer);
    this.#checkedOut.set(id, { message, consumer });
    const { content, deliveryCount } = message;
    effects.answer(channel, { type: "got", id, content, redelivered: deliveryCount > 0, deliveryCount, messageCount: this.ready });
  }

  #purge({ channel }: Extract<QuorumCommand, { type: "get" | "purge" }>, effects: QuorumEffects): void {
    const messageCount = this.ready;
    while (this.#take() !== undefined) continue;
    effects.answer(channel, { type: "counts", messageCount, consumerCount: this.consumerCount });
  }

  /** What a channel does not hold any more is ignored. */
  #settle({ channel, ids }: { readonly channel: string; readonly ids: readonly number[] }, then: (message: Held) => void): void {
    for (const id of ids) {
      const out = this.#checkedOut.get(id);
      if (out?.consumer.channel === channel) then(this.#release(id, out));
    }
  }

  #release(id: number, { message, consumer }: CheckedOut): Held {
    this.#checkedOut.delete(id);
    consumer.held.delete(id);
    if (consumer.over) this.#forget(consumer);
    else this.#rotation.add(consumer);
    return message;
  }

  #forget(consumer: QuorumConsumer): void {
    if (consumer.held.size === 0) this.#consumers.delete(keyOf(consumer.channel, consumer.consumerTag));
  }

  /** Each return counts; beyond the limit it is dead. `front`: before all that was never returned; else behind everything (RABBITMQ.md, Requeue). */
  #return(message: Held, front: boolean, effects: QuorumEffects): void {
    message.deliveryCount++;
    if (message.deliveryCount > this.#options.deliveryLimit) return this.#die(message.content, "delivery_limit", effects);
    this.#bytes += this.#size(message.content);
    (front ? this.#returns : this.#messages).push(message);
  }

  #down(channel: string, effects: QuorumEffects): void {
    this.#enqueuers.delete(channel);
    this.#waiting = this.#waiting.filter((one) => one.channel !== channel);
    for (const consumer of [...this.#consumers.values()]) {
      if (consumer.channel !== channel) continue;
      consumer.over = true;
      this.#rotation.remove(consumer);
      for (const id of [...consumer.held]) this.#return(this.#release(id, this.#checkedOut.get(id)!), true, effects);
      this.#forget(consumer);
    }
    this.#succeed();
  }

  #serve(at: number, effects: QuorumEffects): void {
    this.#dropExpired(at, effects);
    while (this.ready > 0) {
      const consumer = this.#rotation.next();
      if (consumer === undefined) return;
      const message = this.#take()!;
      const id = ++this.#id;
      consumer.held.add(id);
      this.#checkedOut.set(id, { message, consumer });
      effects.deliver(consumer.channel, consumer.consumerTag, id, message.content, message.deliveryCount);
      this.#dropExpired(at, effects);
    }
  }

  #first(): Held | undefined {
    return this.#returns.first() ?? this.#messages.first();
  }

  #take(): Held | undefined {
    const message = this.#returns.shift() ?? this.#messages.shift();
    if (message !== undefined) this.#bytes -= this.#size(message.content);
    return message;
  }

  #dropExpired(at: number, effects: QuorumEffects): void {
    for (let first = this.#first(); first !== undefined && first.expires <= at; first = this.#first()) this.#die(this.#take()!.content, "expired", effects);
  }

  #dropOverflow(effects: QuorumEffects): void {
    if (this.#options.overflow === "reject-publish") return;
    while (this.over && this.ready > 0) this.#die(this.#take()!.content, "maxlen", effects);
  }

  #size(content: Content): number {
    return this.#options.maxBytes === Infinity ? 0 : bytesOf(content);
  }

  #die(content: Content, reason: DeathReason, effects: QuorumEffects): void {
    const { atLeastOnce, overflow, deadLetterExchange } = this.#options;
    // The strategy needs an exchange and reject-publish; without, it is at most once after all.
    if (!atLeastOnce || overflow !== "reject-publish" || deadLetterExchange === undefined) return effects.died(content, reason);
    const id = ++this.#id;
    this.#bytes += this.#size(content);
    this.#dead.set(id, { id, content, reason });
    effects.kept(id, content, reason);
  }

  #deadLettered(ids: readonly number[]): void {
    for (const id of ids) {
      const dead = this.#dead.get(id);
      if (dead !== undefined) this.#bytes -= this.#size(dead.content);
      this.#dead.delete(id);
    }
  }

  /** All of it, for a log to begin with. */
  snapshot(): Plain {
    const consumer = ({ channel, consumerTag, prefetch, priority, over, held }: QuorumConsumer): Plain => [channel, consumerTag, prefetch, priority, over, [...held]];
    return {
      id: this.#id,
      messages: [...this.#messages].map(packed),
      returns: [...this.#returns].map(packed),
      checkedOut: [...this.#checkedOut.entries()].map(([id, { message }]) => [id, packed(message)]),
      consumers: [...this.#consumers.values()].map(consumer),
      rotation: this.#rotation.order.map((one) => keyOf(one.channel, one.consumerTag)),
      waiting: this.#waiting.map(consumer),
      enqueuers: [...this.#enqueuers],
      dead: this.dead.map(({ id, content, reason }) => [id, content, reason]),
    };
  }

  /** What `snapshot` made, for a machine that has done nothing yet. */
  restore(snapshot: Plain): void {
    const from = snapshot as unknown as Snapshot;
    const consumer = ([channel, consumerTag, prefetch, priority, over, held]: PackedConsumer): QuorumConsumer => ({ channel, consumerTag, prefetch, priority, over, held: new Set(held), waiting: false });
    const ready = (packedMessage: Packed): Held => {
      const message = unpacked(packedMessage);
      this.#bytes += this.#size(message.content);
      return message;
    };
    this.#id = from.id;
    for (const one of from.messages) this.#messages.push(ready(one));
    for (const one of from.returns) this.#returns.push(ready(one));
    const holders = new Map<number, QuorumConsumer>();
    for (const one of from.consumers.map(consumer)) {
      this.#consumers.set(keyOf(one.channel, one.consumerTag), one);
      for (const id of one.held) holders.set(id, one);
    }
    // In order of their ids, as they were checked out.
    for (const [id, message] of from.checkedOut) this.#checkedOut.set(id, { message: unpacked(message), consumer: holders.get(id)! });
    for (const key of from.rotation) this.#rotation.restore(this.#consumers.get(key)!);
    this.#waiting = from.waiting.map(consumer);
    for (const [channel, nth] of from.enqueuers) this.#enqueuers.set(channel, nth);
    for (const [id, content, reason] of from.dead) {
      this.#dead.set(id, { id, content, reason });
      this.#bytes += this.#size(content);
    }
  }
}

type Packed = readonly [content: Content, expires: number | null, deliveryCount: number];
type PackedConsumer = readonly [channel: string, consumerTag: string, prefetch: number, priority: number, over: boolean, held: readonly number[]];
type Snapshot = {
  readonly id: number;
  readonly messages: readonly Packed[];
  readonly returns: readonly Packed[];
  readonly checkedOut: readonly (readonly [id: number, message: Packed])[];
  readonly consumers: readonly PackedConsumer[];
  readonly rotation: readonly string[];
  readonly waiting: readonly PackedConsumer[];
  readonly enqueuers: readonly (readonly [channel: string, nth: number])[];
  readonly dead: readonly (readonly [id: number, content: Content, reason: DeathReason])[];
};

const packed = ({ content, expires, deliveryCount }: Held): Packed => [content, expires === Infinity ? null : expires, deliveryCount];
const unpacked = ([content, expires, deliveryCount]: Packed): Held => ({ content, expires: expires ?? Infinity, deliveryCount });
const keyOf = (channel: string, consumerTag: string): string => `${channel} ${consumerTag}`;
