import type { Plain } from "../../../kernel/plain.ts";
import type { Content } from "../content.ts";
import type { AmqpError } from "../errors.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { Channel, Conditions, Outcome, Queue, Subscription } from "../queue/queue.ts";
import { answerOf } from "./answers.ts";
import type { ChannelCall, PlainAnswer, QueueCall } from "./frames.ts";

/** A channel of this node that uses the queue. */
class User {
  readonly channel: Channel;
  /** Published, and not heard of since. */
  readonly unconfirmed = new Map<number, Content>();
  /** What it waits to be answered. */
  asking: QueueCall | undefined;
  readonly subscriptions = new Map<string, Subscription>();
  /** Delivered while the channel's shared prefetch had no room. */
  held: (ChannelCall & { readonly type: "deliver" })[] = [];

  constructor(channel: Channel) {
    this.channel = channel;
  }
}

/** A classic queue that lives on another node, as channels of this node see it. What it is told goes over the connection there. */
export class RemoteQueue implements Queue {
  readonly name: string;
  definition: QueueDefinition;
  readonly #send: (home: string, call: QueueCall) => void;
  readonly #users = new Map<string, User>();

  constructor(definition: QueueDefinition, send: (home: string, call: QueueCall) => void) {
    this.name = definition.name;
    this.definition = definition;
    this.#send = send;
  }

  publish(content: Content, from: Channel | undefined, sequence: number): void {
    if (from !== undefined && sequence > 0) this.#user(from).unconfirmed.set(sequence, content);
    this.#tell({ type: "publish", ...this.#to(from), content, sequence, message: content.message.id });
  }

  consume(from: Channel, subscription: Subscription): void {
    this.#ask(from, { type: "consume", ...this.#to(from), subscription });
  }

  cancel(from: Channel, consumerTag: string): void {
    this.#ask(from, { type: "cancel", ...this.#to(from), consumerTag });
  }

  get(from: Channel, noAck: boolean): void {
    this.#ask(from, { type: "get", ...this.#to(from), noAck });
  }

  purge(from: Channel): void {
    this.#ask(from, { type: "purge", ...this.#to(from) });
  }

  delete(from: Channel, conditions: Conditions): void {
    this.#ask(from, { type: "delete", ...this.#to(from), conditions });
  }

  inspect(from: Channel): void {
    this.#ask(from, { type: "inspect", ...this.#to(from) });
  }

  settle(from: Channel, ids: readonly number[], outcome: Outcome): void {
    this.#tell({ type: "settle", ...this.#to(from), ids, outcome });
  }

  resume(from: Channel): void {
    const user = this.#user(from);
    while (user.held.length > 0 && from.admits(this)) this.#deliver(user, user.held.shift()!);
  }

  gone(from: Channel): void {
    if (this.#users.delete(from.id)) this.#tell({ type: "gone", ...this.#to(from) });
  }

  end(): void {
    this.#tell({ type: "end", ...this.#to(undefined) });
  }

  state(): Plain {
    return { home: this.definition.home ?? null };
  }

  /** The queue says something. */
  received(call: ChannelCall): void {
    const user = this.#users.get(call.channel);
    if (user === undefined) return;
    switch (call.type) {
      case "answer":
        if (user.asking === undefined) return;
        this.#answered(user, call.answer);
        return user.channel.answer(answerOf(call.answer));
      case "confirmed":
      case "rejected":
        user.unconfirmed.delete(call.sequence);
        return user.channel[call.type](this, call.sequence);
      case "deliver":
        if (user.held.length > 0 || !user.channel.admits(this)) user.held.push(call);
        else this.#deliver(user, call);
    }
  }

  /** It was deleted: what was published to it counts as taken care of (RABBITMQ.md, Confirms). */
  deleted(error: AmqpError): void {
    this.#over((user, sequence) => user.channel.confirmed(this, sequence), error);
  }

  /** Its node is down: what it has not confirmed is rejected, for nobody knows. */
  lost(error: AmqpError): void {
    this.#over((user, sequence) => user.channel.rejected(this, sequence), error);
  }

  #over(settle: (user: User, sequence: number) => void, error: AmqpError): void {
    const users = [...this.#users.values()];
    this.#users.clear();
    for (const user of users) {
      for (const sequence of user.unconfirmed.keys()) settle(user, sequence);
      user.channel.queueGone(this);
      if (user.asking !== undefined) user.channel.answer({ type: "refused", error });
    }
  }

  #deliver({ channel }: User, { consumerTag, id, content, redelivered, deliveryCount }: ChannelCall & { readonly type: "deliver" }): void {
    channel.deliver(this, consumerTag, id, content, redelivered, deliveryCount);
  }

  /**
   * A mirror on another node has become the master: what was not confirmed is published again, consumers consume there, what was
   * asked is asked again. It knows what it has from the old master.
   */
  moved(definition: QueueDefinition): void {
    this.definition = definition;
    for (const user of this.#users.values()) {
      const to = this.#to(user.channel);
      for (const [sequence, content] of user.unconfirmed) this.#tell({ type: "publish", ...to, content, sequence, message: content.message.id, again: true });
      for (const subscription of user.subscriptions.values()) this.#tell({ type: "consume", ...to, subscription });
      if (user.asking !== undefined) this.#tell(user.asking);
    }
  }

  #answered(user: User, answer: PlainAnswer): void {
    const asked = user.asking!;
    user.asking = undefined;
    if (asked.type === "consume" && answer.type === "consuming") user.subscriptions.set(asked.subscription.consumerTag, asked.subscription);
    else if (asked.type === "cancel") user.subscriptions.delete(asked.consumerTag);
  }

  #ask(from: Channel, call: QueueCall): void {
    this.#user(from).asking = call;
    this.#tell(call);
  }

  #tell(call: QueueCall): void {
    this.#send(this.definition.home!, call);
  }

  #to(from: Channel | undefined): { readonly queue: string; readonly uid: number; readonly channel: string } {
    if (from !== undefined) this.#user(from);
    return { queue: this.name, uid: this.definition.uid, channel: from?.id ?? "" };
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
