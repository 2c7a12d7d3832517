import { micros } from "../../../kernel/time.ts";
import { isQuorum } from "../queue/definition.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { Sleeper } from "../timers.ts";
import type { PeerFrame } from "./frames.ts";
import { Master } from "./master.ts";
import { Mirror } from "./mirror.ts";
import type { ClusterNode } from "./node.ts";
import { policyFor } from "./policies.ts";
import type { Policy } from "./policies.ts";

type MirrorFrame = Extract<PeerFrame, { readonly type: "mirror" | "keep" | "forget" | "kept" | "mirrors" }>;
type Standing = { readonly mirrors: readonly string[]; readonly synchronised: readonly string[] };

const sinceOf = ({ since }: Policy): number => (since === undefined ? 0 : micros(since, "since"));

/** The mirrored queues of a node: masters and mirrors it has, and who mirrors those elsewhere (rabbit_mirror_queue_misc). */
export class Mirrors implements Sleeper {
  readonly #node: ClusterNode;
  readonly #policies: readonly Policy[];
  /** All by the uid of the queue. */
  readonly #masters = new Map<number, Master>();
  readonly #mirrors = new Map<number, Mirror>();
  readonly #standing = new Map<number, Standing>();

  constructor(node: ClusterNode, policies: readonly Policy[]) {
    this.#node = node;
    this.#policies = policies;
    for (const policy of policies) if (sinceOf(policy) > node.now) node.timers.arm(`policy ${policy.pattern}`, sinceOf(policy) - node.now, this, true);
  }

  /** A policy is set: nodes begin to mirror what it is about, from then on. */
  wake(): void {
    for (const master of this.#masters.values()) if (this.#isMirrored(master)) for (const peer of this.#node.peers) if (!master.isMirroredBy(peer)) master.mirror(peer);
  }

  #isMirrored({ name }: Master): boolean {
    return sinceOf(policyFor(this.#policies, name)!) <= this.#node.now;
  }

  areFor(definition: QueueDefinition): boolean {
    return !isQuorum(definition) && definition.owner === "" && policyFor(this.#policies, definition.name) !== undefined;
  }

  /** The master of that name, where it is here. */
  named(queue: string): Master | undefined {
    for (const master of this.#masters.values()) if (master.name === queue) return master;
    return undefined;
  }

  /** The master of a queue that lives here, if it is mirrored: with what its mirror here has, if there was one. */
  masterOf(definition: QueueDefinition): Master | undefined {
    if (!this.areFor(definition)) return undefined;
    const mirror = this.#mirrors.get(definition.uid);
    this.#mirrors.delete(definition.uid);
    const node = this.#node;
    const automatic = policyFor(this.#policies, definition.name)!.definition["ha-sync-mode"] === "automatic";
    const master = new Master(definition, node, automatic, () => node.peers, (peer, frame) => node.tell(peer, frame), mirror?.seen);
    this.#masters.set(definition.uid, master);
    for (const { id, content, expires } of mirror?.kept.values() ?? []) {
      const durable = definition.durable && content.properties.deliveryMode === 2;
      if (durable) node.outputs.write(`message ${definition.uid}/${id}`, expires < 0 ? content : { ...content, expires });
      // Every message the mirror had may have been delivered (RABBITMQ.md, redelivered).
      master.queue.recover(id, content, expires < 0 ? Infinity : expires, true);
    }
    if (mirror !== undefined) node.journal.soon();
    // A mirror that had everything goes on having it.
    const synchronised = (mirror === undefined ? undefined : this.#standing.get(definition.uid))?.synchronised ?? [];
    if (this.#isMirrored(master)) for (const peer of node.peers) master.mirror(peer, synchronised.includes(peer) || undefined);
    return master;
  }

  up(peer: string): void {
    for (const master of this.#masters.values()) if (this.#isMirrored(master)) master.mirror(peer);
  }

  /** A node is down. Which queues that lived there go on, and where: with the oldest mirror. */
  down(peer: string): Map<string, string> {
    for (const master of this.#masters.values()) master.unmirror(peer);
    const moved = new Map<string, string>();
    for (const definition of this.#node.topology.queues.values()) {
      if (definition.home !== peer || !this.areFor(definition)) continue;
      const { mirrors, synchronised } = this.#standing.get(definition.uid) ?? { mirrors: [], synchronised: [] };
      const whenSynced = policyFor(this.#policies, definition.name)!.definition["ha-promote-on-failure"] === "when-synced";
      // That any mirror is synchronised is enough, wherever it is: the oldest that is left goes on, synchronised or not (remove_from_queue).
      const heir = whenSynced && synchronised.length === 0 ? undefined : mirrors.find((name) => name === this.#node.self || this.#node.peers.includes(name));
      if (heir !== undefined) moved.set(definition.name, heir);
    }
    return moved;
  }

  deleted(queue: string): void {
    for (const [uid, master] of this.#masters) if (master.name === queue) this.#masters.delete(uid);
  }

  told(peer: string, frame: MirrorFrame): void {
    switch (frame.type) {
      case "mirror":
        this.#mirrors.set(frame.uid, new Mirror(frame.seen));
        return;
      case "keep":
        this.#mirrors.get(frame.uid)?.keep(frame.kept);
        if (frame.kept.sequence > 0) this.#node.tell(peer, { type: "kept", uid: frame.uid, id: frame.kept.id });
        return;
      case "forget":
        return this.#mirrors.get(frame.uid)?.forget(frame.id);
      case "kept":
        return this.#masters.get(frame.uid)?.has(peer, frame.id);
      case "mirrors":
        this.#standing.set(frame.uid, frame);
    }
  }
}
