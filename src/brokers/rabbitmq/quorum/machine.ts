import { SequenceMap } from "../../../delivery/sequence-map.ts";
import type { Plain } from "../../../kernel/plain.ts";
import { Deque } from "../../deque.ts";
import { bytesOf } from "../content.ts";
import type { Content } from "../content.ts";
import type { DeathReason } from "../queue/host.ts";
import type { QueueOptions } from "../queue/options.ts";
import type { QuorumCommand, QuorumEffects } from "./commands.ts";
import { expiryOf } from "./expiry.ts";
import { keyOf, Rotation } from "./rotation.ts";
import type { QuorumConsumer } from "./rotation.ts";
import { packed, packedConsumer, unpacked, unpackedConsumer } from "./snapshot.ts";
import type { Held, Packed, Snapshot } from "./snapshot.ts";

type CheckedOut = { readonly id: number; readonly message: Held; readonly consumer: QuorumConsumer };
type Dead = { readonly id: number; readonly content: Content; readonly reason: DeathReason };

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
  /** By the entry that is being applied. */
  #served: CheckedOut[] = [];
  /** By the entry that is being applied, at most once, in the order in which they go out. */
  #fallen: Omit<Dead, "id">[] = [];
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
    // Without a delivery limit the leader writes an entry for each message that is returned.
    if (command.type === "return" && command.ids.length > 1 && this.#options.deliveryLimit === Infinity) {
      for (const id of command.ids) this.apply({ ...command, ids: [id] }, effects);
      return;
    }
    switch (command.type) {
      case "enqueue": this.#enqueue(command, effects); break;
      case "checkout": this.#checkout(command, effects); break;
      case "cancel": this.#cancel(command, effects); break;
      case "get":
        this.#get(command, effects);
        return this.#bury(effects);
      case "purge": return this.#purge(command, effects);
      case "settle": this.#settle(command, () => {}); break;
      case "return": this.#settle(command, (message, consumer) => this.#return(message, consumer, this.#options.deliveryLimit < Infinity, effects)); break;
      case "discard": this.#settle(command, (message) => this.#die(message.content, "rejected", effects)); break;
      case "down": this.#down(command.channel, effects); break;
      case "suspend": this.#suspend(command.channel, effects); break;
      case "resume": this.#resume(command.channel); break;
      case "dead-lettered": this.#deadLettered(command.ids); break;
      case "expire": break;
    }
    this.#serve(command.at, effects);
    this.#dropOverflow();
    this.#bury(effects);
    if (this.#served.length > 0) this.#deliver(effects);
  }

  #enqueue({ channel, nth, content, at }: Extract<QuorumCommand, { type: "enqueue" }>, effects: QuorumEffects): void {
    if (channel !== "") {
      if (nth <= (this.#enqueuers.get(channel) ?? 0)) return effects.enqueued(channel, nth);
      this.#enqueuers.set(channel, nth);
    }
    this.#bytes += this.#size(content);
    this.#messages.push({ content, expires: expiryOf(content, this.#options.ttl, at), deliveryCount: 0 });
    effects.enqueued(channel, nth);
  }

  #checkout({ channel, consumerTag, prefetch, priority }: Extract<QuorumCommand, { type: "checkout" }>, effects: QuorumEffects): void {
    // Said again by a channel that could not know whether it was heard.
    if (this.hasConsumer(channel, consumerTag)) {
      this.#resume(channel);
      return effects.answer(channel, { type: "consuming" });
    }
    const consumer: QuorumConsumer = { channel, consumerTag, prefetch: prefetch === 0 ? UNLIMITED : prefetch, priority, extra: 0, over: false, suspended: false, held: 0, waiting: false };
    if (this.#options.singleActive && this.#active !== undefined) this.#waiting.push(consumer);
    else this.#activate(consumer);
    effects.answer(channel, { type: "consuming" });
  }

  get #active(): QuorumConsumer | undefined {
    for (const consumer of this.#consumers.values()) if (!consumer.over && !consumer.suspended) return consumer;
    return undefined;
  }

  /** One that was cancelled and still holds messages goes on under its old tag. */
  #activate(consumer: QuorumConsumer): void {
    const key = keyOf(consumer.channel, consumer.consumerTag);
    const before = this.#consumers.get(key);
    for (const { id, message } of before === undefined ? [] : this.#heldWith(before)) {
      consumer.held++;
      this.#checkedOut.set(id, { id, message, consumer });
    }
    this.#consumers.set(key, consumer);
    this.#rotation.add(consumer);
  }

  /** Another takes over, though the one before may still hold messages. */
  #succeed(): void {
    if (!this.#options.singleActive || this.#active !== undefined) return;
    const next = this.#waiting.find(({ suspended }) => !suspended);
    if (next === undefined) return;
    this.#waiting = this.#waiting.filter((one) => one !== next);
    this.#activate(next);
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

  /** Looks for what expired behind the message it took: before it counts when that is settled at once, else afterwards. */
  #get({ channel, noAck, at }: Extract<QuorumCommand, { type: "get" }>, effects: QuorumEffects): void {
    this.#dropExpired(at, effects);
    const message = this.#take();
    if (message === undefined) return effects.answer(channel, { type: "empty" });
    if (noAck) this.#dropExpired(at, effects);
    const id = ++this.#id;
    const consumer: QuorumConsumer = { channel, consumerTag: `\0get ${id}`, prefetch: 0, priority: 0, extra: 0, over: true, suspended: false, held: 1, waiting: false };
    this.#consumers.set(keyOf(channel, consumer.consumerTag), consumer);
    this.#checkedOut.set(id, { id, message, consumer });
    const { content, deliveryCount } = message;
    effects.answer(channel, { type: "got", id, content, redelivered: deliveryCount > 0, deliveryCount, messageCount: this.ready });
    if (!noAck) this.#dropExpired(at, effects);
  }

  #purge({ channel }: Extract<QuorumCommand, { type: "purge" }>, effects: QuorumEffects): void {
    const messageCount = this.ready;
    while (this.#take() !== undefined) continue;
    effects.answer(channel, { type: "counts", messageCount, consumerCount: this.consumerCount });
  }

  /** What a channel does not hold any more is ignored. */
  #settle({ channel, ids }: { readonly channel: string; readonly ids: readonly number[] }, then: (message: Held, consumer: QuorumConsumer) => void): void {
    for (const id of ids) {
      const out = this.#checkedOut.get(id);
      if (out?.consumer.channel === channel) then(this.#release(id, out), out.consumer);
    }
  }

  #release(id: number, { message, consumer }: CheckedOut): Held {
    this.#checkedOut.delete(id);
    consumer.held--;
    if (consumer.over) this.#forget(consumer);
    else this.#rotation.add(consumer);
    return message;
  }

  /** What a consumer holds, in order of delivery. */
  #heldWith(consumer: QuorumConsumer): readonly CheckedOut[] {
    return [...this.#checkedOut.entries()].flatMap(([, out]) => (out.consumer === consumer ? [out] : []));
  }

  #forget(consumer: QuorumConsumer): void {
    if (consumer.held === 0) this.#consumers.delete(keyOf(consumer.channel, consumer.consumerTag));
  }

  /** Each return counts; beyond the limit it is dead, which gives 3.10's consumer credit once more than it should. `front`: before all that was never returned; else behind everything (RABBITMQ.md, Requeue). */
  #return(message: Held, consumer: QuorumConsumer, front: boolean, effects: QuorumEffects): void {
    message.deliveryCount++;
    if (message.deliveryCount > this.#options.deliveryLimit) {
      consumer.extra++;
      this.#rotation.add(consumer);
      return this.#die(message.content, "delivery_limit", effects);
    }
    this.#bytes += this.#size(message.content);
    (front ? this.#returns : this.#messages).push(message);
  }

  #down(channel: string, effects: QuorumEffects): void {
    this.#enqueuers.delete(channel);
    this.#waiting = this.#waiting.filter((one) => one.channel !== channel);
    for (const consumer of this.#of(channel)) {
      consumer.over = true;
      this.#returnAll(consumer, effects);
      this.#forget(consumer);
    }
    this.#succeed();
  }

  #suspend(channel: string, effects: QuorumEffects): void {
    for (const consumer of this.#of(channel)) {
      consumer.suspended = true;
      this.#returnAll(consumer, effects);
      if (consumer.over) this.#forget(consumer);
      else if (this.#options.singleActive) {
        this.#consumers.delete(keyOf(channel, consumer.consumerTag));
        this.#waiting.push(consumer);
      }
    }
    for (const consumer of this.#waiting) if (consumer.channel === channel) consumer.suspended = true;
    this.#succeed();
  }

  #resume(channel: string): void {
    for (const consumer of [...this.#of(channel), ...this.#waiting]) {
      if (consumer.channel !== channel || !consumer.suspended) continue;
      consumer.suspended = false;
      if (!this.#options.singleActive) this.#rotation.add(consumer);
    }
    this.#succeed();
  }

  /** The consumers of a channel, in the order of their tags, what get took first. */
  #of(channel: string): readonly QuorumConsumer[] {
    return [...this.#consumers.values()].filter((one) => one.channel === channel).sort((a, b) => (a.consumerTag < b.consumerTag ? -1 : a.consumerTag > b.consumerTag ? 1 : 0));
  }

  #returnAll(consumer: QuorumConsumer, effects: QuorumEffects): void {
    this.#rotation.remove(consumer);
    for (const out of this.#heldWith(consumer)) this.#return(this.#release(out.id, out), consumer, true, effects);
  }

  #serve(at: number, effects: QuorumEffects): void {
    this.#dropExpired(at, effects);
    while (this.ready > 0) {
      const consumer = this.#rotation.next();
      if (consumer === undefined) return;
      const message = this.#take()!;
      const id = ++this.#id;
      consumer.held++;
      const out = { id, message, consumer };
      this.#checkedOut.set(id, out);
      this.#served.push(out);
      this.#dropExpired(at, effects);
    }
  }

  /** What one entry of the log has delivered goes out consumer by consumer, in the order of their tags. */
  #deliver(effects: QuorumEffects): void {
    const served = this.#served;
    if (served.length > 1) served.sort((a, b) => (a.consumer.consumerTag < b.consumer.consumerTag ? -1 : a.consumer.consumerTag > b.consumer.consumerTag ? 1 : 0));
    for (const { id, message, consumer } of served) effects.deliver(consumer.channel, consumer.consumerTag, id, message.content, message.deliveryCount);
    this.#served = [];
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

  /** Each goes out before what goes out already (drop_head of rabbit_fifo): the last first, and before those that died of something else. */
  #dropOverflow(): void {
    if (this.#options.overflow === "reject-publish") return;
    while (this.over && this.ready > 0) this.#fallen.unshift({ content: this.#take()!.content, reason: "maxlen" });
  }

  #bury(effects: QuorumEffects): void {
    if (this.#fallen.length === 0) return;
    const fallen = this.#fallen;
    this.#fallen = [];
    for (const { content, reason } of fallen) effects.died(content, reason);
  }

  #size(content: Content): number {
    return this.#options.maxBytes === Infinity ? 0 : bytesOf(content);
  }

  #die(content: Content, reason: DeathReason, effects: QuorumEffects): void {
    const { atLeastOnce, overflow, deadLetterExchange } = this.#options;
    // The strategy needs an exchange and reject-publish; without, it is at most once after all.
    if (!atLeastOnce || overflow !== "reject-publish" || deadLetterExchange === undefined) return void this.#fallen.push({ content, reason });
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
    const snapshot: Snapshot = {
      id: this.#id,
      messages: [...this.#messages].map(packed),
      returns: [...this.#returns].map(packed),
      checkedOut: [...this.#checkedOut.entries()].map(([id, { message, consumer }]) => [id, packed(message), keyOf(consumer.channel, consumer.consumerTag)]),
      consumers: [...this.#consumers.values()].map(packedConsumer),
      rotation: this.#rotation.order.map((one) => keyOf(one.channel, one.consumerTag)),
      waiting: this.#waiting.map(packedConsumer),
      enqueuers: [...this.#enqueuers],
      dead: this.dead.map(({ id, content, reason }) => [id, content, reason]),
    };
    return snapshot;
  }

  /** What `snapshot` made, for a machine that has done nothing yet. */
  restore(snapshot: Plain): void {
    const from = snapshot as unknown as Snapshot;
    const ready = (packedMessage: Packed): Held => {
      const message = unpacked(packedMessage);
      this.#bytes += this.#size(message.content);
      return message;
    };
    this.#id = from.id;
    for (const one of from.messages) this.#messages.push(ready(one));
    for (const one of from.returns) this.#returns.push(ready(one));
    for (const one of from.consumers.map(unpackedConsumer)) this.#consumers.set(keyOf(one.channel, one.consumerTag), one);
    // In order of their ids, as they were checked out.
    for (const [id, message, consumer] of from.checkedOut) this.#checkedOut.set(id, { id, message: unpacked(message), consumer: this.#consumers.get(consumer)! });
    for (const key of from.rotation) this.#rotation.restore(this.#consumers.get(key)!);
    this.#waiting = from.waiting.map(unpackedConsumer);
    for (const [channel, nth] of from.enqueuers) this.#enqueuers.set(channel, nth);
    for (const [id, content, reason] of from.dead) {
      this.#dead.set(id, { id, content, reason });
      this.#bytes += this.#size(content);
    }
  }
}
