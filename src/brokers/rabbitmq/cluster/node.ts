import type { Plain } from "../../../kernel/plain.ts";
import type { RaftMessage } from "../../raft/messages.ts";
import { AmqpError, named, notFound } from "../errors.ts";
import { BrokerNode } from "../node.ts";
import type { Stored } from "../outputs.ts";
import type { ClassicQueue } from "../queue/classic.ts";
import { isQuorum } from "../queue/definition.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { Channel, Queue } from "../queue/queue.ts";
import { checkQueueEquivalence } from "../topology/equivalence.ts";
import type { Change } from "../topology/topology.ts";
import type { ClientHost } from "./client.ts";
import { ordinalOf } from "./entries.ts";
import type { Introduced, Numbered, PlainNumbered, QuorumEvent } from "./entries.ts";
import type { PeerFrame, QueueCall } from "./frames.ts";
import type { MemberHost } from "./member.ts";
import { Metadata } from "./metadata.ts";
import type { MetadataHost } from "./metadata.ts";
import { Mirrors } from "./mirrors.ts";
import type { ClusterOutputs } from "./outputs.ts";
import type { Policy } from "./policies.ts";
import { Quorums } from "./quorums.ts";
import type { QuorumFrame } from "./quorums.ts";
import { RemoteChannel } from "./remote-channel.ts";
import { RemoteQueue } from "./remote-queue.ts";
import { Wal } from "./wal.ts";

/** On the disk: how many changes of the metadata it has seen, and who ran together (nodes_running_at_shutdown). */
const STANDING = "standing";
type Standing = { readonly version: number; readonly together: readonly string[] };

/** A node of a cluster: its metadata are everybody's, and its channels use queues wherever they live. */
export class ClusterNode extends BrokerNode implements MetadataHost, MemberHost, ClientHost {
  readonly self: string;
  readonly #outputs: ClusterOutputs;
  /** Names of all nodes, in order. */
  readonly #names: readonly string[];
  /** Those that run together, this one included, in the order in which they came. */
  #together: readonly string[];
  readonly #remote = new Map<string, RemoteQueue>();
  /** Channels of other nodes, by node. */
  readonly #guests = new Map<string, Map<string, RemoteChannel>>();
  /** Those that ran with it when it stopped, and may know more; all of them for one that has never run. */
  readonly companions: readonly string[];
  /** What the disk is to know of it has changed. */
  #moved = false;
  readonly metadata: Metadata;
  readonly mirrors: Mirrors;
  readonly quorums: Quorums;
  readonly wal: Wal;
  readonly storage: MemberHost["storage"];
  /** Nodes whose brokers can be seen, though they may run apart from this one. */
  readonly visible = new Set<string>();
  readonly netTickTime: number;
  #queues = 0;
  #tags = 0;

  constructor(self: string, names: readonly string[], outputs: ClusterOutputs, stored: Stored, policies: readonly Policy[], netTickTime: number, ...rest: [settings: ConstructorParameters<typeof BrokerNode>[1], hungUp: (connection: string) => void]) {
    super(outputs, ...rest);
    this.self = self;
    this.netTickTime = netTickTime;
    this.#names = names;
    this.#together = [self];
    const { version, together } = (stored.read(STANDING) as Standing | undefined) ?? { version: 0, together: names };
    this.metadata = new Metadata(this, version);
    this.companions = together;
    this.#outputs = outputs;
    this.mirrors = new Mirrors(this, policies);
    this.wal = new Wal(this.timers, () => outputs.sync("wal"));
    this.storage = { keys: (prefix) => stored.keys(prefix), read: (key) => stored.read(key), write: (key, value) => outputs.write(key, value), remove: (key) => outputs.remove(key) };
    this.quorums = new Quorums(this);
  }

  get peers(): readonly string[] {
    return this.#names.filter((name) => name !== this.self && this.#together.includes(name));
  }

  get together(): readonly string[] {
    return this.#together;
  }

  get orderer(): string {
    return this.#together[0]!;
  }

  tell(peer: string, frame: PeerFrame): void {
    this.#outputs.tell(peer, frame);
  }

  // Names that no two nodes give.

  override queueUid(): number {
    return ++this.#queues * this.#names.length + this.#names.indexOf(this.self);
  }

  override queueName(): string {
    return `amq.gen-${this.self}-${this.#queues + 1}`;
  }

  override consumerTag(): string {
    return `amq.ctag-${this.self}-${++this.#tags}`;
  }

  // Metadata.

  override change(change: Change, channel?: Channel): void {
    if (this.recovering) super.change(change);
    else this.metadata.change(this.#placed(change), channel);
  }

  /** A queue lives where it is declared. */
  #placed(change: Change): Change {
    if (change.type !== "queue" || change.queue.home !== undefined) return change;
    return { type: "queue", queue: { ...change.queue, home: this.self, ...(isQuorum(change.queue) ? { members: this.#names } : {}) } };
  }

  make(change: Change): void {
    this.#moved = true;
    this.#make(change);
  }

  #make(change: Change): void {
    if (change.type === "queue" && this.topology.queues.has(change.queue.name)) return;
    if (change.type === "exchange" && this.topology.exchanges.has(change.exchange.name)) return;
    if (change.type === "binding" && this.topology.has(change.binding)) return;
    this.topology.apply(change);
  }

  objection(change: Change): AmqpError | undefined {
    const existing = change.type === "queue" ? this.topology.queues.get(change.queue.name) : undefined;
    if (change.type !== "queue" || existing === undefined) return undefined;
    if (existing.uid === change.queue.uid) return this.#canBegin(existing) ? undefined : new AmqpError("INTERNAL_ERROR", `Cannot declare quorum ${named("queue", existing.name)} on node '${this.self}' with leader on node '${this.self}': cluster_not_formed`);
    try {
      checkQueueEquivalence(existing, change.queue);
    } catch (error) {
      if (error instanceof AmqpError) return error;
      throw error;
    }
    return undefined;
  }

  made(change: Change): void {
    if (change.type === "queue" && isQuorum(change.queue)) this.quorums.declared(change.queue);
  }

  refused(change: Change): void {
    if (change.type === "queue" && this.topology.queues.get(change.queue.name)?.uid === change.queue.uid) this.deleted(change.queue.name);
  }

  /** A quorum queue begins with a majority of its members, or not at all (ra:start_cluster). */
  #canBegin({ uid, members }: QueueDefinition): boolean {
    return members === undefined || members.filter((name) => this.#together.includes(name)).length * 2 > members.length || this.quorums.hasBegun(uid);
  }

  override changed(change: Change): void {
    super.changed(change);
    if (change.type === "queue") this.#queues = Math.max(this.#queues, Math.floor(change.queue.uid / this.#names.length));
    if (change.type !== "no queue") return;
    const queue = this.#remote.get(change.name);
    this.#remote.delete(change.name);
    this.mirrors.deleted(change.name);
    this.quorums.deleted(change.name);
    queue?.deleted(notFound("queue", change.name));
  }

  /** The queue is gone here at once, elsewhere when they hear of it. */
  override deleted(queue: string): void {
    this.queues.delete(queue);
    this.topology.version++;
    super.deleted(queue);
  }

  /** Everything there is, as the changes that made it. */
  get changes(): readonly Change[] {
    const { exchanges, queues } = this.topology;
    return [
      ...[...exchanges.values()].filter(({ name }) => name !== "" && !name.startsWith("amq.")).map((exchange): Change => ({ type: "exchange", exchange })),
      ...[...queues.values()].map((queue): Change => ({ type: "queue", queue })),
      ...[...this.topology.allBindings()].map((binding): Change => ({ type: "binding", binding })),
    ];
  }

  /** Takes the metadata of a cluster for its own. */
  adopt(version: number, changes: readonly Change[]): void {
    const theirs = new Set(changes.map((change) => JSON.stringify(change)));
    for (const change of this.changes) {
      if (theirs.has(JSON.stringify(change))) continue;
      if (change.type === "exchange") this.topology.apply({ type: "no exchange", name: change.exchange.name });
      else if (change.type === "queue") this.topology.apply({ type: "no queue", name: change.queue.name });
      else if (change.type === "binding") this.topology.apply({ type: "no binding", binding: change.binding });
    }
    for (const change of changes) this.#make(change);
    this.metadata.version = version;
    this.#moved = true;
  }

  /** What the node that orders has is right: a change of one before it may have come here and not there, or there and not here. */
  follow(version: number, changes: readonly Change[]): void {
    const key = (change: Change): string => JSON.stringify(change.type === "queue" ? [change.queue.name, change.queue.uid] : change);
    const [ours, theirs] = [new Set(this.changes.map(key)), new Set(changes.map(key))];
    const lives = (change: Change): boolean => change.type !== "queue" || (change.queue.durable && change.queue.owner === "") || this.#together.includes(change.queue.home!);
    const kept = this.changes.filter((change) => theirs.has(key(change)));
    this.adopt(version, [...kept, ...changes.filter((change) => !ours.has(key(change)) && lives(change))]);
  }

  // Queues.

  override queueFor(definition: QueueDefinition): Queue | undefined {
    const { home = this.self } = definition;
    if (isQuorum(definition)) return this.quorums.queueFor(definition);
    if (home === this.self) return this.mirrors.masterOf(definition) ?? super.queueFor(definition);
    const queue = new RemoteQueue(definition, (node, call) => (node === this.self ? this.#called(node, call) : this.tell(node, call)));
    this.#remote.set(definition.name, queue);
    return this.#together.includes(home) ? queue : undefined;
  }

  override keeper(name: string): ClassicQueue | undefined {
    return this.mirrors.named(name)?.queue ?? super.keeper(name);
  }

  override unreachable(definition: QueueDefinition): AmqpError {
    if (this.mirrors.areFor(definition)) return new AmqpError("NOT_FOUND", `failed to perform operation on ${named("queue", definition.name)} due to timeout`);
    return new AmqpError("NOT_FOUND", `home node '${definition.home ?? this.self}' of durable ${named("queue", definition.name)} is down or inaccessible`);
  }

  // Other nodes.

  /** The broker on another node runs with this one. */
  up(peer: string): void {
    if (this.#together.includes(peer)) return;
    this.#together = [...this.#together, peer];
    this.#moved = true;
    for (const queue of this.#remote.values()) if (queue.definition.home === peer) this.queues.set(queue.name, queue);
    this.topology.version++;
    this.mirrors.up(peer);
  }

  /** Who runs with this one, as another says who knows: those that cannot be seen from here do not. */
  arrange(nodes: readonly string[]): void {
    for (const peer of nodes) if (this.visible.has(peer)) this.up(peer);
    const here = new Set(this.#together);
    this.#together = [...nodes.filter((name) => here.has(name)), ...this.#together.filter((name) => !nodes.includes(name))];
  }

  /** It does not any more: queues there cannot be reached, those that were not durable are gone, and what its channels held is free. */
  down(peer: string): void {
    if (this.#together.includes(peer)) this.#moved = true;
    this.#together = this.#together.filter((name) => name !== peer);
    const moved = this.mirrors.down(peer);
    const lost = [...this.#remote.values()].filter(({ definition }) => definition.home === peer && !moved.has(definition.name));
    for (const { name } of lost) this.queues.delete(name);
    this.topology.version++;
    for (const queue of lost) queue.lost(this.unreachable(queue.definition));
    for (const { name, definition } of lost) if (!definition.durable || definition.owner !== "") this.topology.apply({ type: "no queue", name });
    const guests = this.#guests.get(peer);
    this.#guests.delete(peer);
    for (const guest of guests?.values() ?? []) guest.gone();
    for (const [name, home] of moved) this.#move(name, home);
    this.metadata.down();
  }

  /** A mirror takes over. Channels of this node go on with the queue they have, if it was not here. */
  #move(name: string, home: string): void {
    const definition = { ...this.topology.queues.get(name)!, home };
    const before = this.#remote.get(name);
    this.topology.apply({ type: "queue", queue: definition });
    if (before === undefined) return;
    this.#remote.set(name, before);
    this.queues.set(name, before);
    before.moved(definition);
  }

  told(peer: string, frame: Exclude<PeerFrame, QuorumFrame>): void {
    switch (frame.type) {
      case "change": case "ordered": case "made": case "changed":
        return this.metadata.told(peer, frame);
      case "publish": case "consume": case "cancel": case "get": case "purge": case "delete": case "inspect": case "settle": case "gone": case "end":
        return this.#called(peer, frame);
      case "answer": case "confirmed": case "rejected": case "deliver":
        return this.#remote.get(frame.queue)?.received(frame);
      case "mirror": case "keep": case "forget": case "kept": case "mirrors":
        return this.mirrors.told(peer, frame);
      case "no-queue": {
        const queue = this.#remote.get(frame.queue);
        if (queue?.definition.uid === frame.uid) queue.deleted(notFound("queue", frame.queue));
      }
    }
  }

  /** A channel of another node calls a queue of this one. */
  #called(peer: string, call: QueueCall): void {
    const queue = this.mirrors.named(call.queue) ?? this.queues.get(call.queue);
    if (queue === undefined || this.topology.queues.get(call.queue)?.uid !== call.uid) {
      if (call.type !== "gone") this.tell(peer, { type: "no-queue", queue: call.queue, uid: call.uid });
      return;
    }
    let guests = this.#guests.get(peer);
    if (guests === undefined) this.#guests.set(peer, (guests = new Map()));
    let guest = guests.get(call.channel);
    if (guest === undefined) guests.set(call.channel, (guest = new RemoteChannel(call.channel, (answer) => (peer === this.self ? this.#remote.get(answer.queue)?.received(answer) : this.tell(peer, answer)))));
    guest.calls(queue, call);
    if (guest.queues.size === 0) guests.delete(call.channel);
  }

  /** Another broker can be seen, whether it runs with this one or not: members of quorum queues go by that. */
  sees(peer: string): void {
    if (this.visible.has(peer)) return;
    this.visible.add(peer);
    this.quorums.seen(peer);
  }

  loses(peer: string): void {
    this.visible.delete(peer);
    this.quorums.lost(peer);
  }

  // What quorum queues ask for: to this node itself without a frame.

  random(purpose: string, below: number): number {
    return this.#outputs.random(purpose, below);
  }

  raft(peer: string, group: number, raft: RaftMessage<PlainNumbered>): void {
    const message = raft.type === "append" && raft.entries.length === 1 ? ordinalOf(raft.entries[0]!.command) : undefined;
    this.tell(peer, message === undefined ? { type: raft.type, group, raft } : { type: raft.type, group, raft, message });
  }

  command(leader: string, group: number, command: Numbered): void {
    const message = ordinalOf(command);
    this.#toQuorum(leader, message === undefined ? { type: "command", group, command } : { type: "command", group, command, message });
  }

  event(node: string, group: number, event: QuorumEvent): void {
    const message = event.delivery?.content.message.id;
    this.#toQuorum(node, message === undefined ? { type: "event", group, event } : { type: "event", group, event, message });
  }

  ask(leader: string, group: number, channel: string, what: "inspect" | "delete"): void {
    this.#toQuorum(leader, { type: "ask", group, channel, what });
  }

  introduce(leader: string, group: number, channels: readonly Introduced[]): void {
    this.#toQuorum(leader, { type: "introduce", group, channels });
  }

  enquire(group: number): void {
    for (const node of this.visible) this.tell(node, { type: "who-leads", group });
  }

  leads(group: number, term: number, full: boolean): void {
    for (const node of [...this.visible, this.self]) this.#toQuorum(node, { type: "leads", group, term, full });
  }

  fills(group: number, full: boolean): void {
    for (const node of [...this.visible, this.self]) this.#toQuorum(node, { type: "fills", group, full });
  }

  seen(members: readonly string[]): number {
    return members.filter((name) => name === this.self || this.visible.has(name)).length;
  }

  #toQuorum(node: string, frame: QuorumFrame): void {
    if (node === this.self) this.quorums.told(node, frame);
    else this.tell(node, frame);
  }

  /** The node stops gracefully. */
  stopping(): void {
    this.quorums.stopping();
  }

  override flush(): void {
    if (this.#moved) this.#stand();
    super.flush();
    this.wal.flush();
  }

  /** It runs. */
  #stand(): void {
    this.#moved = false;
    this.outputs.write(STANDING, { version: this.metadata.version, together: this.#together });
    this.journal.soon();
  }

  override state(): Plain {
    return { members: this.quorums.state(), running: [this.self, ...this.peers].sort(), ...(super.state() as object) };
  }
}
