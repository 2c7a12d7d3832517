import type { PeerFrame } from "./frames.ts";

/** `cluster_partition_handling` of RabbitMQ (docs, "Clustering and Network Partitions"). */
export type PartitionHandling = "ignore" | "pause_minority" | "autoheal";

export interface PartitionHost {
  readonly self: string;
  /** The nodes this one runs with, itself included. */
  together(): readonly string[];
  linked(): readonly string[];
  /** Some of them went on without this one. */
  apart(): boolean;
  /** How many clients are connected. */
  connections(): number;
  tell(peer: string, frame: PeerFrame): void;
  disconnect(peer: string): void;
  /** The broker stops until it is resumed. */
  pause(): void;
  resume(): void;
  /** Calls `wake` in a while. */
  later(): void;
}

const FRAMES = ["census", "counted", "restart", "check", "probe", "probed", "partial"] as const;
export type PartitionFrame = Extract<PeerFrame, { readonly type: (typeof FRAMES)[number] }>;
export const isPartitionFrame = (frame: PeerFrame): frame is PartitionFrame => (FRAMES as readonly string[]).includes(frame.type);

export type Phase = "booting" | "running" | "paused";

type Count = { readonly connections: number; readonly with: readonly string[] };

/**
 * What a node does when it loses sight of others, and when it sees one again that went on without it (rabbit_node_monitor).
 * ignore: nothing; both sides go on, each with metadata of its own, until somebody restarts a node.
 * pause_minority: whoever sees no majority stops until it does.
 * autoheal: when all can be seen again, the side with most clients goes on, then the larger one, then the last by name; nodes of the others restart (rabbit_autoheal).
 * Where two nodes have lost each other and a third sees both, each of them parts from that one as well; with pause_minority it stops until it sees all.
 */
export class Partitions {
  readonly #handling: PartitionHandling;
  readonly #nodes: number;
  readonly #host: PartitionHost;
  /** Of the node that leads the healing: what the others have said. */
  #counts: Map<string, Count> | undefined;
  /** Paused until all can be seen. */
  #awaitsAll = false;

  constructor(handling: PartitionHandling, nodes: number, host: PartitionHost) {
    this.#handling = handling;
    this.#nodes = nodes;
    this.#host = host;
  }

  /** A connection to another node came or went. */
  changed(phase: Phase): void {
    if (this.#handling === "autoheal") return this.met(phase);
    if (this.#handling !== "pause_minority") return;
    const seen = this.#host.linked().length + 1;
    const majority = seen * 2 > this.#nodes;
    if (phase === "running" && !majority) this.#host.pause();
    else if (phase === "paused" && (this.#awaitsAll ? seen === this.#nodes : majority)) {
      this.#awaitsAll = false;
      this.#host.resume();
    }
  }

  /** A node that this one ran with has been lost: do the others see it? */
  parted(node: string): void {
    for (const peer of this.#host.together()) if (peer !== this.#host.self) this.#host.tell(peer, { type: "check", node });
  }

  /** A node that went on without this one can be seen again. The first of all leads the healing, which begins when all are there. */
  met(phase: Phase): void {
    const { self } = this.#host;
    const linked = this.#host.linked();
    // Whoever is lost meanwhile puts an end to it.
    this.#counts = undefined;
    if (this.#handling !== "autoheal" || phase !== "running" || !this.#host.apart()) return;
    if (linked.length + 1 < this.#nodes || linked.some((peer) => peer < self)) return;
    this.#counts = new Map([[self, { connections: this.#host.connections(), with: this.#host.together() }]]);
    for (const peer of linked) this.#host.tell(peer, { type: "census" });
    // A node that does not run says nothing.
    this.#host.later();
  }

  /** A while is over. */
  wake(phase: Phase): void {
    if (this.#handling === "pause_minority") this.changed(phase);
    else if (phase === "paused") this.#host.resume();
    else this.met(phase);
  }

  told(peer: string, frame: PartitionFrame, phase: Phase): void {
    if (phase !== "running") return;
    const together = this.#host.together();
    switch (frame.type) {
      case "census":
        return this.#host.tell(peer, { type: "counted", connections: this.#host.connections(), with: together });
      case "counted":
        return this.#counted(peer, frame);
      case "restart":
        return this.#restart();
      case "check":
        if (together.includes(frame.node)) this.#host.tell(frame.node, { type: "probe", asker: peer });
        return;
      case "probe":
        return this.#host.tell(peer, { type: "probed", asker: frame.asker });
      case "probed":
        if (together.includes(peer)) this.#host.tell(frame.asker, { type: "partial", node: peer });
        return;
      case "partial":
        if (!together.includes(frame.node) && together.includes(peer)) this.#partial(peer);
    }
  }

  /** A node that this one has lost can be seen from another one. */
  #partial(proxy: string): void {
    if (this.#handling !== "pause_minority") return this.#host.disconnect(proxy);
    this.#awaitsAll = true;
    this.#restart();
  }

  #restart(): void {
    this.#host.pause();
    this.#host.later();
  }

  #counted(peer: string, count: Count): void {
    this.#counts?.set(peer, count);
    const counts = this.#counts;
    if (counts === undefined || this.#host.linked().some((peer) => !counts.has(peer))) return;
    this.#counts = undefined;
    const winners = winnersOf(counts);
    for (const peer of this.#host.linked()) if (!winners.includes(peer)) this.#host.tell(peer, { type: "restart" });
    if (!winners.includes(this.#host.self)) this.#restart();
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
