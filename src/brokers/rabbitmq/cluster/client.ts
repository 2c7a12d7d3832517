import type { Plain } from "../../../kernel/plain.ts";
import type { Content } from "../content.ts";
import { AmqpError, named } from "../errors.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { Answer, Channel, Outcome, Queue, Subscription } from "../queue/queue.ts";
import type { QuorumCommand } from "../quorum/commands.ts";
import type { Settings } from "../settings.ts";
import type { Sleeper, Timers } from "../timers.ts";
import { answerOf } from "./answers.ts";
import { SETUP } from "./distribution.ts";
import type { Introduced, Numbered, QuorumEvent } from "./entries.ts";
import type { PeerFrame } from "./frames.ts";
import { User } from "./quorum-user.ts";

/** What a client of a quorum queue needs of its node. */
export interface ClientHost {
  readonly settings: Settings;
  readonly timers: Timers;
  readonly now: number;
  tell(peer: string, frame: PeerFrame): void;
  /** To the leader, if it can be reached. */
  command(leader: string, group: number, command: Numbered): void;
  ask(leader: string, group: number, channel: string, what: "inspect" | "delete"): void;
  introduce(leader: string, group: number, channels: readonly Introduced[]): void;
  /** Asks all nodes that can be seen who leads. Whoever does, answers. */
  enquire(group: number): void;
  /** So many of these nodes can be seen, this one included. */
  seen(members: readonly string[]): number;
  /** `net_ticktime`, µs. */
  readonly netTickTime: number;
}

/** What waits for a majority, but not for ever; and what is sent again. */
const TIMED = ["get", "consume", "register", "resend"] as const;
/** So many unconfirmed messages (quorum_commands_soft_limit) are sent again after so long, to the same leader as well. */
const MANY = 32;
const RESEND = 10_000_000;
const COMMANDS = { ack: "settle", requeue: "return", reject: "discard" } as const;
/** How much longer than `net_ticktime` a command waits for a majority (rabbit_fifo_client:init). */
const LONGER = 5_000_000;

type Untimed<C> = C extends unknown ? Omit<C, "at"> : never;

/**
 * A quorum queue as the channels of a node see it (rabbit_fifo_client): commands go to the leader, and again to the next one as long
 * as they are not known to be applied. So a change of leaders loses nothing, repeats nothing, and leaves delivery tags as they are.
 */
export class QuorumClient implements Queue, Sleeper {
  readonly name: string;
  readonly definition: QueueDefinition;
  /** Of the queue. Beside its definition, whose shape is another with every way it came here. */
  readonly #uid: number;
  readonly #host: ClientHost;
  readonly #users = new Map<string, User>();
  #leader: string | undefined;
  #term = 0;
  /** Since when its leader cannot be seen. */
  #lostAt = 0;
  /** A leader has been asked for since there was none. */
  #enquired = false;
  /** The queue rejects what is published (reject-publish). */
  #full = false;

  constructor(definition: QueueDefinition, host: ClientHost) {
    this.name = definition.name;
    this.definition = definition;
    this.#uid = definition.uid;
    this.#host = host;
  }

  publish(content: Content, from: Channel | undefined, sequence: number): void {
    if (from === undefined) {
      if (this.#leader !== undefined) this.#host.command(this.#leader, this.#uid, { type: "enqueue", channel: "", nth: 0, content, at: 0, number: 0 });
      return;
    }
    if (this.#full) {
      if (sequence > 0) from.rejected(this, sequence);
      return;
    }
    const user = this.#user(from);
    if (!user.isRegistered && (this.#leader === undefined || !this.#majority)) return this.#register(user, content, sequence);
    user.isRegistered = true;
    const number = ++user.last;
    this.#submit(user, { type: "enqueue", channel: from.id, nth: number, content, at: 0, number }, sequence);
  }

  /** A channel's first message waits until the queue is led by a majority: for the leader, then for the others. It is refused at once where there is none and the leader is down. */
  #register(user: User, content: Content, sequence: number): void {
    if (this.#leader === undefined && !this.#majority) return sequence > 0 ? user.channel.rejected(this, sequence) : undefined;
    user.unregistered.push({ content, sequence });
    if (this.#leader === undefined) this.#enquire();
    this.#host.timers.arm(this.#timer(user.channel.id, "register"), this.#timeout + SETUP, this, true);
  }

  get #majority(): boolean {
    const { members = [] } = this.definition;
    return this.#host.seen(members) * 2 > members.length;
  }

  get #timeout(): number {
    return this.#host.netTickTime + LONGER;
  }

  consume(from: Channel, { consumerTag, prefetch, noAck, arguments: given }: Subscription): void {
    const user = this.#user(from);
    if (noAck) user.noAck.add(consumerTag);
    const { "x-priority": priority } = given;
    const checkout = { type: "checkout", channel: from.id, consumerTag, prefetch: noAck ? 0 : prefetch, priority: typeof priority === "number" ? priority : 0 } as const;
    user.consumers.set(consumerTag, { ...checkout, at: 0 });
    user.opening = consumerTag;
    this.#request(user, checkout);
    if (!this.#majority) this.#host.timers.arm(this.#timer(from.id, "consume"), this.#timeout + SETUP, this, true);
  }

  cancel(from: Channel, consumerTag: string): void {
    const user = this.#user(from);
    user.consumers.delete(consumerTag);
    this.#request(user, { type: "cancel", channel: from.id, consumerTag });
  }

  get(from: Channel, noAck: boolean): void {
    if (this.definition.arguments["x-single-active-consumer"] === true) {
      const explanation = `cannot obtain access to locked ${named("queue", this.name)}. basic.get operations are not supported by quorum queues with single active consumer`;
      return from.answer({ type: "refused", error: new AmqpError("RESOURCE_LOCKED", explanation) });
    }
    const user = this.#user(from);
    if (noAck) user.noAck.add("");
    else user.noAck.delete("");
    this.#request(user, { type: "get", channel: from.id, noAck });
    if (user.asking === 0) return;
    user.getting = true;
    this.#host.timers.arm(this.#timer(from.id), this.#timeout, this, true);
    this.#giveUp();
  }

  purge(from: Channel): void {
    this.#request(this.#user(from), { type: "purge", channel: from.id });
  }

  delete(from: Channel): void {
    this.#question(from, "delete");
  }

  /** Without a leader it looks empty (rabbit_quorum_queue:stat). */
  inspect(from: Channel): void {
    if (this.#leader === undefined) from.answer({ type: "counts", messageCount: 0, consumerCount: 0 });
    else this.#question(from, "inspect");
  }

  settle(from: Channel, ids: readonly number[], outcome: Outcome): void {
    const user = this.#user(from);
    this.#submit(user, { type: COMMANDS[outcome], channel: from.id, ids, at: 0, number: ++user.last }, 0);
  }

  /** A shared prefetch is refused with a quorum queue. */
  resume(): void {}

  gone(from: Channel): void {
    const user = this.#users.get(from.id);
    if (user === undefined) return;
    // What it has not been told of goes with it.
    if (user.isBehind) user.skips = true;
    user.isBehind = false;
    this.#submit(user, { type: "down", channel: from.id, at: 0, number: ++user.last }, 0);
    this.#users.delete(from.id);
    for (const what of TIMED) this.#host.timers.cancel(this.#timer(from.id, what));
  }

  end(): void {
    if (this.#leader !== undefined) this.#host.ask(this.#leader, this.#uid, "", "delete");
  }

  state(): Plain {
    return { leader: this.#leader ?? null, unapplied: Object.fromEntries([...this.#users.values()].flatMap(({ channel, pending }) => (pending.size > 0 ? [[channel.id, pending.size]] : []))) };
  }

  // From the leader.

  /**
   * A node leads the queue's members, or says so again: it gets to know the channels, and all that may have been lost. Not so `late`, when
   * it could not be seen from here for a while: a channel that has published meanwhile finds a new leader with its next command, and what it
   * has published to a leader that is the same all the time is lost (rabbit_fifo_client sends again when the leader changes, and only then).
   */
  leads(leader: string, term: number, full: boolean, late: boolean): void {
    // One that was cut off may not know that there is another.
    if (term < this.#term) return;
    // What is sent in the meantime waits for a connection, so long.
    const wasLost = this.#leader === undefined && this.#host.now - this.#lostAt > SETUP;
    this.#term = term;
    this.#leader = leader;
    this.#enquired = false;
    this.#full = full;
    this.#host.introduce(leader, this.#uid, [...this.#users.values()].map(({ channel, seen, consumers }) => [channel.id, seen, [...consumers.values()]]));
    for (const user of this.#users.values()) {
      const hasPublished = [...user.pending.entries()].some(([, { command }]) => command.type === "enqueue");
      if (late && hasPublished && user.term < term) user.isBehind = true;
      else {
        if (late && hasPublished && wasLost) this.#lose(user);
        this.#catchUp(user);
      }
      if (user.question !== undefined) this.#host.ask(leader, this.#uid, user.channel.id, user.question);
    }
    this.seen();
  }

  /** There may be a majority again. */
  seen(): void {
    if (this.#leader === undefined || !this.#majority) return;
    for (const user of this.#users.values()) {
      if (user.unregistered.length === 0) continue;
      this.#host.timers.cancel(this.#timer(user.channel.id, "register"));
      for (const { content, sequence } of user.unregistered.splice(0)) this.publish(content, user.channel, sequence);
    }
  }

  #lose(user: User): void {
    for (const [number, pending] of [...user.pending.entries()]) {
      if (pending.command.type !== "enqueue") continue;
      user.pending.delete(number);
      user.lost.push(pending);
    }
    user.skips = true;
  }

  /** All that is not known to be applied goes to the leader; to another one what was lost as well. */
  #catchUp(user: User, lostAsWell = user.term < this.#term): void {
    user.isBehind = false;
    if (lostAsWell) {
      this.#host.timers.cancel(this.#timer(user.channel.id, "resend"));
      for (const { command, sequence } of user.lost.splice(0)) {
        const number = ++user.last;
        user.pending.set(number, { command: { ...command, number }, sequence });
      }
    }
    user.term = this.#term;
    if (!this.#host.settings.resendToNewLeader) return;
    for (const [, { command }] of user.pending.entries()) this.#host.command(this.#leader!, this.#uid, user.skips ? { ...command, skips: true } : command);
  }

  get isLed(): boolean {
    return this.#leader !== undefined;
  }

  /** A node cannot be seen any more. */
  lost(node: string): void {
    if (this.#leader === node) {
      this.#leader = undefined;
      this.#lostAt = this.#host.now;
    }
    this.#giveUp();
  }

  fills(full: boolean): void {
    this.#full = full;
  }

  told({ channel, applied, answer, delivery }: QuorumEvent): void {
    const user = this.#users.get(channel);
    if (user === undefined) return;
    for (let { lowest } = user.pending; lowest !== undefined && lowest <= applied; { lowest } = user.pending) {
      // Sent again to the next leader, which knows the answer as well.
      if (lowest === user.asking && answer?.[0] !== lowest) break;
      const { sequence } = user.pending.get(lowest)!;
      user.pending.delete(lowest);
      if (sequence > 0) user.channel.confirmed(this, sequence);
    }
    if (answer !== undefined) this.#answered(user, answer[0], answerOf(answer[1]));
    if (delivery === undefined || delivery.id <= user.seen) return;
    user.seen = delivery.id;
    if (user.opening === delivery.consumerTag) user.early.push(delivery);
    else this.#deliver(user, delivery);
  }

  #deliver(user: User, { consumerTag, id, content, deliveryCount }: NonNullable<QuorumEvent["delivery"]>): void {
    user.channel.deliver(this, consumerTag, id, content, deliveryCount > 0, deliveryCount);
    if (user.noAck.has(consumerTag)) this.settle(user.channel, [id], "ack");
  }

  /** It was deleted: what it owes is confirmed (RABBITMQ.md, Confirms); rejected, where it has never begun. */
  deleted(error: AmqpError): void {
    const settled = this.#term > 0 ? "confirmed" : "rejected";
    const users = [...this.#users.values()];
    this.#users.clear();
    for (const { channel, pending, lost, unregistered, asking } of users) {
      for (const { sequence } of [...[...pending.entries()].map(([, one]) => one), ...lost, ...unregistered]) if (sequence > 0) channel[settled](this, sequence);
      channel.queueGone(this);
      if (asking !== 0) channel.answer({ type: "refused", error });
    }
  }

  wake(timer: string): void {
    const what = TIMED.find((one) => timer.startsWith(one))!;
    const user = this.#users.get(timer.slice(`${what} ${this.name} `.length));
    if (user === undefined) return;
    if (what === "register") for (const { sequence } of user.unregistered.splice(0)) if (sequence > 0) user.channel.rejected(this, sequence);
    if (what === "get" && user.getting) this.#fail(user, `Cannot get a message from queue '${named("queue", this.name)}': {timeout,{'%2F_${this.name}',${this.#leader ?? this.definition.home!}}}`);
    if (what === "resend") {
      if (this.#leader === undefined) this.#host.timers.arm(timer, RESEND, this, true);
      else this.#catchUp(user, true);
    }
    if (what === "consume" && user.opening !== undefined) this.#fail(user, "");
  }

  #answered(user: User, number: number, answer: Answer): void {
    if (user.asking === 0 || user.asking !== number) return;
    user.asking = 0;
    user.question = undefined;
    if (user.getting) this.#host.timers.cancel(this.#timer(user.channel.id));
    user.getting = false;
    user.channel.answer(answer);
    if (answer.type === "consuming") {
      this.#host.timers.cancel(this.#timer(user.channel.id, "consume"));
      user.opening = undefined;
      for (const delivery of user.early.splice(0)) this.#deliver(user, delivery);
    }
    if (answer.type === "got" && user.noAck.has("")) this.settle(user.channel, [answer.id], "ack");
  }

  /** Its leader is gone and no other can be elected: gets are told so at once. */
  #giveUp(): void {
    if (this.#leader !== undefined || this.#majority) return;
    for (const user of [...this.#users.values()]) if (user.getting) this.#fail(user, `Cannot get a message from queue '${named("queue", this.name)}': nodedown`);
  }

  #fail(user: User, reason: string): void {
    user.asking = 0;
    user.getting = false;
    user.channel.answer({ type: "refused", error: new AmqpError("INTERNAL_ERROR", reason) });
  }

  #request(user: User, command: Untimed<QuorumCommand>): void {
    user.asking = ++user.last;
    this.#submit(user, { ...command, at: 0, number: user.last } as Numbered, 0);
  }

  #question(from: Channel, what: "inspect" | "delete"): void {
    const user = this.#user(from);
    user.asking = -1;
    user.question = what;
    if (this.#leader !== undefined) this.#host.ask(this.#leader, this.#uid, from.id, what);
    else this.#enquire();
  }

  /** One may have been elected before this node knew of the queue. */
  #enquire(): void {
    if (!this.#enquired) this.#host.enquire(this.#uid);
    this.#enquired = true;
  }

  /** The leader says what time it is. */
  #submit(user: User, command: Numbered, sequence: number): void {
    if (user.isBehind && this.#leader !== undefined) this.#catchUp(user);
    if (command.type === "enqueue" && user.lost.length > 0) {
      user.lost.push({ command, sequence });
      if (user.lost.length === MANY + 1) this.#host.timers.arm(this.#timer(user.channel.id, "resend"), RESEND, this, false);
      return;
    }
    user.pending.set(command.number, { command, sequence });
    if (this.#leader !== undefined) this.#host.command(this.#leader, this.#uid, user.skips ? { ...command, skips: true } : command);
    else this.#enquire();
  }

  #timer(channel: string, what: (typeof TIMED)[number] = "get"): string {
    return `${what} ${this.name} ${channel}`;
  }

  #user(channel: Channel): User {
    let user = this.#users.get(channel.id);
    if (user !== undefined) return user;
    user = new User(channel, this.#term);
    this.#users.set(channel.id, user);
    channel.met(this);
    return user;
  }
}
