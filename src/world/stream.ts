import type { Micros } from "../kernel/time.ts";
import type { NodeContext } from "./context.ts";
import type { Connections } from "./connections.ts";
import type { Node } from "./node.ts";
import type { Connection, Packet } from "./process.ts";
import type { Channel } from "./channel.ts";

/** Control segments of a connection, in their packet keys `p1>broker SYN #1`. */
export type Control = "SYN" | "SYN-ACK" | "FIN" | "RST";

/** Something travelling on one direction of a connection: a frame of the user's, or a control segment. */
export interface Segment {
  readonly receiver: End;
  /** undefined for a frame. */
  readonly control: Control | undefined;
  readonly packet: Packet | undefined;
  readonly channel: Channel;
  readonly message: number;
  readonly nth: number;
  readonly sentAt: Micros;
  readonly background: boolean;
}

/** A connection: two ends. Live from `connect` until both ends are closed. */
export class Stream {
  readonly id: string;
  readonly opener: End;
  readonly acceptor: End;
  /** When `connect` was called. */
  readonly openedAt: Micros;
  /** Reset by a fault: what is in flight is gone. */
  torn = false;

  constructor(id: string, opener: Node, acceptor: Node, openedAt: Micros, connections: Connections) {
    this.id = id;
    this.openedAt = openedAt;
    this.opener = new End(this, opener, connections);
    this.acceptor = new End(this, acceptor, connections);
    this.opener.other = this.acceptor;
    this.acceptor.other = this.opener;
  }
}

/** One end, as its process holds it and as its machine sees it. Everything outgoing is in order. */
export class End implements Connection {
  readonly stream: Stream;
  readonly node: Node;
  other!: End;
  /** "new": connect was called or the SYN is on its way; then open; then closed for good. */
  state: "new" | "open" | "closed" = "new";
  /** The incarnation that holds it. */
  context: NodeContext | undefined;
  /** Frames sent before `opened`; they outlive a `close` that comes before it too. */
  waiting: Segment[] = [];
  /** Nothing sent later arrives before this time. */
  lastArrival: Micros = 0;
  /** What a partition, a stall or a dark peer keeps from arriving. */
  held: Segment[] = [];
  /** Slot + 1 of the event that gives up; 0 when everything is answered. */
  timeout = 0;
  /** Of the frames it sends, by type. */
  readonly channels: Map<string, Channel> = new Map();
  readonly #connections: Connections;

  constructor(stream: Stream, node: Node, connections: Connections) {
    this.stream = stream;
    this.node = node;
    this.#connections = connections;
  }

  get id(): string {
    return this.stream.id;
  }

  /** Nothing stands in the way of a frame that comes in: no end of the connection, and nothing held before it. */
  get isHearing(): boolean {
    return this.state !== "closed" && !this.stream.torn && this.other.held.length === 0;
  }

  get peer(): string {
    return this.other.node.name;
  }

  send(packet: Packet): void {
    this.#connections.send(this, packet);
  }

  close(): void {
    this.#connections.end(this, "closed");
  }

  reset(): void {
    this.#connections.end(this, "reset");
  }
}

