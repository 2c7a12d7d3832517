import type { Plain } from "../../kernel/plain.ts";

/** An entry of the replicated log: its place, from 1, the term of the leader that made it, and what the state machine is told; null for a leader's first entry, which tells it nothing. */
export type Entry<C extends Plain = Plain> = { readonly index: number; readonly term: number; readonly command: C | null };

/**
 * What members say to each other: the RPCs of Ongaro & Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014),
 * figures 2 and 13, as messages that may be lost, repeated and overtaken. `term`: the sender's, but in the two of a pre-vote.
 */
export type RaftMessage<C extends Plain = Plain> =
  /** Would you vote for me in this term? Nobody's term changes by it (Ongaro's dissertation, 9.6). */
  | { readonly type: "request-pre-vote"; readonly term: number; readonly lastIndex: number; readonly lastTerm: number }
  /** Granted: the term asked about; refused: the voter's own. */
  | { readonly type: "pre-vote"; readonly term: number; readonly granted: boolean }
  | { readonly type: "request-vote"; readonly term: number; readonly lastIndex: number; readonly lastTerm: number }
  | { readonly type: "vote"; readonly term: number; readonly granted: boolean }
  | { readonly type: "append"; readonly term: number; readonly prevIndex: number; readonly prevTerm: number; readonly entries: readonly Entry<C>[]; readonly commit: number }
  /** Everything up to `match` agrees with the leader's log and is durable; up to `commit` it is known to be committed. */
  | { readonly type: "appended"; readonly term: number; readonly match: number; readonly commit: number }
  /** Nothing with this `prevIndex` can be appended; the two logs may agree before `next`. */
  | { readonly type: "refused"; readonly term: number; readonly prevIndex: number; readonly next: number }
  /** The state machine after entry `index`, for one who needs entries that are no more. Answered by "appended". */
  | { readonly type: "snapshot"; readonly term: number; readonly index: number; readonly indexTerm: number; readonly state: Plain };
