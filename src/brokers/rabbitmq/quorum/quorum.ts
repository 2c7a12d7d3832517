import type { Plain } from "../../../kernel/plain.ts";
import { AmqpError, named } from "../errors.ts";
import type { Content } from "../content.ts";
import type { Stored } from "../outputs.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { DeathReason, QueueHost } from "../queue/host.ts";
import { Expiry } from "../queue/expiry.ts";
import { Idle } from "../queue/idle.ts";
import { queueOptions } from "../queue/options.ts";
import type { QueueOptions } from "../queue/options.ts";
import type { Answer, Channel, Outcome, Queue, Subscription } from "../queue/queue.ts";
import type { QuorumCommand, QuorumEffects } from "./commands.ts";
import { SILENT } from "./commands.ts";
import { DeadLetters } from "./dead-letters.ts";
import type { LogReader, QuorumLog } from "./log.ts";
import { QuorumMachine } from "./machine.ts";
import { Publishers } from "./publishers.ts";

const COMMANDS = { ack: "settle", requeue: "return", reject: "discard" } as const;

/**
 * A quorum queue, where its leader is (rabbit_quorum_queue): what channels want becomes entries of the log, and what the machine
 * says when they are applied goes back to the channels.
 */
export class QuorumQueue implements Queue, QuorumEffects, LogReader {
  readonly name: string;
  readonly definition: QueueDefinition;
  readonly #options: QueueOptions;
  readonly #host: QueueHost;
  readonly #machine: QuorumMachine;
  readonly #log: QuorumLog;
  readonly #publishers: Publishers;
  readonly #deadLetters: DeadLetters;
  readonly #idle: Idle;
  readonly #expiry: Expiry;
  /** Those that can be told something. */
  readonly #channels = new Map<string, Channel>();
  /** Consumers that acknowledge nothing, and gets that do not: the queue settles for them. By channel, then by tag; "" for gets. */
  readonly #noAck = new Set<string>();
  #leads = false;
  #full = false;
  #most = 0;
  #gone = false;

  /** `log`: made for this reader. */
  constructor(definition: QueueDefinition, host: QueueHost, log: (reader: LogReader) => QuorumLog) {
    this.name = definition.name;
    this.definition = definition;
    this.#host = host;
    this.#options = queueOptions(definition.arguments);
    this.#machine = new QuorumMachine(this.#options);
    this.#publishers = new Publishers(this);
    this.#deadLetters = new DeadLetters(definition, host, (id) => this.#propose({ at: this.#host.now, type: "dead-lettered", ids: [id] }));
    this.#idle = new Idle(host.timers, this.name, this.#options.expires, () => this.end());
    this.#idle.begin();
    this.#expiry = new Expiry(host, this.name, () => this.#propose({ at: this.#host.now, type: "expire" }));
    this.#log = log(this);
  }

  state(): Plain {
    return { ready: this.#machine.ready, unacked: this.#machine.unacked, consumers: this.#machine.consumerCount };
  }

  /** It was just declared. */
  create(): void {
    this.#log.create();
    this.lead();
  }

  stopping(): void {
    this.#log.stopping();
  }

  /** The node starts. */
  recover(stored: Stored): void {
    this.#log.recover(stored);
    this.lead();
  }

  /** From now on it acts on what the log says: channels of the life before are gone, dead letters are tried again. */
  lead(): void {
    this.#leads = true;
    for (const channel of this.#machine.channels) if (!this.#channels.has(channel)) this.#propose({ at: this.#host.now, type: "down", channel });
    for (const { id, content, reason } of this.#machine.dead) this.#deadLetters.add(id, content, reason);
    this.#watch();
  }

  // From channels.

  publish(content: Content, from: Channel | undefined, sequence: number): void {
    const rejecting = this.#options.overflow === "reject-publish";
    if (from === undefined) return this.#propose({ at: this.#host.now, type: "enqueue", channel: "", nth: 0, content });
    const nth = this.#publishers.next(from, sequence, rejecting && this.#machine.over);
    if (nth > 0) this.#propose({ at: this.#host.now, type: "enqueue", channel: from.id, nth, content });
  }

  consume(from: Channel, { consumerTag, prefetch, noAck, arguments: given }: Subscription): void {
    this.#meet(from);
    if (noAck) this.#noAck.add(`${from.id} ${consumerTag}`);
    this.#idle.stop();
    const { "x-priority": priority } = given;
    this.#propose({ at: this.#host.now, type: "checkout", channel: from.id, consumerTag, prefetch: noAck ? 0 : prefetch, priority: typeof priority === "number" ? priority : 0 });
  }

  cancel(from: Channel, consumerTag: string): void {
    this.#propose({ at: this.#host.now, type: "cancel", channel: from.id, consumerTag });
  }

  get(from: Channel, noAck: boolean): void {
    if (this.#options.singleActive) {
      const explanation = `cannot obtain access to locked ${named("queue", this.name)}. basic.get operations are not supported by quorum queues with single active consumer`;
      return from.answer({ type: "refused", error: new AmqpError("RESOURCE_LOCKED", explanation) });
    }
    this.#meet(from);
    if (noAck) this.#noAck.add(`${from.id} `);
    else this.#noAck.delete(`${from.id} `);
    this.#used();
    this.#propose({ at: this.#host.now, type: "get", channel: from.id, noAck });
  }

  purge(from: Channel): void {
    this.#meet(from);
    this.#propose({ at: this.#host.now, type: "purge", channel: from.id });
  }

  delete(from: Channel): void {
    const counts = { messageCount: this.#machine.ready, consumerCount: this.#machine.consumerCount };
    this.end();
    from.answer({ type: "counts", ...counts });
  }

  inspect(from: Channel): void {
    this.#used();
    from.answer({ type: "counts", messageCount: this.#machine.ready, consumerCount: this.#machine.consumerCount });
  }

  settle(from: Channel, ids: readonly number[], outcome: Outcome): void {
    this.#propose({ at: this.#host.now, type: COMMANDS[outcome], channel: from.id, ids });
  }

  /** A shared prefetch is refused with a quorum queue. */
  resume(): void {}

  gone(from: Channel): void {
    const known = this.#publishers.forget(from);
    for (const key of [...this.#noAck]) if (key.startsWith(`${from.id} `)) this.#noAck.delete(key);
    if (this.#channels.delete(from.id) || known) this.#propose({ at: this.#host.now, type: "down", channel: from.id });
  }

  end(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#publishers.end();
    this.#deadLetters.end();
    this.#idle.stop();
    this.#expiry.stop();
    this.#log.discard();
    this.#host.deleted(this.name);
    for (const channel of this.#channels.values()) channel.queueGone(this);
  }

  #meet(channel: Channel): void {
    this.#channels.set(channel.id, channel);
    channel.met(this);
  }

  #propose(command: QuorumCommand): void {
    if (!this.#gone) this.#log.propose(command);
  }

  // From the log.

  apply(command: QuorumCommand): void {
    this.#machine.apply(command, this.#leads ? this : SILENT);
    if (this.#leads) this.#watch();
  }

  restore(state: Plain): void {
    this.#machine.restore(state);
  }

  snapshot(): Plain {
    return this.#machine.snapshot();
  }

  /** What follows from the state: publishers are refused or let in again, the next expiry has its timer. */
  #watch(): void {
    if (this.#options.overflow === "reject-publish" && (this.#full ? this.#machine.low : this.#machine.over)) {
      this.#full = !this.#full;
      this.#publishers.tell(this.#full);
    }
    this.#expiry.watch(this.#machine.nextExpiry);
    if (this.#machine.ready > this.#most) this.#host.grew(this.name, (this.#most = this.#machine.ready));
    if (this.#machine.consumerCount === 0) this.#unused();
    else this.#usedOnce = true;
  }

  // Effects of the machine.

  enqueued(channel: string, nth: number): void {
    this.#publishers.enqueued(channel, nth);
  }

  deliver(channel: string, consumerTag: string, id: number, content: Content, deliveryCount: number): void {
    this.#channels.get(channel)?.deliver(this, consumerTag, id, content, deliveryCount > 0, deliveryCount);
    if (this.#noAck.has(`${channel} ${consumerTag}`)) this.#propose({ at: this.#host.now, type: "settle", channel, ids: [id] });
  }

  answer(channel: string, answer: Answer): void {
    this.#channels.get(channel)?.answer(answer);
    if (answer.type === "got" && this.#noAck.has(`${channel} `)) this.#propose({ at: this.#host.now, type: "settle", channel, ids: [answer.id] });
  }

  died(content: Content, reason: DeathReason): void {
    this.#host.died(this.definition, content, reason);
  }

  kept(id: number, content: Content, reason: DeathReason): void {
    this.#deadLetters.add(id, content, reason);
  }

  // Use, for x-expires.

  #usedOnce = false;

  #used(): void {
    if (this.#machine.consumerCount === 0) this.#idle.begin();
  }

  #unused(): void {
    if (!this.#usedOnce) return;
    this.#usedOnce = false;
    this.#idle.begin();
  }
}
