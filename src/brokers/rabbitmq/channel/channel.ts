import { AmqpError, named, notFound } from "../errors.ts";
import type { BrokerNode } from "../node.ts";
import type { ClientMethod, ServerMethod } from "../methods.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { Answer, Channel, Outcome, Queue } from "../queue/queue.ts";
import { counted } from "../content.ts";
import type { Content } from "../content.ts";
import { basicMethod } from "./basic.ts";
import { Confirms } from "./confirms.ts";
import { exchangeMethod } from "./exchanges.ts";
import { SharedPrefetch } from "./limit.ts";
import { publish } from "./publish.ts";
import { queueMethod } from "./queues.ts";
import { Transaction } from "./transaction.ts";
import { byConsumer, Unacked } from "./unacked.ts";
import type { Delivery } from "./unacked.ts";

/** What a channel needs of the connection it is on. */
export interface ChannelConnection {
  readonly name: string;
  send(method: ServerMethod): void;
  /** A hard error: it ends the whole connection. */
  fail(error: AmqpError): void;
}

/** A subscription, as its channel knows it. */
export type ChannelConsumer = { readonly queue: Queue; readonly noAck: boolean };

/** One channel of a connection (rabbit_channel). */
export class AmqpChannel implements Channel {
  readonly id: string;
  readonly number: number;
  readonly node: BrokerNode;
  readonly connection: ChannelConnection;
  readonly unacked = new Unacked();
  readonly confirms = new Confirms();
  readonly shared = new SharedPrefetch();
  readonly consumers = new Map<string, ChannelConsumer>();
  mode: "plain" | "confirm" | "tx" = "plain";
  transaction: Transaction | undefined;
  /** `basic.qos` without global: of consumers to come. */
  prefetch = 0;
  /** "" names the queue declared last. */
  lastQueue = "";
  #state: "open" | "closing" | "closed" = "open";
  /** Takes the answer that a queue owes. */
  #awaiting: ((answer: Answer) => void) | undefined;
  /** What queues told it meanwhile: it hears of that behind the answer. */
  readonly #late: (() => void)[] = [];
  #backlog: ClientMethod[] = [];
  #touched = false;
  /** Queues that remember this channel. */
  readonly #queues = new Set<Queue>();

  constructor(id: string, number: number, node: BrokerNode, connection: ChannelConnection) {
    this.id = id;
    this.number = number;
    this.node = node;
    this.connection = connection;
    node.timers.arm(`channel ${id}`, node.settings.channelTick, this, true);
  }

  get open(): boolean {
    return this.#state === "open";
  }

  /** A frame from the client. */
  received(method: ClientMethod): void {
    if (!this.open) return;
    // The one command that a client must wait for: anything else would wreak havoc with it.
    if (this.transaction?.committing === true) return this.failed(new AmqpError("CHANNEL_ERROR", "unexpected command while processing 'tx.commit'"));
    if (this.busy) this.#backlog.push(method);
    else this.#perform(method);
  }

  /** Nothing else is done until a queue has answered, or a transaction is through. */
  get busy(): boolean {
    return this.#awaiting !== undefined || this.transaction?.committing === true;
  }

  #perform(method: ClientMethod): void {
    try {
      if (method.type === "basic.publish") publish(this, method);
      else if (method.type.startsWith("basic.")) basicMethod(this, method);
      else if (method.type.startsWith("queue.")) queueMethod(this, method);
      else if (method.type.startsWith("exchange.")) exchangeMethod(this, method);
      else this.#modeMethod(method);
    } catch (error) {
      this.failed(error);
    }
  }

  #modeMethod(method: ClientMethod): void {
    const channel = this.number;
    if (method.type === "confirm.select") {
      if (this.mode === "tx") throw new AmqpError("PRECONDITION_FAILED", "cannot switch from tx to confirm mode");
      this.mode = "confirm";
      this.send({ type: "confirm.select-ok", channel });
    } else if (method.type === "tx.select") {
      if (this.mode === "confirm") throw new AmqpError("PRECONDITION_FAILED", "cannot switch from confirm to tx mode");
      this.mode = "tx";
      this.transaction ??= new Transaction();
      this.send({ type: "tx.select-ok", channel });
    } else if (method.type === "tx.commit" || method.type === "tx.rollback") {
      if (this.transaction === undefined) throw new AmqpError("PRECONDITION_FAILED", "channel is not transactional");
      if (method.type === "tx.commit") this.transaction.commit(this);
      else this.transaction.rollback(this);
    } else throw new AmqpError("COMMAND_INVALID", "unimplemented method");
  }

  /** Calls a queue, and goes on when it has answered. A refusal is an error. */
  ask(call: () => void, then: (answer: Exclude<Answer, { type: "refused" }>) => void): void {
    this.#awaiting = (answer) => {
      if (answer.type === "refused") throw answer.error;
      then(answer);
    };
    call();
  }

  answer(answer: Answer): void {
    const then = this.#awaiting;
    this.#awaiting = undefined;
    if (!this.open || then === undefined) return;
    try {
      then(answer);
    } catch (error) {
      this.failed(error);
    }
    for (const late of this.#late.splice(0)) late();
    this.proceed();
  }

  /** What came meanwhile, once it is no longer busy: at the end of the step. */
  proceed(): void {
    if (this.#backlog.length > 0) this.touch();
  }

  send(method: ServerMethod): void {
    if (this.open) this.connection.send(method);
  }

  /** The queue of this name, if this connection may use it; "" is the one declared last. */
  queueNamed(given: string): Queue {
    const name = this.nameOf(given);
    const definition = this.node.topology.queues.get(name);
    const queue = this.node.queues.get(name);
    if (definition === undefined) throw notFound("queue", name);
    if (queue === undefined) throw this.node.unreachable(definition);
    this.checkOwner(definition);
    return queue;
  }

  nameOf(given: string): string {
    if (given === "" && this.lastQueue === "") throw new AmqpError("NOT_FOUND", "no previously declared queue");
    return given === "" ? this.lastQueue : given;
  }

  checkOwner({ name, owner }: QueueDefinition): void {
    if (owner !== "" && owner !== this.connection.name) throw new AmqpError("RESOURCE_LOCKED", `cannot obtain exclusive access to locked ${named("queue", name)}. It could be originally declared on another connection or the exclusive property value does not match that of the original declaration.`);
  }

  // From queues.

  met(queue: Queue): void {
    this.#queues.add(queue);
  }

  confirmed(queue: Queue, sequence: number): void {
    if (this.confirms.confirmed(queue, sequence)) this.touch();
  }

  rejected(_queue: Queue, sequence: number): void {
    if (this.confirms.rejected(sequence)) this.touch();
  }

  deliver(queue: Queue, consumerTag: string, id: number, content: Content, redelivered: boolean, deliveryCount: number): void {
    const consumer = this.consumers.get(consumerTag);
    if (!this.open || consumer === undefined) return;
    if (!consumer.noAck) this.shared.delivered();
    if (this.#awaiting === undefined) this.#hand(queue, consumerTag, consumer.noAck, id, content, redelivered, deliveryCount);
    else this.#late.push(() => this.#hand(queue, consumerTag, consumer.noAck, id, content, redelivered, deliveryCount));
  }

  #hand(queue: Queue, consumerTag: string, noAck: boolean, id: number, content: Content, redelivered: boolean, deliveryCount: number): void {
    if (!this.open) return;
    const deliveryTag = this.unacked.tag();
    if (!noAck) this.unacked.add({ tag: deliveryTag, queue, id, consumerTag, at: this.node.now });
    const properties = deliveryCount > 0 ? counted(content, deliveryCount) : content.properties;
    this.connection.send({ type: "basic.deliver", channel: this.number, message: content.message, consumerTag, deliveryTag, redelivered, exchange: content.exchange, routingKey: content.routingKeys[0]!, properties });
  }

  admits(queue: Queue): boolean {
    return this.shared.admits(queue);
  }

  /** Behind the answer that it waits for: `queue.delete-ok` comes before the `basic.cancel` of its own consumers. */
  queueGone(queue: Queue): void {
    if (this.#awaiting !== undefined) return void this.#late.push(() => this.queueGone(queue));
    this.#queues.delete(queue);
    const tags = [...this.consumers].flatMap(([consumerTag, consumer]) => (consumer.queue === queue ? [consumerTag] : []));
    for (const consumerTag of tags.sort()) {
      this.consumers.delete(consumerTag);
      this.send({ type: "basic.cancel", channel: this.number, consumerTag });
    }
  }

  // To queues.

  /** Settles deliveries with the queues they came from. */
  settle(deliveries: readonly Delivery[], outcome: Outcome): void {
    for (const { consumerTag } of deliveries) if (consumerTag !== "") this.shared.settled();
    if (deliveries.length === 1) deliveries[0]!.queue.settle(this, [deliveries[0]!.id], outcome);
    else for (const { queue, ids } of byConsumer(deliveries)) queue.settle(this, ids, outcome);
    for (const queue of this.shared.freed()) queue.resume(this);
  }

  // Ends.

  /** An error of AMQP ends the channel or the connection; any other is a mistake of this program. */
  failed(error: unknown): void {
    if (!(error instanceof AmqpError)) throw error;
    if (error.hard) return this.connection.fail(error);
    this.send({ type: "channel.close", channel: this.number, replyCode: error.code, replyText: error.text });
    this.close("closing");
  }

  /** "closing": the client has yet to say close-ok, and what it sent meanwhile is discarded. */
  close(state: "closing" | "closed"): void {
    const wasOpen = this.open;
    this.#state = state;
    if (!wasOpen) return;
    this.#awaiting = undefined;
    this.#backlog = [];
    this.#late.length = 0;
    this.consumers.clear();
    this.node.timers.cancel(`channel ${this.id}`);
    for (const queue of [...this.#queues]) queue.gone(this);
  }

  /** Something is to be done at the end of the step. */
  touch(): void {
    if (this.#touched) return;
    this.#touched = true;
    this.node.touched.push(this);
  }

  /** The end of the step: confirms in as few frames as can be. */
  flush(): void {
    this.#touched = false;
    if (!this.open) return;
    if (this.mode === "confirm" && this.confirms.ripe) this.confirms.flush(this.number, this.connection.send);
    else if (this.transaction?.committing === true) this.transaction.proceed(this);
    while (this.open && !this.busy && this.#backlog.length > 0) this.#perform(this.#backlog.shift()!);
  }

  /** consumer_timeout: the oldest alone is looked at, at each tick (RABBITMQ.md, Timeouts). */
  wake(timer: string): void {
    const { oldest } = this.unacked;
    const { consumerTimeout, channelTick } = this.node.settings;
    if (oldest !== undefined && this.node.now - oldest.at > consumerTimeout) {
      return this.failed(new AmqpError("PRECONDITION_FAILED", `delivery acknowledgement on channel ${this.number} timed out. Timeout value used: ${consumerTimeout / 1_000} ms. This timeout value can be configured, see consumers doc guide to learn more`));
    }
    this.node.timers.arm(timer, channelTick, this, true);
  }
}
