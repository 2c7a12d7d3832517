import type { Plain } from "../../../kernel/plain.ts";
import type { Content } from "../content.ts";
import { AmqpError } from "../errors.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { Answer, Channel, Conditions, Outcome, Queue, Subscription } from "../queue/queue.ts";
import type { ChannelCall, PlainAnswer, QueueCall } from "./frames.ts";

/** A channel of this node that uses the queue. */
class User {
  readonly channel: Channel;
  /** Published, and not heard of since. */
  readonly unconfirmed = new Set<number>();
  /** It waits for an answer. */
  asking = false;
  /** Delivered while the channel's shared prefetch had no room. */
  held: (ChannelCall & { readonly type: "deliver" })[] = [];

  constructor(channel: Channel) {
    this.channel = channel;
  }
}

/** A classic queue that lives on another node, as channels of this node see it. What it is told goes over the connection there. */
export class RemoteQueue implements Queue {
  readonly name: string;
  readonly definition: QueueDefinition;
  readonly #tell: (call: QueueCall) => void;
  readonly #users = new Map<string, User>();

  constructor(definition: QueueDefinition, tell: (call: QueueCall) => void) {
    this.name = definition.name;
    this.definition = definition;
    this.#tell = tell;
  }

  publish(content: Content, from: Channel | undefined, sequence: number): void {
    if (from !== undefined && sequence > 0) this.#user(from).unconfirmed.add(sequence);
    this.#tell({ type: "publish", ...this.#to(from), content, sequence, message: content.message.id });
  }

  consume(from: Channel, subscription: Subscription): void {
    this.#ask(from);
    this.#tell({ type: "consume", ...this.#to(from), subscription });
  }

  cancel(from: Channel, consumerTag: string): void {
    this.#ask(from);
    this.#tell({ type: "cancel", ...this.#to(from), consumerTag });
  }

  get(from: Channel, noAck: boolean): void {
    this.#ask(from);
    this.#tell({ type: "get", ...this.#to(from), noAck });
  }

  purge(from: Channel): void {
    this.#ask(from);
    this.#tell({ type: "purge", ...this.#to(from) });
  }

  delete(from: Channel, conditions: Conditions): void {
    this.#ask(from);
    this.#tell({ type: "delete", ...this.#to(from), conditions });
  }

  inspect(from: Channel): void {
    this.#ask(from);
    this.#tell({ type: "inspect", ...this.#to(from) });
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
        user.asking = false;
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
      for (const sequence of user.unconfirmed) settle(user, sequence);
      user.channel.queueGone(this);
      if (user.asking) user.channel.answer({ type: "refused", error });
    }
  }

  #deliver({ channel }: User, { consumerTag, id, content, redelivered, deliveryCount }: ChannelCall & { readonly type: "deliver" }): void {
    channel.deliver(this, consumerTag, id, content, redelivered, deliveryCount);
  }

  #ask(from: Channel): void {
    this.#user(from).asking = true;
  }

  #to(from: Channel | undefined): { readonly queue: string; readonly uid: number; readonly channel: string } {
    if (from !== undefined) this.#user(from);
    return { queue: this.name, uid: this.definition.uid, channel: from?.id ?? "" };
  }

  #user(channel: Channel): User {
    let user = this.#users.get(channel.id);
    if (user === undefined) this.#users.set(channel.id, (user = new User(channel)));
    return user;
  }
}

function answerOf(plain: PlainAnswer): Answer {
  return plain.type === "refused" ? { type: "refused", error: AmqpError.from(plain.text) } : plain;
}
