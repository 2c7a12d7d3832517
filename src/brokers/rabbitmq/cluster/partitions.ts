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
  /** Ends the connection to a node; there is another in a moment. */
  disconnect(peer: string): void;
  /** The broker stops until it is resumed. */
  pause(): void;
  resume(): void;
  /** It stops, and starts anew with what those say who run then. */
  restart(): void;
}

const FRAMES = ["heal", "census", "counted", "restart", "down", "are-you-there", "here", "partial"] as const;
export type PartitionFrame = Extract<PeerFrame, { readonly type: (typeof FRAMES)[number] }>;
export const isAboutPartitions = (frame: PeerFrame): frame is PartitionFrame => (FRAMES as readonly string[]).includes(frame.type);

type Phase = "booting" | "running" | "paused";
type Count = { readonly connections: number; readonly with: readonly string[] };

/**
 * What a node does when it loses sight of others, and when it sees one again that went on without it.
 * ignore: nothing; both sides go on, each with metadata of its own, until somebody restarts a node.
 * pause_minority: whoever sees no majority stops until it does (rabbit_node_monitor).
 * autoheal: the side with most clients goes on, then the larger one, then the last by name; nodes of the others restart (rabbit_autoheal).
 * A node that loses another which a third can still see makes the partition a full one: it leaves the third as well; with pause_minority
 * it stops until it sees everybody.
 */
export class Partitions {
  readonly #handling: PartitionHandling;
  readonly #nodes: number;
  readonly #host: PartitionHost;
  /** Of the node that leads the healing: what the others have said. */
  #counts: Map<string, Count> | undefined;
  /** Paused until all nodes can be seen, and not only a majority. */
  #awaitsAll = false;

  constructor(handling: PartitionHandling, nodes: number, host: PartitionHost) {
    this.#handling = handling;
    this.#nodes = nodes;
    this.#host = host;
  }

  /** A connection to another node came or went. */
  changed(phase: Phase): void {
    if (!this.#seesAll) this.#counts = undefined;
    if (this.#handling !== "pause_minority") return;
    const majority = (this.#host.linked().length + 1) * 2 > this.#nodes;
    if (phase === "running" && !majority) this.#host.pause();
    else if (phase === "paused" && (this.#awaitsAll ? this.#seesAll : majority)) {
      this.#awaitsAll = false;
      this.#host.resume();
    }
  }

  /** A node that ran with this one cannot be seen any more. Can others? (check_partial_partition) */
  lost(peer: string): void {
    for (const other of this.#host.together()) if (other !== this.#host.self) this.#host.tell(other, { type: "down", node: peer });
  }

  /** A node that went on without this one can be seen again. */
  met(): void {
    if (this.#handling !== "autoheal" || !this.#seesAll) return;
    const { self } = this.#host;
    const leader = [self, ...this.#host.linked()].sort()[0]!;
    if (leader === self) this.#heal();
    else this.#host.tell(leader, { type: "heal" });
  }

  told(peer: string, frame: PartitionFrame, phase: Phase): void {
    if (phase !== "running") return;
    switch (frame.type) {
      case "heal":
        return this.#heal();
      case "census":
        return this.#host.tell(peer, { type: "counted", connections: this.#host.connections(), with: this.#host.together() });
      case "counted":
        return this.#counted(peer, frame);
      case "restart":
        return this.#host.restart();
      case "down":
        if (this.#host.together().includes(frame.node)) this.#host.tell(frame.node, { type: "are-you-there", by: peer });
        return;
      case "are-you-there":
        return this.#host.tell(peer, { type: "here", by: frame.by });
      case "here":
        return this.#host.tell(frame.by, { type: "partial" });
      case "partial":
        return this.#complete(peer);
    }
  }

  get #seesAll(): boolean {
    return this.#host.linked().length + 1 === this.#nodes;
  }

  /** `proxy` can see a node that this one cannot. */
  #complete(proxy: string): void {
    if (this.#handling !== "pause_minority") return this.#host.disconnect(proxy);
    this.#awaitsAll = true;
    this.#host.pause();
    this.changed("paused");
  }

  #heal(): void {
    if (!this.#seesAll) return;
    this.#counts = new Map([[this.#host.self, { connections: this.#host.connections(), with: this.#host.together() }]]);
    for (const peer of this.#host.linked()) this.#host.tell(peer, { type: "census" });
  }

  #counted(peer: string, count: Count): void {
    this.#counts?.set(peer, count);
    const counts = this.#counts;
    if (counts === undefined || counts.size < this.#nodes) return;
    this.#counts = undefined;
    const winners = winnersOf(counts);
    for (const peer of this.#host.linked()) if (!winners.includes(peer)) this.#host.tell(peer, { type: "restart" });
    if (!winners.includes(this.#host.self)) this.#host.restart();
  }
}

/** The nodes that go on (make_decision). */
function winnersOf(counts: ReadonlyMap<string, Count>): readonly string[] {
  let sides: (readonly string[])[] = [[...counts.keys()].sort()];
  for (const [node, { with: together }] of counts) {
    const containing = sides.find((side) => side.includes(node))!;
    const [seen, unseen] = [containing.filter((name) => together.includes(name)), containing.filter((name) => !together.includes(name))];
    if (seen.length > 0 && unseen.length > 0) sides = [seen, unseen, ...sides.filter((side) => side !== containing)];
  }
  const clients = (side: readonly string[]): number => side.reduce((sum, node) => sum + counts.get(node)!.connections, 0);
  return sides.sort((a, b) => clients(b) - clients(a) || b.length - a.length || (a[0]! < b[0]! ? 1 : -1))[0]!;
}
