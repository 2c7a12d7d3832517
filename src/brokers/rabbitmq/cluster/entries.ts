import type { Plain } from "../../../kernel/plain.ts";
import type { Content } from "../content.ts";
import type { QuorumCommand } from "../quorum/commands.ts";
import type { PlainAnswer } from "./frames.ts";

/**
 * An entry of a quorum queue's log in a cluster. `number`: the commands of a channel to this queue, counted from 1, so that one that
 * is sent again after a change of leaders is known for what it is; 0: of the leader's own. `skips`: some before it do not come.
 */
export type Numbered = QuorumCommand & { readonly number: number; readonly skips?: true };

/** What its leader tells a client. `applied`: all commands up to this number are in the log, and done. */
export type QuorumEvent = {
  readonly channel: string;
  readonly applied: number;
  /** Of the command of this number; -1: of a question outside the log. */
  readonly answer?: readonly [number: number, answer: PlainAnswer];
  readonly delivery?: { readonly consumerTag: string; readonly id: number; readonly content: Content; readonly deliveryCount: number };
};

export type Checkout = Extract<QuorumCommand, { readonly type: "checkout" }>;

/** A channel that a client introduces to a leader: the last delivery it has seen, and its consumers. */
export type Introduced = readonly [channel: string, seen: number, consumers: readonly Checkout[]];

/** The ordinal of the message a command is about, if it is about one. */
export const ordinalOf = (command: Numbered | null | undefined): number | undefined => (command?.type === "enqueue" ? command.content.message.id : undefined);

/** Log entries and snapshots are plain data to Raft. */
export type PlainNumbered = Numbered & Plain;
