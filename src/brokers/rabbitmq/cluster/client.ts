import { SequenceMap } from "../../../delivery/sequence-map.ts";
import type { Plain } from "../../../kernel/plain.ts";
import type { Content } from "../content.ts";
import { AmqpError, named } from "../errors.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { Answer, Channel, Outcome, Queue, Subscription } from "../queue/queue.ts";
import type { QuorumCommand } from "../quorum/commands.ts";
import type { Settings } from "../settings.ts";
import type { Sleeper, Timers } from "../timers.ts";
import { answerOf } from "./answers.ts";
import type { Checkout, Introduced, Numbered, QuorumEvent } from "./entries.ts";
import type { PeerFrame } from "./frames.ts";

/** What a client of a quorum queue needs of its node. */
export interface ClientHost {
  readonly settings: Settings;
  readonly timers: Timers;
  tell(peer: string, frame: PeerFrame): void;
  /** To the leader, if it can be reached. */
  command(leader: string, group: number, command: Numbered): void;
  ask(leader: string, group: number, channel: string, what: "inspect" | "delete"): void;
  introduce(leader: string, group: number, channels: readonly Introduced[]): void;
  /** So many of these nodes can be seen, this one included. */
  seen(members: readonly string[]): number;
}

/** What was sent and is not known to be applied. `sequence`: to confirm, 0 for none. */
type Pending = { readonly command: Numbered; readonly sequence: number };

/** A channel of this node that uses the queue. */
class User {
  readonly channel: Channel;
  last = 0;
  readonly pending = new SequenceMap<Pending>();
  /** The highest delivery it has seen. */
  seen = 0;
  /** The number of the command whose answer it waits for; -1: of a question outside the log. */
  asking = 0;
  question: "inspect" | "delete" | undefined;
  getting = false;
  /** The consumer whose checkout has not been answered, and what came for it already: a new leader does not know who has heard what. */
  opening: string | undefined;
  early: NonNullable<QuorumEvent["delivery"]>[] = [];
  readonly consumers = new Map<string, Checkout>();
  /** Consumers that acknowledge nothing; "" for a get that does not. */
  readonly noAck = new Set<string>();

  constructor(channel: Channel) {
    this.channel = channel;
  }
}

const COMMANDS = { ack: "settle", requeue: "return", reject: "discard" } as const;
/** How long a get waits for a majority: two commands that time out, and a little; seen so on 3.10.8. */
const TIMEOUT = 65_000_000;

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
    const number = ++user.last;
    this.#submit(user, { type: "enqueue", channel: from.id, nth: number, content, at: 0, number }, sequence);
  }

  consume(from: Channel, { consumerTag, prefetch, noAck, arguments: given }: Subscription): void {
    const user = this.#user(from);
    if (noAck) user.noAck.add(consumerTag);
    const { "x-priority": priority } = given;
    const checkout = { type: "checkout", channel: from.id, consumerTag, prefetch: noAck ? 0 : prefetch, priority: typeof priority === "number" ? priority : 0 } as const;
    user.consumers.set(consumerTag, { ...checkout, at: 0 });
    user.opening = consumerTag;
    this.#request(user, checkout);
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
    this.#host.timers.arm(this.#timer(from.id), TIMEOUT, this, true);
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
    this.#submit(user, { type: "down", channel: from.id, at: 0, number: ++user.last }, 0);
    this.#users.delete(from.id);
    this.#host.timers.cancel(this.#timer(from.id));
  }

  end(): void {
    if (this.#leader !== undefined) this.#host.ask(this.#leader, this.#uid, "", "delete");
  }

  state(): Plain {
    return { leader: this.#leader ?? null, unapplied: Object.fromEntries([...this.#users.values()].flatMap(({ channel, pending }) => (pending.size > 0 ? [[channel.id, pending.size]] : []))) };
  }

  // From the leader.

  /** A node leads the queue's members, or says so again: it gets to know the channels, and all that may have been lost. */
  leads(leader: string, term: number, full: boolean): void {
    // One that was cut off may not know that there is another.
    if (term < this.#term) return;
    this.#term = term;
    this.#leader = leader;
    this.#full = full;
    this.#host.introduce(leader, this.#uid, [...this.#users.values()].map(({ channel, seen, consumers }) => [channel.id, seen, [...consumers.values()]]));
    for (const user of this.#users.values()) {
      if (this.#host.settings.resendToNewLeader) for (const [, { command }] of user.pending.entries()) this.#host.command(leader, this.#uid, command);
      if (user.question !== undefined) this.#host.ask(leader, this.#uid, user.channel.id, user.question);
    }
  }

  get isLed(): boolean {
    return this.#leader !== undefined;
  }

  /** A node cannot be seen any more. */
  lost(node: string): void {
    if (this.#leader === node) this.#leader = undefined;
    this.#giveUp();
  }

  fills(full: boolean): void {
    this.#full = full;
  }

  told({ channel, applied, answer, delivery }: QuorumEvent): void {
    const user = this.#users.get(channel);
    if (user === undefined) return;
    for (let { lowest } = user.pending; lowest !== undefined && lowest <= applied; { lowest } = user.pending) {
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

  /** It was deleted: what it owes is confirmed (RABBITMQ.md, Confirms). */
  deleted(error: AmqpError): void {
    const users = [...this.#users.values()];
    this.#users.clear();
    for (const { channel, pending, asking } of users) {
      for (const [, { sequence }] of pending.entries()) if (sequence > 0) channel.confirmed(this, sequence);
      channel.queueGone(this);
      if (asking !== 0) channel.answer({ type: "refused", error });
    }
  }

  wake(timer: string): void {
    const user = this.#users.get(timer.slice(`get ${this.name} `.length));
    if (user?.getting === true) this.#fail(user, `{timeout,{'%2F_${this.name}',${this.#leader ?? this.definition.home!}}}`);
  }

  #answered(user: User, number: number, answer: Answer): void {
    if (user.asking === 0 || user.asking !== number) return;
    user.asking = 0;
    user.question = undefined;
    if (user.getting) this.#host.timers.cancel(this.#timer(user.channel.id));
    user.getting = false;
    user.channel.answer(answer);
    if (answer.type === "consuming") {
      user.opening = undefined;
      for (const delivery of user.early.splice(0)) this.#deliver(user, delivery);
    }
    if (answer.type === "got" && user.noAck.has("")) this.settle(user.channel, [answer.id], "ack");
  }

  /** Its leader is gone and no other can be elected: gets are told so at once. */
  #giveUp(): void {
    const { members = [] } = this.definition;
    if (this.#leader !== undefined || this.#host.seen(members) * 2 > members.length) return;
    for (const user of [...this.#users.values()]) if (user.getting) this.#fail(user, "nodedown");
  }

  #fail(user: User, reason: string): void {
    user.asking = 0;
    user.getting = false;
    user.channel.answer({ type: "refused", error: new AmqpError("INTERNAL_ERROR", `Cannot get a message from queue '${named("queue", this.name)}': ${reason}`) });
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
  }

  /** The leader says what time it is. */
  #submit(user: User, command: Numbered, sequence: number): void {
    user.pending.set(command.number, { command, sequence });
    if (this.#leader !== undefined) this.#host.command(this.#leader, this.#uid, command);
  }

  #timer(channel: string): string {
    return `get ${this.name} ${channel}`;
  }

  #user(channel: Channel): User {
    let user = this.#users.get(channel.id);
    if (user !== undefined) return user;
    user = new User(channel);
    this.#users.set(channel.id, user);
    channel.met(this);
    return user;
  }
}
