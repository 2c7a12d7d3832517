import type { Plain } from "../../kernel/plain.ts";
import type { AmqpChannel } from "./channel/channel.ts";
import type { Content } from "./content.ts";
import { deadLetter, isCycle } from "./dead-letter.ts";
import { notFound } from "./errors.ts";
import type { AmqpError } from "./errors.ts";
import type { Outputs } from "./outputs.ts";
import { ClassicQueue } from "./queue/classic.ts";
import { LocalLog } from "./quorum/log.ts";
import { QuorumQueue } from "./quorum/quorum.ts";
import { isQuorum } from "./queue/definition.ts";
import type { QueueDefinition } from "./queue/definition.ts";
import type { DeathReason, QueueHost } from "./queue/host.ts";
import type { Channel, Queue } from "./queue/queue.ts";
import type { Settings } from "./settings.ts";
import { Journal } from "./storage/journal.ts";
import { Timers } from "./timers.ts";
import { bindingKey } from "./topology/definition.ts";
import { Routing } from "./topology/routing.ts";
import { Topology } from "./topology/topology.ts";
import type { Change, TopologyObserver } from "./topology/topology.ts";

/** What the parts of one node share: its storage, its clock, its metadata, its queues. */
export class BrokerNode implements QueueHost, TopologyObserver {
  readonly outputs: Outputs;
  readonly settings: Settings;
  readonly timers: Timers;
  readonly journal: Journal;
  readonly topology: Topology;
  /** By name, those that can be reached. */
  readonly queues = new Map<string, Queue>();
  readonly routing: Routing;
  /** Channels with something to do at the end of the step. */
  touched: AmqpChannel[] = [];
  #uid = 0;
  #tag = 0;
  /** Metadata is being read from the disk: it is there already. */
  recovering = false;

  /** The broker has closed this connection. */
  readonly hungUp: (connection: string) => void;

  constructor(outputs: Outputs, settings: Settings, hungUp: (connection: string) => void) {
    this.hungUp = hungUp;
    this.outputs = outputs;
    this.settings = settings;
    this.timers = new Timers(outputs);
    this.journal = new Journal(outputs, this.timers);
    this.topology = new Topology(this);
    this.routing = new Routing(this.topology, this.queues);
  }

  get now(): number {
    return this.outputs.now;
  }

  /** For a queue that is about to be declared. */
  queueUid(): number {
    return ++this.#uid;
  }

  /** Names that the broker gives. Real ones are random; these are as unique. */
  queueName(): string {
    return `amq.gen-${this.#uid + 1}`;
  }

  consumerTag(): string {
    return `amq.ctag-${++this.#tag}`;
  }

  /** Changes the metadata; the channel hears "changed" when it is. */
  change(change: Change, channel?: Channel): void {
    this.topology.apply(change);
    channel?.answer({ type: "changed" });
  }

  /** What channels of this node are to take for the queue; undefined: it cannot be reached. */
  queueFor(definition: QueueDefinition): Queue | undefined {
    return isQuorum(definition) ? this.#quorum(definition) : new ClassicQueue(definition, this);
  }

  /** The classic queue of this name that keeps its messages here. */
  keeper(name: string): ClassicQueue | undefined {
    const queue = this.queues.get(name);
    return queue instanceof ClassicQueue ? queue : undefined;
  }

  /** The error of whoever wants to use a queue that cannot be reached. */
  unreachable({ name }: QueueDefinition): AmqpError {
    return notFound("queue", name);
  }

  changed(change: Change): void {
    if (change.type === "queue") {
      this.#uid = Math.max(this.#uid, change.queue.uid);
      const queue = this.queueFor(change.queue);
      if (queue !== undefined) this.queues.set(change.queue.name, queue);
      if (queue instanceof QuorumQueue && !this.recovering) queue.create();
    } else if (change.type === "no queue") this.queues.delete(change.name);
    if (!this.recovering) this.#store(change);
  }

  #quorum(definition: QueueDefinition): QuorumQueue {
    return new QuorumQueue(definition, this, (reader) => new LocalLog(definition.uid, this, reader));
  }

  died(queue: QueueDefinition, content: Content, reason: DeathReason): void {
    const letter = this.deadLetter(queue, content, reason);
    if (letter.queues.length > 0) this.deadLettered(queue, content);
    else if (reason === "expired") this.outputs.note("expire", content.message, queue.name);
    // At most once: nobody confirms it.
    for (const target of letter.queues) target.publish(letter.content, undefined, 0);
  }

  deadLetter({ name, arguments: given }: QueueDefinition, content: Content, reason: DeathReason): { readonly content: Content; readonly queues: readonly Queue[] } {
    const exchange = given["x-dead-letter-exchange"];
    if (typeof exchange !== "string" || !this.topology.exchanges.has(exchange)) return { content, queues: [] };
    const letter = deadLetter(content, reason, name, exchange, given["x-dead-letter-routing-key"] as string | undefined, this.now);
    const queues = this.routing.route(exchange, letter.routingKeys, letter.properties.headers);
    return { content: letter, queues: reason === "rejected" ? queues : queues.filter((queue) => !isCycle(letter, queue.name)) };
  }

  deadLettered(queue: QueueDefinition, content: Content): void {
    this.outputs.note("dead-letter", content.message, queue.name);
  }

  grew(queue: string, ready: number): void {
    this.outputs.gauge(`depth ${queue}`, ready);
  }

  deleted(queue: string): void {
    this.change({ type: "no queue", name: queue });
  }

  /** What a viewer may show. */
  state(): Plain {
    return { queues: Object.fromEntries([...this.queues.values()].map((queue) => [queue.name, queue.state()])) };
  }

  /** Deletes a queue, whatever is in it. */
  remove(queue: string): void {
    this.queues.get(queue)?.end();
  }

  /** The end of a step: confirms go out, urgent writes to the disk. */
  flush(): void {
    if (this.touched.length > 0) {
      for (const channel of this.touched) channel.flush();
      this.touched = [];
    }
    this.journal.flush();
  }

  #store(change: Change): void {
    switch (change.type) {
      case "exchange": return this.#keep(`exchange ${change.exchange.name}`, change.exchange.durable, change.exchange);
      case "queue": return this.#keep(`queue ${change.queue.name}`, survives(change.queue), change.queue);
      case "binding": return this.#keep(`binding ${bindingKey(change.binding)}`, this.#lasting(change.binding.kind, change.binding.source, change.binding.destination), change.binding);
      case "no exchange": return this.#drop(`exchange ${change.name}`);
      case "no queue": return this.#drop(`queue ${change.name}`);
      case "no binding": return this.#drop(`binding ${bindingKey(change.binding)}`);
    }
  }

  /** A binding is durable when both its ends are. */
  #lasting(kind: "queue" | "exchange", source: string, destination: string): boolean {
    const queue = this.topology.queues.get(destination);
    const target = kind === "queue" ? queue !== undefined && survives(queue) : this.topology.exchanges.get(destination)?.durable === true;
    return target && this.topology.exchanges.get(source)?.durable === true;
  }

  #keep(key: string, durable: boolean, value: Plain): void {
    if (!durable) return;
    this.outputs.write(key, value);
    this.#stored.add(key);
    this.journal.soon();
  }

  /** Keys of metadata on the disk. */
  readonly #stored = new Set<string>();

  #drop(key: string): void {
    if (!this.#stored.delete(key)) return;
    this.outputs.remove(key);
    this.journal.soon();
  }

  /** Read back when the node started. */
  recovered(key: string): void {
    this.#stored.add(key);
  }
}

const survives = ({ durable, owner }: QueueDefinition): boolean => durable && owner === "";
