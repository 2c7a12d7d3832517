import type { RaftMessage } from "../../raft/messages.ts";
import type { Content } from "../content.ts";
import type { Conditions, Outcome, Subscription } from "../queue/queue.ts";
import type { Change } from "../topology/topology.ts";
import type { Introduced, Numbered, PlainNumbered, QuorumEvent } from "./entries.ts";

/** A call of a queue on another node. `message`: ordinal of the one it is about, for whoever reads a trace. */
export type QueueCall = { readonly queue: string; readonly uid: number; readonly channel: string } & (
  /** `again`: to a mirror that has become the master. */
  | { readonly type: "publish"; readonly content: Content; readonly sequence: number; readonly message: number; readonly again?: true }
  | { readonly type: "consume"; readonly subscription: Subscription }
  | { readonly type: "cancel"; readonly consumerTag: string }
  | { readonly type: "get"; readonly noAck: boolean }
  | { readonly type: "delete"; readonly conditions: Conditions }
  | { readonly type: "purge" | "inspect" | "gone" | "end" }
  | { readonly type: "settle"; readonly ids: readonly number[]; readonly outcome: Outcome }
);

/** What the queue tells a channel on another node. */
export type ChannelCall = { readonly queue: string; readonly channel: string } & (
  | { readonly type: "answer"; readonly answer: PlainAnswer; readonly message?: number }
  | { readonly type: "confirmed" | "rejected"; readonly sequence: number }
  | { readonly type: "deliver"; readonly consumerTag: string; readonly id: number; readonly content: Content; readonly redelivered: boolean; readonly deliveryCount: number; readonly message: number }
);

/** An answer without its error object. */
export type PlainAnswer =
  | { readonly type: "consuming" | "cancelled" | "empty" | "changed" }
  | { readonly type: "got"; readonly id: number; readonly content: Content; readonly redelivered: boolean; readonly deliveryCount: number; readonly messageCount: number }
  | { readonly type: "counts"; readonly messageCount: number; readonly consumerCount: number }
  | { readonly type: "refused"; readonly code: number; readonly text: string };

/** How a node stands when another gets to see it: what it would join, or what it brings along. */
export type Hello = {
  readonly type: "hello";
  readonly phase: "booting" | "running" | "paused";
  /** When it was started, µs of its own clock. */
  readonly life: number;
  /** How many changes of the metadata it has seen. */
  readonly version: number;
  readonly changes: readonly Change[];
  /** The sender wants to hear the same of the receiver. */
  readonly asks: boolean;
};

/** A message of a mirrored queue, by whom it was published under which sequence number ("" and 0 where nobody waits to hear). `expires` -1: never. */
export type Kept = { readonly id: number; readonly content: Content; readonly expires: number; readonly channel: string; readonly sequence: number };

/** A node that runs with others, in which of its lives, and by which of its offers. */
export type Joined = readonly [node: string, life: number, offer: number];

/** What nodes of a cluster say to each other: frames of Erlang's distribution. */
export type PeerFrame =
  /** Nothing else was sent for a while (net_kernel's ticks, and aten's heartbeats). */
  | { readonly type: "tick" }
  | Hello
  /** The broker on that node has stopped while the node goes on. */
  | { readonly type: "stopped" }
  /** A node that starts has seen the others, or knows that they are down: `sees` are those it saw. Its offers to run with them are numbered: the last one counts. */
  | { readonly type: "ready"; readonly sees: readonly string[]; readonly offer: number }
  /** Who runs together, in the order in which they came, by which of their offers; the metadata as the sender has them, behind all it has ordered before. */
  | { readonly type: "joined"; readonly nodes: readonly Joined[]; readonly version: number; readonly changes: readonly Change[] }
  /** It runs with others, who took this offer before. */
  | { readonly type: "elsewhere"; readonly offer: number }
  /** The sender has lost a node: does the receiver still run with it? It asks that node, and says so if it answers. */
  | { readonly type: "check" | "partial"; readonly node: string }
  | { readonly type: "probe" | "probed"; readonly asker: string }
  /** A change of the metadata: asked of the node that orders them, ordered by it, made by another, and by all. */
  | { readonly type: "change" | "ordered"; readonly origin: string; readonly number: number; readonly change: Change }
  | { readonly type: "made" | "changed"; readonly origin: string; readonly number: number }
  /** Autoheal: how many connections are there, so many are here; restart. */
  | { readonly type: "census" }
  | { readonly type: "restart" }
  | { readonly type: "counted"; readonly connections: number; readonly with: readonly string[] }
  | QueueCall
  | ChannelCall
  /** From the master of a mirrored queue to a mirror: begin; have this; forget that. And back: I have it. */
  | { readonly type: "mirror"; readonly queue: string; readonly uid: number; readonly seen: readonly (readonly [channel: string, sequence: number])[] }
  | { readonly type: "keep"; readonly uid: number; readonly kept: Kept; readonly message: number }
  | { readonly type: "forget"; readonly uid: number; readonly id: number }
  | { readonly type: "kept"; readonly uid: number; readonly id: number }
  /** Who mirrors it, the oldest first, and which of them have all of it. */
  | { readonly type: "mirrors"; readonly uid: number; readonly mirrors: readonly string[]; readonly synchronised: readonly string[] }
  /** The queue that was called is no more. */
  | { readonly type: "no-queue"; readonly queue: string; readonly uid: number }
  /** Between members of a quorum queue. */
  | { readonly type: RaftMessage["type"]; readonly group: number; readonly raft: RaftMessage<PlainNumbered>; readonly message?: number }
  /** A command for a quorum queue's log, to its leader; what its leader tells a client; and who leads. */
  | { readonly type: "command"; readonly group: number; readonly command: Numbered; readonly message?: number }
  | { readonly type: "event"; readonly group: number; readonly event: QuorumEvent; readonly message?: number }
  | { readonly type: "ask"; readonly group: number; readonly channel: string; readonly what: "inspect" | "delete" }
  | { readonly type: "introduce"; readonly group: number; readonly channels: readonly Introduced[] }
  /** Who leads it? */
  | { readonly type: "who-leads"; readonly group: number }
  /** `full`: the queue rejects what is published. `late`: said when it could be seen again, or when it was asked. */
  | { readonly type: "leads"; readonly group: number; readonly term: number; readonly full: boolean; readonly late?: true }
  | { readonly type: "fills"; readonly group: number; readonly full: boolean };
