import type { AmqpError } from "../errors.ts";
import type { Channel } from "../queue/queue.ts";
import type { Change } from "../topology/topology.ts";
import type { PeerFrame } from "./frames.ts";

/** What metadata need of their node. */
export interface MetadataHost {
  readonly self: string;
  /** The other nodes whose brokers run with this one, in name order. */
  readonly peers: readonly string[];
  /** The node that orders changes. */
  readonly orderer: string;
  tell(peer: string, frame: PeerFrame): void;
  /** Makes the change here, if it changes anything. */
  make(change: Change): void;
  /** All have made a change of this node. */
  made(change: Change): void;
  /** A change of this node that was objected to. */
  refused(change: Change): void;
  /** What is wrong with a change that was made: another had come before it, or nothing can come of it. */
  objection(change: Change): AmqpError | undefined;
}

type Waiting = { readonly change: Change; readonly channel: Channel | undefined };
type Order = { readonly origin: string; readonly number: number; readonly change: Change; readonly waiting: Set<string> };

/**
 * Exchanges, queues and bindings on all nodes of a cluster: a declaration is answered when every running node has made it. Mnesia does so by
 * transactions with locks; here the node that has run longest orders the changes, so that all make the same ones in the same order. A node
 * that is cut off but not yet known to be keeps everyone waiting, in both.
 */
export class Metadata {
  /** How many changes were made here. */
  version: number;
  readonly #host: MetadataHost;
  #number = 0;
  readonly #pending = new Map<number, Waiting>();
  #orders: Order[] = [];

  constructor(host: MetadataHost, version: number) {
    this.#host = host;
    this.version = version;
  }

  change(change: Change, channel: Channel | undefined): void {
    const number = ++this.#number;
    this.#pending.set(number, { change, channel });
    this.#ask(number);
  }

  told(peer: string, frame: PeerFrame & { readonly type: "change" | "ordered" | "made" | "changed" }): void {
    switch (frame.type) {
      case "change":
        // It will be asked again of whoever orders, when that is known.
        if (this.#host.orderer === this.#host.self) this.#order(frame.origin, frame.number, frame.change);
        return;
      case "ordered":
        // One that was cut off may go on ordering.
        if (this.#host.orderer !== peer) return;
        this.#make(frame.change);
        return this.#host.tell(peer, { type: "made", origin: frame.origin, number: frame.number });
      case "made":
        for (const order of this.#orders) if (order.origin === frame.origin && order.number === frame.number) order.waiting.delete(peer);
        return this.#conclude();
      case "changed":
        return this.#done(frame.number);
    }
  }

  /** A node is down: nobody waits for it. */
  down(): void {
    for (const { waiting } of this.#orders) for (const peer of [...waiting]) if (!this.#host.peers.includes(peer)) waiting.delete(peer);
    this.#conclude();
  }

  /** Another node may order changes from now on: what the one before has not, is asked of it. */
  askAgain(): void {
    if (this.#host.orderer !== this.#host.self) this.#orders = [];
    for (const number of [...this.#pending.keys()]) this.#ask(number);
  }

  #ask(number: number): void {
    const { self, orderer } = this.#host;
    const { change } = this.#pending.get(number)!;
    if (orderer === self) this.#order(self, number, change);
    else this.#host.tell(orderer, { type: "change", origin: self, number, change });
  }

  #order(origin: string, number: number, change: Change): void {
    if (this.#orders.some((order) => order.origin === origin && order.number === number)) return;
    this.#make(change);
    for (const peer of this.#host.peers) this.#host.tell(peer, { type: "ordered", origin, number, change });
    this.#orders.push({ origin, number, change, waiting: new Set(this.#host.peers) });
    this.#conclude();
  }

  #make(change: Change): void {
    this.version++;
    this.#host.make(change);
  }

  #conclude(): void {
    const made = this.#orders.filter(({ waiting }) => waiting.size === 0);
    this.#orders = this.#orders.filter(({ waiting }) => waiting.size > 0);
    for (const { origin, number, change } of made) {
      if (origin === this.#host.self) this.#done(number);
      else if (this.#host.peers.includes(origin)) this.#host.tell(origin, { type: "changed", origin, number });
      // Nobody else does what is to be done when all have made it.
      else this.#host.made(change);
    }
  }

  #done(number: number): void {
    const pending = this.#pending.get(number);
    if (pending === undefined) return;
    this.#pending.delete(number);
    const error = this.#host.objection(pending.change);
    if (error === undefined) this.#host.made(pending.change);
    else this.#host.refused(pending.change);
    pending.channel?.answer(error === undefined ? { type: "changed" } : { type: "refused", error });
  }
}
