import { notFound } from "../errors.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import { QuorumClient } from "./client.ts";
import type { ClientHost } from "./client.ts";
import type { PeerFrame } from "./frames.ts";
import { QuorumMember } from "./member.ts";
import type { MemberHost } from "./member.ts";

export type QuorumFrame = Extract<PeerFrame, { readonly group: number }>;

/** The quorum queues of a node: a client for each, and a member of those that have one here. By the uid of the queue. */
export class Quorums {
  readonly #host: MemberHost & ClientHost;
  readonly #clients = new Map<number, QuorumClient>();
  readonly #members = new Map<number, QuorumMember>();

  constructor(host: MemberHost & ClientHost) {
    this.#host = host;
  }

  queueFor(definition: QueueDefinition): QuorumClient {
    const { uid, members = [] } = definition;
    const client = new QuorumClient(definition, this.#host);
    this.#clients.set(uid, client);
    if (members.includes(this.#host.self)) {
      const member = new QuorumMember(definition, this.#host);
      this.#members.set(uid, member);
      for (const peer of members) if (peer !== this.#host.self && !this.#host.visible.has(peer)) member.raft.down(peer);
    }
    return client;
  }

  /** All have it: the node where it was declared asks to lead (ra:trigger_election). */
  declared({ uid }: QueueDefinition): void {
    this.#members.get(uid)?.campaign();
  }

  /** It has, or had, a leader. */
  hasBegun(uid: number): boolean {
    return (this.#members.get(uid)?.raft.last ?? 0) > 0;
  }

  /** Leaders may have been elected before this node knew of the queues. */
  enquire(): void {
    for (const [group, client] of this.#clients) if (!client.isLed) this.#host.enquire(group);
  }

  stopping(): void {
    for (const member of this.#members.values()) member.register();
  }

  deleted(queue: string): void {
    for (const [uid, client] of this.#clients) {
      if (client.name !== queue) continue;
      this.#clients.delete(uid);
      this.#members.get(uid)?.end();
      this.#members.delete(uid);
      client.deleted(notFound("queue", queue));
    }
  }

  seen(node: string): void {
    for (const client of this.#clients.values()) client.seen();
    for (const [group, member] of this.#members) {
      member.seen(node);
      this.#announce(node, group, member);
    }
  }

  /** To a node that has not heard of its election, or may not have. */
  #announce(node: string, group: number, member: QuorumMember): void {
    if (member.leads) this.#host.tell(node, { type: "leads", group, term: member.raft.term, full: member.full, ...(member.isSettled ? { late: true } : {}) });
  }

  lost(node: string): void {
    for (const member of this.#members.values()) member.lost(node);
    for (const client of this.#clients.values()) client.lost(node);
  }

  /** Nothing has been heard of a node for a while: if it leads, another had better. */
  suspected(node: string): void {
    for (const member of this.#members.values()) member.raft.down(node);
  }

  trusted(node: string): void {
    for (const member of this.#members.values()) member.raft.up(node);
  }

  told(from: string, frame: QuorumFrame): void {
    const { group } = frame;
    switch (frame.type) {
      case "command":
        return this.#members.get(group)?.command(from, frame.command);
      case "ask":
        return this.#members.get(group)?.ask(from, frame.channel, frame.what);
      case "introduce":
        return this.#members.get(group)?.introduced(from, frame.channels);
      case "who-leads": {
        const member = this.#members.get(group);
        return member === undefined ? undefined : this.#announce(from, group, member);
      }
      case "event":
        return this.#clients.get(group)?.told(frame.event);
      case "leads":
        return this.#clients.get(group)?.leads(from, frame.term, frame.full, frame.late === true);
      case "fills":
        return this.#clients.get(group)?.fills(frame.full);
      default:
        return this.#members.get(group)?.raft.received(from, frame.raft);
    }
  }

  /** What a viewer may show of the members here. */
  state(): { readonly [queue: string]: ReturnType<QuorumMember["state"]> } {
    return Object.fromEntries([...this.#members.values()].map((member) => [member.definition.name, member.state()]));
  }
}
