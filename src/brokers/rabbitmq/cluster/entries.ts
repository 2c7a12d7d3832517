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

/** The same command, with the time. Spelt out for those that come with every message. */
export function timed(command: Numbered, at: number): PlainNumbered {
  if (command.skips === true) return { ...command, at } as PlainNumbered;
  if (command.type === "enqueue") return { type: "enqueue", channel: command.channel, nth: command.nth, content: command.content, at, number: command.number };
  if (command.type === "settle") return { type: "settle", channel: command.channel, ids: command.ids, at, number: command.number };
  return { ...command, at } as PlainNumbered;
}

/** What a snapshot of a member holds. */
export type MemberState = {
  readonly machine: Plain;
  readonly applied: readonly (readonly [channel: string, number: number])[];
  readonly answers: readonly (readonly [channel: string, answer: readonly [number: number, answer: PlainAnswer]])[];
};
