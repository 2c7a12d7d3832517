import type { Plain } from "../../../kernel/plain.ts";
import { Broker } from "../broker.ts";
import { loadDefinitions } from "../definitions.ts";
import type { Definitions } from "../definitions.ts";
import type { ClientMethod } from "../methods.ts";
import type { Stored } from "../outputs.ts";
import type { Settings } from "../settings.ts";
import type { Hello, Joined, PeerFrame } from "./frames.ts";
import { ClusterNode } from "./node.ts";
import { Offers } from "./offers.ts";
import type { ClusterOutputs } from "./outputs.ts";
import { isPartitionFrame, Partitions } from "./partitions.ts";
import type { PartitionHandling, Phase } from "./partitions.ts";
import type { Policy } from "./policies.ts";

export interface ClusterOptions {
  readonly settings?: Partial<Settings>;
  readonly definitions?: Definitions;
  /** `cluster_partition_handling`. Default "ignore", as RabbitMQ has it. */
  readonly partitionHandling?: PartitionHandling;
  /** Which classic queues are mirrored. Default: none. */
  readonly policies?: readonly Policy[];
  /** `net_ticktime`, µs. Default 60 s. */
  readonly netTickTime?: number;
}

/** RabbitMQ's default of `net_ticktime`, µs. */
export const NET_TICK_TIME = 60_000_000;

/** How long a starting node waits to see the others: net_setuptime. */
const BOOT = 7_000_000;
/** A node that has stopped looks after a while whether it may start (RABBIT_DOWN_PING_INTERVAL). */
const AWHILE = 1_000_000;

/**
 * A node of a cluster of RabbitMQ nodes as a state machine: as `Broker`, and frames of the other nodes go in and out. The runtime (and
 * its connections) goes on when the broker in it stops, as Erlang's does under `stop_app`: so nodes pause and restart.
 */
export class ClusterBroker {
  readonly self: string;
  readonly #names: readonly string[];
  readonly #outputs: ClusterOutputs;
  readonly #options: ClusterOptions;
  readonly #stored: Stored;
  readonly #partitions: Partitions;
  /** Nodes with a connection to this one. */
  readonly #linked = new Set<string>();
  /** Nodes not heard of since the broker began to start. */
  #unseen = new Set<string>();
  /** Of nodes that run, or start as well. */
  #hellos = new Map<string, Hello>();
  readonly #offers = new Offers();
  /** When this node was started; the number of its last offer, and whom it saw then. */
  readonly #life: number;
  #offer = 0;
  #offered: string | undefined;
  /** Nodes whose brokers ran apart from this one, and still do. */
  readonly #apart = new Set<string>();
  #phase: Phase = "booting";
  #broker!: Broker;
  #node!: ClusterNode;
  /** What clients did before there was a broker. */
  #waiting: { readonly from?: string; readonly act: () => void }[] = [];

  constructor(self: string, names: readonly string[], outputs: ClusterOutputs, options: ClusterOptions, stored: Stored) {
    this.self = self;
    this.#names = [...names].sort();
    this.#outputs = outputs;
    this.#life = outputs.now;
    this.#options = options;
    this.#stored = stored;
    this.#partitions = new Partitions(options.partitionHandling ?? "ignore", this.#names.length, {
      self,
      together: () => [self, ...this.#node.peers],
      linked: () => [...this.#linked],
      apart: () => this.#apart.size > 0,
      connections: () => this.#broker.connections.length,
      tell: (peer, frame) => outputs.tell(peer, frame),
      disconnect: (peer) => outputs.disconnect(peer),
      pause: () => this.#pause(),
      resume: () => this.#boot(),
      later: () => outputs.timer("cluster partition", AWHILE, true),
    });
    this.#boot();
  }

  // Clients.

  opened(connection: string): void {
    if (this.#phase === "paused") this.#outputs.close(connection);
    else this.#whenRunning(() => this.#broker.opened(connection));
  }

  received(connection: string, method: ClientMethod): void {
    if (this.#phase === "running") this.#broker.received(connection, method);
    else this.#whenRunning(() => this.#broker.received(connection, method));
  }

  closed(connection: string): void {
    this.#whenRunning(() => this.#broker.closed(connection));
  }

  #whenRunning(act: () => void): void {
    if (this.#phase === "running") act();
    else if (this.#phase === "booting") this.#waiting.push({ act });
  }

  // Other nodes.

  /** There is a connection to another node. */
  linked(peer: string): void {
    this.#linked.add(peer);
    this.#hello(peer, false);
    this.#partitions.changed(this.#phase);
  }

  /** It is gone: the node cannot be told from one that is down. */
  unlinked(peer: string): void {
    this.#linked.delete(peer);
    this.#apart.delete(peer);
    if (this.#phase === "booting") this.#unseen.add(peer);
    const ran = this.#phase === "running" && this.#node.peers.includes(peer);
    this.#lost(peer);
    this.unreachable(peer);
    if (ran) this.#partitions.parted(peer);
    this.#partitions.changed(this.#phase);
  }

  /** An attempt to connect to it has failed. */
  unreachable(peer: string): void {
    // One that ran when this one stopped has the last word (mnesia waits for it).
    if (this.#node.companions.includes(peer)) return;
    if (this.#unseen.delete(peer)) this.#mayRun();
  }

  /** Nothing has been heard of it for a while; its connection may still be good. */
  suspected(peer: string): void {
    this.#node.quorums.suspected(peer);
    this.#node.flush();
  }

  trusted(peer: string): void {
    this.#node.quorums.trusted(peer);
    this.#node.flush();
  }

  told(peer: string, frame: PeerFrame): void {
    if ("group" in frame) {
      if (this.#phase !== "paused") this.#node.quorums.told(peer, frame);
    } else if (frame.type === "hello") this.#meets(peer, frame);
    else if (frame.type === "stopped") this.#lost(peer);
    else if (frame.type === "ready") this.#joins(peer, frame);
    else if (frame.type === "joined") this.#joined(peer, frame);
    else if (frame.type === "elsewhere") this.#elsewhere(peer, frame.offer);
    else if (isPartitionFrame(frame)) this.#partitions.told(peer, frame, this.#phase);
    else if (this.#phase === "running") this.#node.told(peer, frame);
    // From one that was told before this node that they run together.
    else if (this.#phase === "booting") this.#waiting.push({ from: peer, act: () => this.#node.told(peer, frame) });
    this.#node.flush();
  }

  #lost(peer: string): void {
    this.#hellos.delete(peer);
    this.#offers.forget(peer);
    this.#offered = undefined;
    this.#waiting = this.#waiting.filter(({ from }) => from !== peer);
    if (this.#phase !== "paused") {
      this.#without(peer);
      this.#node.loses(peer);
      this.#admit();
    }
    this.#mayRun();
    this.#node.flush();
  }

  /** It does not run with this one any more. */
  #without(peer: string): void {
    const { orderer } = this.#node;
    this.#node.down(peer);
    if (this.#phase !== "running" || this.#node.orderer === orderer) return;
    // What the one before has ordered may not have come to all.
    if (this.#node.orderer === this.self) this.#announce();
    this.#node.metadata.askAgain();
  }

  #hello(peer: string, asks: boolean): void {
    this.#outputs.tell(peer, { type: "hello", phase: this.#phase, life: this.#life, version: this.#node.metadata.version, changes: this.#node.changes, asks });
  }

  #meets(peer: string, hello: Hello): void {
    if (hello.asks) this.#hello(peer, false);
    this.#offers.met(peer, hello.life);
    // Somebody who did not know that it had ended has said that it runs.
    if (this.#phase === "running" && this.#node.peers.includes(peer) && !this.#offers.isGood(this.#offers.taken(peer))) this.#without(peer);
    this.#unseen.delete(peer);
    if (this.#phase !== "paused" && hello.phase !== "paused") this.#node.sees(peer);
    if (this.#phase === "booting") {
      if (hello.asks) this.#offered = undefined;
      if (hello.phase !== "paused") this.#hellos.set(peer, hello);
      this.#mayRun();
    } else if (this.#phase === "running" && hello.phase === "running" && !this.#node.peers.includes(peer)) {
      // Both went on without the other: what each has seen since, the other has not.
      this.#apart.add(peer);
      this.#partitions.met(this.#phase);
    }
  }

  /**
   * All others were seen, or are down: it could run. With those that do already; where nobody does, the one that has seen most
   * changes is the first, and takes the others in.
   */
  #mayRun(late = false): void {
    if (this.#phase !== "booting" || this.#unseen.size > 0) return;
    const sees = [...this.#hellos.keys()].sort();
    if (sees.join() !== this.#offered) {
      this.#offered = sees.join();
      this.#offer++;
      for (const peer of sees) this.#outputs.tell(peer, { type: "ready", sees, offer: this.#offer });
    }
    if ([...this.#hellos.values()].some(({ phase }) => phase === "running") || !this.#isFirst()) return;
    if (!late && sees.some((peer) => !this.#offers.has(peer))) return;
    this.#run([this.#own]);
  }

  #isFirst(): boolean {
    const { version } = this.#node.metadata;
    return [...this.#hellos].every(([peer, hello]) => hello.version < version || (hello.version === version && this.self < peer));
  }

  /** A node could run with those it sees. */
  #joins(peer: string, { sees, offer }: PeerFrame & { readonly type: "ready" }): void {
    if (this.#phase === "paused") return;
    if (this.#node.peers.includes(peer)) {
      if (offer <= this.#offers.taken(peer)[2]) return;
      // Who took it in is gone, and it does not know that it was.
      this.#without(peer);
    }
    this.#offers.made(peer, { number: offer, sees });
    this.#mayRun();
    this.#admit();
  }

  /** The node that orders changes takes others in, if they see all that run. */
  #admit(): void {
    if (this.#phase !== "running" || this.#node.orderer !== this.self) return;
    const before = this.#node.together.length;
    for (const [peer, { sees }] of this.#offers.open) {
      if (this.#node.together.some((name) => !sees.includes(name))) continue;
      this.#apart.delete(peer);
      this.#offers.take(this.#offers.joined(peer));
      this.#node.up(peer);
    }
    if (this.#node.together.length > before) this.#announce();
  }

  #announce(): void {
    const { together, metadata: { version }, changes, peers } = this.#node;
    const nodes = together.map((name) => (name === this.self ? this.#own : this.#offers.taken(name)));
    for (const peer of peers) this.#outputs.tell(peer, { type: "joined", nodes, version, changes });
  }

  get #own(): Joined {
    return [this.self, this.#life, this.#offer];
  }

  #joined(peer: string, { nodes, version, changes }: PeerFrame & { readonly type: "joined" }): void {
    const own = nodes.find(([name]) => name === this.self);
    if (this.#phase === "paused" || own === undefined) return;
    if (this.#phase === "booting") {
      // An earlier offer: it saw others then.
      if (own[1] !== this.#life || own[2] !== this.#offer) return;
      this.#node.adopt(version, changes);
      return this.#run(nodes);
    }
    if (!this.#node.together.includes(peer)) return this.#declines(nodes, own[2]);
    this.#arrange(nodes);
    if (this.#node.orderer === peer) {
      this.#node.follow(version, changes);
      this.#node.metadata.askAgain();
    }
    this.#node.quorums.enquire();
    this.#admit();
  }

  /** Taken in by two that run apart: it stays with the first. */
  #declines(nodes: readonly Joined[], offer: number): void {
    for (const [name] of nodes) {
      if (this.#node.together.includes(name)) continue;
      this.#apart.add(name);
      this.#outputs.tell(name, { type: "elsewhere", offer });
    }
    this.#partitions.met(this.#phase);
  }

  #elsewhere(peer: string, offer: number): void {
    if (this.#phase !== "running") return;
    this.#offers.decline(peer, offer);
    this.#apart.add(peer);
    this.#without(peer);
    this.#partitions.met(this.#phase);
  }

  /** Who runs together, but those who have said otherwise since. */
  #arrange(nodes: readonly Joined[]): void {
    const run = nodes.filter((joined) => this.#offers.isGood(joined));
    for (const joined of run) {
      const [name] = joined;
      this.#apart.delete(name);
      this.#offers.take(joined);
      // Its own word may be on its way.
      if (this.#linked.has(name)) this.#node.sees(name);
    }
    this.#node.arrange(run.map(([name]) => name));
  }

  /** With these nodes. */
  #run(nodes: readonly Joined[]): void {
    this.#phase = "running";
    this.#outputs.cancel("cluster boot");
    this.#arrange(nodes);
    this.#admit();
    // Others may think that it still starts.
    for (const peer of this.#linked) if (!this.#node.together.includes(peer)) this.#hello(peer, false);
    this.#node.quorums.enquire();
    loadDefinitions(this.#node, this.#options.definitions ?? {});
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { act } of waiting) act();
    this.#partitions.changed(this.#phase);
    this.#node.flush();
  }

  // The life of the broker in its node.

  #boot(): void {
    const { settings } = this.#options;
    this.#phase = "booting";
    this.#apart.clear();
    this.#hellos = new Map();
    this.#offers.clear();
    this.#offered = undefined;
    this.#outputs.cancel("cluster partition");
    this.#broker = new Broker(this.#outputs, settings, this.#stored, (_outputs, ...rest) => new ClusterNode(this.self, this.#names, this.#outputs, this.#stored, this.#options.policies ?? [], this.#options.netTickTime ?? NET_TICK_TIME, ...rest));
    this.#node = this.#broker.node as ClusterNode;
    this.#unseen = new Set(this.#names.filter((name) => name !== this.self));
    this.#outputs.timer("cluster boot", BOOT, true);
    for (const peer of this.#linked) this.#hello(peer, true);
    this.#mayRun();
  }

  /** The broker stops, its node does not: clients are disconnected. */
  #pause(): void {
    if (this.#phase !== "running") return;
    this.stopping();
    for (const connection of this.#broker.connections) this.#outputs.close(connection);
    this.#phase = "paused";
    for (const peer of this.#linked) this.#outputs.tell(peer, { type: "stopped" });
  }

  wake(timer: string): void {
    if (timer === "cluster partition") this.#partitions.wake(this.#phase);
    else if (timer === "cluster boot") {
      this.#unseen.clear();
      this.#outputs.timer("cluster boot", BOOT, true);
      this.#mayRun(true);
    } else if (this.#phase !== "paused") this.#broker.wake(timer);
  }

  synced(tag: string, error?: "full" | "error"): void {
    if (tag !== "wal") return this.#broker.synced(tag, error);
    this.#node.wal.synced(error);
    this.#node.flush();
  }

  stopping(): void {
    if (this.#phase !== "running") return;
    this.#node.stopping();
    this.#broker.stopping();
  }

  state(): Plain {
    return { phase: this.#phase, linked: [...this.#linked].sort(), apart: [...this.#apart].sort(), ...(this.#broker.state() as object) };
  }
}
