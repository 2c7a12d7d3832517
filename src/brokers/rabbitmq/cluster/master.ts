import type { Plain } from "../../../kernel/plain.ts";
import type { Content } from "../content.ts";
import { ClassicQueue } from "../queue/classic.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { QueueHost, QueueObserver } from "../queue/host.ts";
import type { Answer, Channel, Conditions, Outcome, Queue, Subscription } from "../queue/queue.ts";
import type { Kept, PeerFrame } from "./frames.ts";

/** A confirm that is owed: not before the queue and all its mirrors have the message. */
type Owed = { readonly from: Confirming; readonly sequence: number; readonly waiting: Set<string>; persisted: boolean };

/** A channel as the queue within sees it: confirms go through the master. */
class Confirming implements Channel {
  readonly id: string;
  readonly channel: Channel;
  /** By sequence number. */
  readonly owed = new Map<number, Owed>();
  readonly #master: Master;

  constructor(channel: Channel, master: Master) {
    this.id = channel.id;
    this.channel = channel;
    this.#master = master;
  }

  met(): void {
    this.channel.met(this.#master);
  }

  answer(answer: Answer): void {
    this.channel.answer(answer);
  }

  confirmed(_queue: Queue, sequence: number): void {
    this.#master.persisted(this, sequence);
  }

  rejected(_queue: Queue, sequence: number): void {
    this.channel.rejected(this.#master, sequence);
  }

  deliver(_queue: Queue, consumerTag: string, id: number, content: Content, redelivered: boolean, deliveryCount: number): void {
    this.channel.deliver(this.#master, consumerTag, id, content, redelivered, deliveryCount);
  }

  admits(): boolean {
    return this.channel.admits(this.#master);
  }

  queueGone(): void {
    this.channel.queueGone(this.#master);
  }
}

/** The master of a mirrored queue: a classic queue whose messages its mirrors have as well (rabbit_mirror_queue_master). */
export class Master implements Queue, QueueObserver {
  readonly name: string;
  readonly queue: ClassicQueue;
  readonly #uid: number;
  readonly #tell: (peer: string, frame: PeerFrame) => void;
  readonly #automatic: boolean;
  readonly #everybody: () => readonly string[];
  readonly #channels = new Map<string, Confirming>();
  /** Everything in it, by id, oldest first. */
  readonly #kept = new Map<number, Kept>();
  /** By channel: the last sequence number published. */
  readonly #seen: Map<string, number>;
  /** By id. */
  readonly #owed = new Map<number, Owed>();
  /** By node, the oldest first: the first id it has. */
  readonly #mirrors = new Map<string, number>();
  #synchronised: readonly string[] = [];
  #next = 1;
  /** What is being published. */
  #publishing: { readonly from: Confirming; readonly sequence: number } | undefined;

  /** `everybody`: all nodes that are to know of the mirrors. `seen`: what a mirror knew of when it became the master. */
  constructor(definition: QueueDefinition, host: QueueHost, automatic: boolean, everybody: () => readonly string[], tell: (peer: string, frame: PeerFrame) => void, seen = new Map<string, number>()) {
    this.name = definition.name;
    this.#uid = definition.uid;
    this.#automatic = automatic;
    this.#everybody = everybody;
    this.#tell = tell;
    this.#seen = seen;
    this.queue = new ClassicQueue(definition, host, this);
  }

  /** A node is there to mirror it. `everything`: what is there already as well. */
  mirror(peer: string, everything = this.#automatic): void {
    this.#mirrors.set(peer, everything ? 1 : this.#next);
    this.#tell(peer, { type: "mirror", queue: this.name, uid: this.#uid, seen: [...this.#seen] });
    if (everything) for (const kept of this.#kept.values()) this.#tell(peer, { type: "keep", uid: this.#uid, kept, message: kept.content.message.id });
    this.#look(true);
  }

  isMirroredBy(peer: string): boolean {
    return this.#mirrors.has(peer);
  }

  /** It is not any more. */
  unmirror(peer: string): void {
    if (!this.#mirrors.delete(peer)) return;
    for (const [id, owed] of this.#owed) if (owed.waiting.delete(peer)) this.#settleOwed(id, owed);
    this.#look(true);
  }

  /** A mirror has a message. */
  has(peer: string, id: number): void {
    const owed = this.#owed.get(id);
    if (owed?.waiting.delete(peer) === true) this.#settleOwed(id, owed);
  }

  kept(id: number, content: Content, expires: number): void {
    const { from, sequence } = this.#publishing ?? { from: undefined, sequence: 0 };
    const kept: Kept = { id, content, expires: expires === Infinity ? -1 : expires, channel: from?.id ?? "", sequence };
    this.#kept.set(id, kept);
    this.#next = id + 1;
    if (from !== undefined) {
      const owed = { from, sequence, waiting: new Set(this.#mirrors.keys()), persisted: false };
      this.#seen.set(from.id, sequence);
      this.#owed.set(id, owed);
      from.owed.set(sequence, owed);
    }
    for (const peer of this.#mirrors.keys()) this.#tell(peer, { type: "keep", uid: this.#uid, kept, message: content.message.id });
  }

  forgotten(id: number): void {
    if (!this.#kept.delete(id)) return;
    for (const [peer, first] of this.#mirrors) if (id >= first) this.#tell(peer, { type: "forget", uid: this.#uid, id });
    this.#look(false);
  }

  /** The queue within would confirm it. */
  persisted(from: Confirming, sequence: number): void {
    const owed = from.owed.get(sequence);
    if (owed !== undefined) owed.persisted = true;
    if (owed === undefined || owed.waiting.size === 0) this.#confirm(from, sequence);
  }

  publish(content: Content, from: Channel | undefined, sequence: number, again = false): void {
    // Published again after the old master's end: a mirror had it.
    if (from !== undefined && sequence > 0 && sequence <= (this.#seen.get(from.id) ?? 0)) return from.confirmed(this, sequence);
    const within = from === undefined ? undefined : this.#within(from);
    this.#publishing = within === undefined || sequence === 0 ? undefined : { from: within, sequence };
    // What came to a mirror before it was the master may have been delivered (rabbit_amqqueue_process:init_with_backing_queue_state).
    this.queue.publish(content, within, sequence, again);
    this.#publishing = undefined;
  }

  consume(from: Channel, subscription: Subscription): void {
    this.queue.consume(this.#within(from), subscription);
  }

  cancel(from: Channel, consumerTag: string): void {
    this.queue.cancel(this.#within(from), consumerTag);
  }

  get(from: Channel, noAck: boolean): void {
    this.queue.get(this.#within(from), noAck);
  }

  purge(from: Channel): void {
    this.queue.purge(this.#within(from));
  }

  delete(from: Channel, conditions: Conditions): void {
    this.queue.delete(this.#within(from), conditions);
  }

  inspect(from: Channel): void {
    this.queue.inspect(this.#within(from));
  }

  settle(from: Channel, ids: readonly number[], outcome: Outcome): void {
    this.queue.settle(this.#within(from), ids, outcome);
  }

  resume(from: Channel): void {
    this.queue.resume(this.#within(from));
  }

  gone(from: Channel): void {
    this.queue.gone(this.#within(from));
    this.#channels.delete(from.id);
    this.#seen.delete(from.id);
  }

  end(): void {
    this.queue.end();
  }

  state(): Plain {
    return { ...(this.queue.state() as object), mirrors: [...this.#mirrors.keys()], synchronised: this.#synchronised };
  }

  #within(channel: Channel): Confirming {
    let within = this.#channels.get(channel.id);
    if (within === undefined) this.#channels.set(channel.id, (within = new Confirming(channel, this)));
    return within;
  }

  #settleOwed(id: number, { from, sequence, waiting, persisted }: Owed): void {
    if (waiting.size > 0) return;
    this.#owed.delete(id);
    if (persisted) this.#confirm(from, sequence);
  }

  #confirm(from: Confirming, sequence: number): void {
    from.owed.delete(sequence);
    from.channel.confirmed(this, sequence);
  }

  /** A mirror is synchronised when nothing is left that was there before it. */
  #look(tell: boolean): void {
    const [oldest = Infinity] = this.#kept.keys();
    const synchronised = [...this.#mirrors].filter(([, first]) => first <= oldest || this.#kept.size === 0).map(([peer]) => peer);
    const changed = synchronised.length !== this.#synchronised.length;
    this.#synchronised = synchronised;
    if (!tell && !changed) return;
    for (const peer of this.#everybody()) this.#tell(peer, { type: "mirrors", uid: this.#uid, mirrors: [...this.#mirrors.keys()], synchronised });
  }
}
