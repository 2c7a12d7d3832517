import { SequenceMap } from "../../../delivery/sequence-map.ts";
import type { Plain } from "../../../kernel/plain.ts";
import { isPersistent } from "../content.ts";
import type { Content } from "../content.ts";
import { AmqpError, named, preconditionFailed } from "../errors.ts";
import { Backlog } from "./backlog.ts";
import { Consumer, Consumers } from "./consumers.ts";
import type { QueueDefinition } from "./definition.ts";
import { Entry } from "./entry.ts";
import type { EntryOwner } from "./entry.ts";
import type { DeathReason, QueueHost, QueueObserver } from "./host.ts";
import { Expiry } from "./expiry.ts";
import { Idle } from "./idle.ts";
import { queueOptions } from "./options.ts";
import type { QueueOptions } from "./options.ts";
import { Owed } from "./owed.ts";
import type { Channel, Conditions, Outcome, Queue, Subscription } from "./queue.ts";

const NONE: readonly Entry[] = [];

/** A classic queue (rabbit_amqqueue_process over rabbit_variable_queue), not mirrored. */
export class ClassicQueue implements Queue, EntryOwner {
  readonly name: string;
  readonly definition: QueueDefinition;
  readonly #options: QueueOptions;
  readonly #host: QueueHost;
  readonly #observer: QueueObserver | undefined;
  readonly #consumers: Consumers;
  readonly #ready: Backlog;
  readonly #unacked = new SequenceMap<Entry>();
  readonly #owed = new Owed(this);
  readonly #idle: Idle;
  readonly #expiry: Expiry;
  #exclusive: Consumer | undefined;
  #next = 1;
  #gone = false;
  readonly #key = (id: number): string => `message ${this.definition.uid}/${id}`;

  constructor(definition: QueueDefinition, host: QueueHost, observer?: QueueObserver) {
    this.#observer = observer;
    this.name = definition.name;
    this.definition = definition;
    this.#host = host;
    this.#options = queueOptions(definition.arguments);
    this.#consumers = new Consumers(this, this.#options.singleActive);
    this.#ready = new Backlog(this.#options, (ready) => host.grew(this.name, ready));
    this.#expiry = new Expiry(host, this.name, () => this.#dropExpired());
    this.#idle = new Idle(host.timers, this.name, this.#options.expires, () => this.end());
    this.#idle.begin();
  }

  state(): Plain {
    return { ready: this.#ready.length, unacked: this.#unacked.size, consumers: this.#consumers.count };
  }

  /** What survived a stop of the node, oldest first. */
  recover(id: number, content: Content, expires: number, redelivered: boolean): void {
    const entry = new Entry(this, id, content, this.#ready.priorityOf(content), expires, undefined, 0);
    entry.key = this.#key(id);
    entry.written = true;
    entry.recovered = true;
    entry.redelivered = redelivered;
    this.#next = id + 1;
    this.#observer?.kept(id, content, expires);
    this.#ready.add(entry);
  }

  /** All of it is there. */
  recovered(): void {
    this.#dropExpired();
  }

  /** Of those unacknowledged and those requeued, what a graceful stop remembers: they have been delivered. */
  get delivered(): readonly number[] {
    return [...[...this.#unacked.entries()].map(([id]) => id), ...[...this.#ready].flatMap(({ id, redelivered }) => (redelivered ? [id] : []))];
  }

  publish(content: Content, from: Channel | undefined, sequence: number, again = false): void {
    const { overflow } = this.#options;
    if (overflow !== "drop-head" && this.#ready.wouldOverflow(content)) {
      if (overflow === "reject-publish-dlx") this.#host.died(this.definition, content, "maxlen");
      if (sequence > 0) from?.rejected(this, sequence);
      return;
    }
    const expires = this.#ready.expiryOf(content, this.#host.now);
    const entry = new Entry(this, this.#next++, content, this.#ready.priorityOf(content), expires, from, sequence);
    entry.redelivered = again;
    const consumer = this.#consumers.next();
    const durable = this.definition.durable && isPersistent(content);
    if (consumer?.subscription.noAck === true) {
      this.#handOver(entry, consumer);
      return;
    }
    this.#observer?.kept(entry.id, content, expires);
    if (!durable) this.#owed.confirm(entry);
    else {
      this.#owed.add(entry);
      entry.key = this.#key(entry.id);
      this.#host.journal.add(entry, sequence > 0);
    }
    if (consumer !== undefined) {
      // BQ:is_empty, which rabbit_amqqueue_process takes for granted here (RABBITMQ.md, row 40).
      if (this.#ready.length > 0) this.#crash(entry);
      else this.#handOver(entry, consumer);
    } else {
      this.#ready.add(entry);
      // Looked for only when another may have become the first (deliver_or_enqueue): one of higher priority may expire unseen.
      if (this.#dropOverflow() || this.#ready.length === 1) this.#dropExpired();
    }
  }

  /** The entry is on the disk. */
  persisted(entry: Entry): void {
    this.#owed.confirm(entry);
  }

  consume(from: Channel, subscription: Subscription): void {
    if (this.#exclusive !== undefined || (subscription.exclusive && (this.#consumers.single || this.#consumers.count > 0))) {
      return from.answer({ type: "refused", error: new AmqpError("ACCESS_REFUSED", `${named("queue", this.name)} in exclusive use`) });
    }
    const consumer = new Consumer(from, subscription);
    from.met(this);
    if (subscription.exclusive) this.#exclusive = consumer;
    this.#consumers.add(consumer);
    this.#idle.stop();
    from.answer({ type: "consuming" });
    this.#run();
  }

  cancel(from: Channel, consumerTag: string): void {
    const consumer = this.#consumers.find(from, consumerTag);
    const promoted = consumer !== undefined && this.#drop(consumer);
    from.answer({ type: "cancelled" });
    if (promoted && !this.#host.settings.singleActiveConsumerStalls) this.#run();
    if (consumer !== undefined) this.#afterConsumers();
  }

  get(from: Channel, noAck: boolean): void {
    this.#used();
    const entry = this.#ready.shift();
    if (entry === undefined) return from.answer({ type: "empty" });
    const expired = this.#takeExpired();
    if (!noAck) {
      from.met(this);
      this.#hold(entry, from, undefined);
    }
    from.answer({ type: "got", id: entry.id, content: entry.content, redelivered: entry.redelivered, deliveryCount: -1, messageCount: this.#ready.length });
    if (noAck) this.#dispose(entry);
    // The answer comes before what it leads to in other queues.
    for (const one of expired) this.#die(one, "expired");
  }

  purge(from: Channel): void {
    const messageCount = this.#ready.length;
    for (let entry = this.#ready.shift(); entry !== undefined; entry = this.#ready.shift()) {
      if (this.#host.settings.confirmOnPurge) this.#dispose(entry);
      else this.#forget(entry);
    }
    from.answer({ type: "counts", messageCount, consumerCount: this.#consumers.count });
  }

  delete(from: Channel, { ifUnused, ifEmpty }: Conditions): void {
    const refused = ifEmpty && this.#ready.length > 0 ? "not empty" : ifUnused && this.#consumers.count > 0 ? "in use" : undefined;
    if (refused !== undefined) return from.answer({ type: "refused", error: preconditionFailed(`${named("queue", this.name)} ${refused}`) });
    const counts = { messageCount: this.#ready.length, consumerCount: this.#consumers.count };
    this.end();
    from.answer({ type: "counts", ...counts });
  }

  inspect(from: Channel): void {
    this.#used();
    from.answer({ type: "counts", messageCount: this.#ready.length, consumerCount: this.#consumers.count });
  }

  settle(from: Channel, ids: readonly number[], outcome: Outcome): void {
    // Deleted: late acks are accepted, and late rejections dead-letter nothing.
    if (this.#gone) return;
    let freed = outcome === "requeue";
    for (const id of ids) {
      const entry = this.#unacked.get(id);
      if (entry?.channel !== from) continue;
      freed ||= entry.consumer?.full === true;
      this.#release(entry);
      if (outcome === "requeue") this.#ready.requeue(entry);
      else if (outcome === "reject") this.#die(entry, "rejected");
      else this.#dispose(entry);
    }
    if (outcome === "requeue") this.#returned();
    if (freed) this.#run();
  }

  resume(from: Channel): void {
    this.#consumers.resumed(from);
    this.#run();
  }

  gone(from: Channel): void {
    const consumers = this.#consumers.of(from);
    for (const consumer of consumers) this.#drop(consumer);
    const held = [...this.#unacked.entries()].flatMap(([, entry]) => (entry.channel === from ? [entry] : []));
    for (const entry of held) {
      this.#release(entry);
      this.#ready.requeue(entry);
    }
    if (consumers.length > 0) this.#afterConsumers();
    if (this.#gone) return;
    if (held.length > 0) this.#returned();
    this.#run();
  }

  /**
   * The process of the queue dies, and another begins with what is on the disk: what was owed is rejected, consumers are cancelled,
   * and everything may have been delivered before. `published`: what made it die, and is lost with it.
   */
  #crash(published: Entry): void {
    this.#owed.rejectAll();
    this.#forget(published);
    const entries = [...this.#unacked.entries()].map(([, entry]) => entry);
    const channels = this.#channels();
    for (const consumer of [...this.#consumers.all]) this.#drop(consumer);
    for (const entry of entries) this.#release(entry);
    for (let entry = this.#ready.shift(); entry !== undefined; entry = this.#ready.shift()) entries.push(entry);
    for (const entry of entries.sort((a, b) => a.id - b.id)) {
      if (!entry.written) this.#forget(entry);
      else {
        entry.redelivered = true;
        this.#ready.add(entry);
      }
    }
    for (const channel of channels) channel.queueGone(this);
  }

  #channels(): Set<Channel> {
    return new Set([...this.#consumers.all.map(({ channel }) => channel), ...[...this.#unacked.entries()].map(([, { channel }]) => channel!)]);
  }

  /** Deleted: what it owed is confirmed (RABBITMQ.md, Confirms), what it held is gone. */
  end(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#owed.confirmAll();
    const channels = this.#channels();
    for (const entry of [...this.#ready, ...[...this.#unacked.entries()].map(([, one]) => one)]) this.#forget(entry);
    this.#idle.stop();
    this.#expiry.stop();
    this.#host.deleted(this.name);
    for (const channel of channels) channel.queueGone(this);
  }

  // Delivery.

  #run(): void {
    while (this.#ready.length > 0) {
      const consumer = this.#consumers.next();
      if (consumer === undefined) break;
      const entry = this.#ready.shift()!;
      this.#dropExpired();
      this.#handOver(entry, consumer);
    }
  }

  #handOver(entry: Entry, consumer: Consumer): void {
    const { channel, subscription } = consumer;
    if (!subscription.noAck) {
      this.#hold(entry, channel, consumer);
      consumer.unacked++;
    }
    channel.deliver(this, subscription.consumerTag, entry.id, entry.content, entry.redelivered, -1);
    if (subscription.noAck) this.#dispose(entry);
  }

  #hold(entry: Entry, channel: Channel, consumer: Consumer | undefined): void {
    entry.channel = channel;
    entry.consumer = consumer;
    this.#unacked.set(entry.id, entry);
  }

  #release(entry: Entry): void {
    const { consumer } = entry;
    this.#unacked.delete(entry.id);
    entry.channel = undefined;
    entry.consumer = undefined;
    if (consumer === undefined) return;
    const { full } = consumer;
    consumer.unacked--;
    if (full && !consumer.cancelled) this.#consumers.unblock(consumer.channel);
  }

  // Keeping.

  /** Settled, or handed to someone who will not acknowledge: durable or not, its confirm is due now. */
  #dispose(entry: Entry): void {
    this.#owed.confirm(entry);
    this.#forget(entry);
  }

  #forget(entry: Entry): void {
    entry.withdrawn = true;
    this.#observer?.forgotten(entry.id);
    if (entry.key !== "") this.#host.journal.remove(entry);
  }

  #die(entry: Entry, reason: DeathReason): void {
    this.#host.died(this.definition, entry.recovered || this.#options.lazy ? forgetful(entry.content) : entry.content, reason);
    this.#dispose(entry);
  }

  /** True when something was dropped. */
  #dropOverflow(): boolean {
    if (this.#options.overflow !== "drop-head" || !this.#ready.over) return false;
    while (this.#ready.over) this.#die(this.#ready.shift()!, "maxlen");
    return true;
  }

  /** What comes back may be too much, or too late. */
  #returned(): void {
    this.#dropOverflow();
    this.#dropExpired();
  }

  /** Messages expire only at the head. */
  #dropExpired(): void {
    for (const entry of this.#takeExpired()) this.#die(entry, "expired");
  }

  #takeExpired(): readonly Entry[] {
    const { now } = this.#host;
    let first = this.#ready.first();
    if (first === undefined || first.expires === Infinity) return NONE;
    const expired: Entry[] = [];
    for (; first !== undefined && first.expires <= now; first = this.#ready.first()) expired.push(this.#ready.shift()!);
    this.#expiry.watch(first?.expires ?? Infinity);
    return expired;
  }

  // Consumers.

  /** True when another became the single active one. */
  #drop(consumer: Consumer): boolean {
    if (this.#exclusive === consumer) this.#exclusive = undefined;
    return this.#consumers.remove(consumer);
  }

  /** Without consumers it ends, if it is to, or begins to be unused. */
  #afterConsumers(): void {
    if (this.#consumers.count > 0) return;
    if (this.definition.autoDelete) this.end();
    else this.#idle.begin();
  }

  #used(): void {
    if (this.#consumers.count === 0) this.#idle.begin();
  }
}

/** The properties of a message that was read from the disk are not decoded, so that its death does not know its expiration (per_msg_ttl_header of 3.10). */
function forgetful(content: Content): Content {
  const { expiration: _, ...properties } = content.properties;
  return { ...content, properties };
}
