import type { Plain } from "../../kernel/plain.ts";
import type { Micros } from "../../kernel/time.ts";
import type { RaftMessage } from "./messages.ts";

/** All that a member does to the world around it. Whoever drives it carries it out, in call order. */
export interface RaftOutputs<C extends Plain = Plain> {
  send(to: string, message: RaftMessage<C>): void;
  /** Storage: buffered until a sync. What was written earlier survives whenever what was written later does. */
  write(key: string, value: Plain): void;
  remove(key: string): void;
  /** `Raft.synced(mark)` is to be called when all that was written before is durable; of several marks the last will do. */
  sync(mark: number): void;
  /** Calls `Raft.wake` after so many µs; a second call for the same timer replaces the first. */
  timer(timer: RaftTimer, after: Micros): void;
  cancel(timer: RaftTimer): void;
  /** A whole number from 0 to `below` - 1, drawn anew with every call. */
  random(below: number): number;
  /** An entry is committed: it is every member's next. */
  apply(index: number, command: C | null): void;
  /** The state machine becomes what a snapshot says. */
  restore(index: number, state: Plain): void;
  /** Another leader, in the member's own view; undefined: it knows none. */
  follows(leader: string | undefined): void;
}

export type RaftTimer = "election" | "tick";

/** What a member finds on its disk when it starts. */
export interface RaftStored {
  /** In order of their code units. */
  keys(prefix: string): readonly string[];
  /** undefined: absent, or torn. */
  read(key: string): Plain | undefined;
}
