import type { Plain } from "../../../kernel/plain.ts";
import { Broker } from "../broker.ts";
import { loadDefinitions } from "../definitions.ts";
import type { Definitions } from "../definitions.ts";
import type { ClientMethod } from "../methods.ts";
import type { Stored } from "../outputs.ts";
import type { Settings } from "../settings.ts";
import type { Hello, PeerFrame } from "./frames.ts";
import { ClusterNode } from "./node.ts";
import type { ClusterOutputs } from "./outputs.ts";
import { isAboutPartitions, Partitions } from "./partitions.ts";
import type { PartitionHandling } from "./partitions.ts";
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
/** A node that has to restart does so after a while. */
const RESTART = 1_000_000;

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
  /** Nodes that start and could join, and whom they see. */
  #ready = new Map<string, readonly string[]>();
  /** Nodes that were told that this one could. */
  #toldReady = new Set<string>();
  /** Nodes whose brokers ran apart from this one, and still do. */
  readonly #apart = new Set<string>();
  #phase: "booting" | "running" | "paused" = "booting";
  #broker!: Broker;
  #node!: ClusterNode;
  /** What clients did before there was a broker. */
  #waiting: { readonly from?: string; readonly act: () => void }[] = [];

  constructor(self: string, names: readonly string[], outputs: ClusterOutputs, options: ClusterOptions, stored: Stored) {
    this.self = self;
    this.#names = [...names].sort();
    this.#outputs = outputs;
    this.#options = options;
    this.#stored = stored;
    this.#partitions = new Partitions(options.partitionHandling ?? "ignore", this.#names.length, {
      self,
      together: () => [self, ...this.#node.peers],
      linked: () => [...this.#linked],
      connections: () => this.#broker.connections.length,
      tell: (peer, frame) => outputs.tell(peer, frame),
      disconnect: (peer) => outputs.disconnect(peer),
      pause: () => this.#pause(),
      resume: () => this.#boot(),
      restart: () => this.#restart(),
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
    const ranTogether = this.#phase === "running" && this.#node.together.includes(peer);
    this.#lost(peer);
    this.unreachable(peer);
    if (ranTogether) this.#partitions.lost(peer);
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
    else if (frame.type === "ready") this.#joins(peer, frame.sees);
    else if (frame.type === "joined") this.#joined(peer, frame);
    else if (isAboutPartitions(frame)) this.#partitions.told(peer, frame, this.#phase);
    else if (this.#phase === "running") this.#node.told(peer, frame);
    // From one that was told before this node that they run together.
    else if (this.#phase === "booting") this.#waiting.push({ from: peer, act: () => this.#node.told(peer, frame) });
    this.#node.flush();
  }

  #lost(peer: string): void {
    this.#hellos.delete(peer);
    this.#ready.delete(peer);
    this.#toldReady.delete(peer);
    this.#waiting = this.#waiting.filter(({ from }) => from !== peer);
    if (this.#phase !== "paused") {
      const ordered = this.#node.orderer === peer;
      this.#node.down(peer);
      this.#node.loses(peer);
      // What the one before has ordered may not have come to all.
      if (ordered && this.#phase === "running" && this.#node.orderer === this.self) this.#announce();
      this.#admit();
    }
    this.#mayRun();
    this.#node.flush();
  }

  #hello(peer: string, asks: boolean): void {
    this.#outputs.tell(peer, { type: "hello", phase: this.#phase, version: this.#node.metadata.version, changes: this.#node.changes, asks });
  }

  #meets(peer: string, hello: Hello): void {
    if (hello.asks) this.#hello(peer, false);
    this.#unseen.delete(peer);
    if (this.#phase !== "paused" && hello.phase !== "paused") this.#node.sees(peer);
    if (this.#phase === "booting") {
      if (hello.asks) this.#toldReady.delete(peer);
      if (hello.phase !== "paused") this.#hellos.set(peer, hello);
      this.#mayRun();
    } else if (this.#phase === "running" && hello.phase === "running" && !this.#node.peers.includes(peer)) {
      // Both went on without the other: what each has seen since, the other has not.
      this.#apart.add(peer);
      this.#partitions.met();
    }
  }

  /**
   * All others were seen, or are down: it could run. With those that do already; where nobody does, the one that has seen most
   * changes is the first, and takes the others in.
   */
  #mayRun(late = false): void {
    if (this.#phase !== "booting" || this.#unseen.size > 0) return;
    const sees = [...this.#hellos.keys()].sort();
    for (const peer of sees) {
      if (this.#toldReady.has(peer)) continue;
      this.#toldReady.add(peer);
      this.#outputs.tell(peer, { type: "ready", sees });
    }
    if ([...this.#hellos.values()].some(({ phase }) => phase === "running") || !this.#isFirst()) return;
    if (!late && sees.some((peer) => !this.#ready.has(peer))) return;
    this.#run([this.self]);
  }

  #isFirst(): boolean {
    const { version } = this.#node.metadata;
    return [...this.#hellos].every(([peer, hello]) => hello.version < version || (hello.version === version && this.self < peer));
  }

  /** A node could run with those it sees. */
  #joins(peer: string, sees: readonly string[]): void {
    if (this.#phase === "paused") return;
    this.#ready.set(peer, sees);
    this.#mayRun();
    this.#admit();
  }

  /** The node that orders changes takes others in; where they do not see it, the next one that they see. */
  #admit(): void {
    if (this.#phase !== "running") return;
    const { together } = this.#node;
    const admitted = [...this.#ready].filter(([, sees]) => together.find((name) => name === this.self || sees.includes(name)) === this.self).map(([peer]) => peer).sort();
    if (admitted.length === 0) return;
    for (const peer of admitted) {
      this.#ready.delete(peer);
      this.#apart.delete(peer);
      this.#node.up(peer);
    }
    this.#announce();
  }

  #announce(): void {
    const { together: nodes, metadata: { version }, changes, peers } = this.#node;
    for (const peer of peers) this.#outputs.tell(peer, { type: "joined", nodes, version, changes });
  }

  #joined(peer: string, { nodes, version, changes }: PeerFrame & { readonly type: "joined" }): void {
    if (this.#phase === "paused" || !nodes.includes(this.self)) return;
    if (this.#phase === "booting") {
      this.#node.adopt(version, changes);
      return this.#run(nodes);
    }
    if (!this.#node.together.includes(peer)) return;
    for (const name of nodes) {
      this.#apart.delete(name);
      this.#ready.delete(name);
    }
    this.#node.arrange(nodes);
    if (this.#node.orderer === peer) this.#node.follow(version, changes);
    this.#node.quorums.enquire();
    this.#admit();
  }

  /** With these nodes. */
  #run(nodes: readonly string[]): void {
    this.#phase = "running";
    this.#outputs.cancel("cluster boot");
    this.#node.arrange(nodes);
    for (const name of nodes) this.#ready.delete(name);
    this.#admit();
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
    this.#ready = new Map();
    this.#toldReady = new Set();
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

  #restart(): void {
    this.#pause();
    this.#outputs.timer("cluster restart", RESTART, true);
  }

  wake(timer: string): void {
    if (timer === "cluster restart") this.#boot();
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
