import type { CloseReason, Connection, Context } from "../../../world/process.ts";
import type { PeerFrame } from "./frames.ts";

/** What a node does with what the distribution hears. */
export interface Peers {
  linked(peer: string): void;
  unlinked(peer: string): void;
  /** An attempt to connect to it has failed. */
  unreachable(peer: string): void;
  /** Nothing has been heard of it for a while; or something has again. */
  suspected(peer: string): void;
  trusted(peer: string): void;
  told(peer: string, frame: PeerFrame): void;
}

/** How often a node looks whether the others are there (aten's poll interval), and tries to reach those that are not (rabbit_node_monitor). */
const POLL = 1_000_000;
/** How long it takes to find out that a node cannot be connected to: net_setuptime, µs. */
export const SETUP = 7_000_000;
/** Polls without a word, after which a node is suspected: aten's detection of a peer whose heartbeats stop takes about so long. */
const SUSPICIOUS = 5;

type Link = { readonly connection: Connection<any>; isOpen: boolean; silent: number; spoke: boolean; suspected: boolean };

/**
 * Erlang's distribution: a connection to every other node, opened by the one whose name comes first, which also says the first word
 * (dist_util's handshake). A node that is silent for `net_ticktime` is given up, one whose connection ends at once. Whatever is sent
 * counts as a tick.
 */
export class Distribution {
  readonly #self: string;
  readonly #names: ReadonlySet<string>;
  readonly #peers: Peers;
  /** Polls. */
  readonly #tickTime: number;
  readonly #links = new Map<string, Link>();
  /** Connections that others have opened, and not yet spoken on. */
  #silent: Connection<any>[] = [];

  /** `tickTime`: µs. */
  constructor(self: string, names: readonly string[], tickTime: number, peers: Peers) {
    this.#self = self;
    this.#names = new Set(names.filter((name) => name !== self));
    this.#peers = peers;
    this.#tickTime = Math.max(1, Math.round(tickTime / POLL));
  }

  start(ctx: Context): void {
    for (const peer of this.#names) this.#connect(ctx, peer);
    ctx.timer("distribution poll", POLL, undefined, { background: true });
  }

  tell(peer: string, frame: PeerFrame): void {
    const link = this.#links.get(peer);
    if (link?.isOpen !== true) return;
    link.spoke = true;
    link.connection.send(frame);
  }

  /** Ends the connection to a node. The next poll connects again. */
  disconnect(peer: string): void {
    const link = this.#links.get(peer);
    if (link?.isOpen !== true) return;
    link.connection.reset();
    this.#gone(peer);
  }

  /** Whether a connection is one of its own. */
  owns({ peer }: Connection<any>): boolean {
    return this.#names.has(peer);
  }

  /** One that another node has opened may have been held up until that node has lived again: only what is said on it tells. */
  opened(connection: Connection<any>): void {
    if (this.#links.get(connection.peer)?.connection.id === connection.id) this.#link(connection);
    else this.#silent.push(connection);
  }

  /** True when it came over a connection of its own. */
  data(connection: Connection<any>, frame: PeerFrame): boolean {
    const { id, peer } = connection;
    if (!this.#names.has(peer)) return false;
    if (this.#links.get(peer)?.connection.id !== id) this.#link(connection);
    const link = this.#links.get(peer)!;
    link.silent = 0;
    if (link.suspected) {
      link.suspected = false;
      this.#peers.trusted(peer);
    }
    if (frame.type !== "tick") this.#peers.told(peer, frame);
    return true;
  }

  closed({ id, peer }: Connection<any>, _reason: CloseReason): void {
    this.#silent = this.#silent.filter((one) => one.id !== id);
    if (this.#links.get(peer)?.connection.id === id) this.#gone(peer);
  }

  /** The only connection to its node from now on: others are of lives before, which may not have ended here yet. */
  #link(connection: Connection<any>): void {
    const { id, peer } = connection;
    this.disconnect(peer);
    for (const one of this.#silent) if (one.peer === peer && one.id !== id) one.reset();
    this.#silent = this.#silent.filter((one) => one.peer !== peer);
    this.#links.set(peer, { connection, isOpen: true, silent: 0, spoke: false, suspected: false });
    this.#peers.linked(peer);
  }

  /** True when the timer was its own. */
  wake(ctx: Context, timer: string): boolean {
    if (timer !== "distribution poll") return false;
    for (const peer of this.#names) {
      const link = this.#links.get(peer);
      if (link === undefined) this.#connect(ctx, peer);
      else if (link.isOpen) this.#poll(peer, link);
    }
    ctx.timer("distribution poll", POLL, undefined, { background: true });
    return true;
  }

  #poll(peer: string, link: Link): void {
    if (!link.spoke) link.connection.send({ type: "tick" });
    link.spoke = false;
    link.silent++;
    if (link.silent > this.#tickTime) this.disconnect(peer);
    else if (link.silent > SUSPICIOUS && !link.suspected) {
      link.suspected = true;
      this.#peers.suspected(peer);
    }
  }

  #connect(ctx: Context, peer: string): void {
    if (this.#self < peer) this.#links.set(peer, { connection: ctx.connect(peer), isOpen: false, silent: 0, spoke: false, suspected: false });
  }

  #gone(peer: string): void {
    const wasOpen = this.#links.get(peer)!.isOpen;
    this.#links.delete(peer);
    if (wasOpen) this.#peers.unlinked(peer);
    else this.#peers.unreachable(peer);
  }
}
