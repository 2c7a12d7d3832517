import type { PeerFrame } from "./frames.ts";

/** `cluster_partition_handling` of RabbitMQ (docs, "Clustering and Network Partitions"). */
export type PartitionHandling = "ignore" | "pause_minority" | "autoheal";

export interface PartitionHost {
  readonly self: string;
  /** The nodes this one runs with, itself included. */
  together(): readonly string[];
  linked(): readonly string[];
  /** How many clients are connected. */
  connections(): number;
  tell(peer: string, frame: PeerFrame): void;
  /** The broker stops until it is resumed. */
  pause(): void;
  resume(): void;
  /** It stops, and starts anew with what those say who run then. */
  restart(): void;
}

export type PartitionFrame = Extract<PeerFrame, { readonly type: "census" | "counted" | "restart" }>;

type Count = { readonly connections: number; readonly with: readonly string[] };

/**
 * What a node does when it loses sight of others, and when it sees one again that went on without it.
 * ignore: nothing; both sides go on, each with metadata of its own, until somebody restarts a node.
 * pause_minority: whoever sees no majority stops until it does (rabbit_node_monitor).
 * autoheal: the side with most clients goes on, then the larger one, then the first by name; nodes of the others restart (rabbit_autoheal).
 */
export class Partitions {
  readonly #handling: PartitionHandling;
  readonly #nodes: number;
  readonly #host: PartitionHost;
  /** Of the node that leads the healing: what the others have said. */
  #counts: Map<string, Count> | undefined;

  constructor(handling: PartitionHandling, nodes: number, host: PartitionHost) {
    this.#handling = handling;
    this.#nodes = nodes;
    this.#host = host;
  }

  /** A connection to another node came or went. */
  changed(phase: "booting" | "running" | "paused"): void {
    if (this.#handling !== "pause_minority") return;
    const majority = (this.#host.linked().length + 1) * 2 > this.#nodes;
    if (phase === "running" && !majority) this.#host.pause();
    else if (phase === "paused" && majority) this.#host.resume();
  }

  /** A node that went on without this one can be seen again. */
  met(_peer: string): void {
    if (this.#handling !== "autoheal") return;
    const { self } = this.#host;
    const all = [self, ...this.#host.linked()].sort();
    if (all[0] !== self || this.#counts !== undefined) return;
    this.#counts = new Map([[self, { connections: this.#host.connections(), with: this.#host.together() }]]);
    for (const peer of this.#host.linked()) this.#host.tell(peer, { type: "census" });
  }

  told(peer: string, frame: PartitionFrame, phase: "booting" | "running" | "paused"): void {
    if (phase !== "running") return;
    if (frame.type === "census") this.#host.tell(peer, { type: "counted", connections: this.#host.connections(), with: this.#host.together() });
    else if (frame.type === "restart") this.#host.restart();
    else this.#counted(peer, frame);
  }

  #counted(peer: string, count: Count): void {
    this.#counts?.set(peer, count);
    const counts = this.#counts;
    if (counts === undefined || this.#host.linked().some((peer) => !counts.has(peer))) return;
    this.#counts = undefined;
    const winners = [...counts.values()].map((count) => ({ nodes: [...count.with].sort(), clients: count.with.reduce((sum, node) => sum + (counts.get(node)?.connections ?? 0), 0) }))
      .sort((a, b) => b.clients - a.clients || b.nodes.length - a.nodes.length || (a.nodes[0]! < b.nodes[0]! ? -1 : 1))[0]!.nodes;
    for (const peer of this.#host.linked()) if (!winners.includes(peer)) this.#host.tell(peer, { type: "restart" });
    if (!winners.includes(this.#host.self)) this.#host.restart();
  }
}
