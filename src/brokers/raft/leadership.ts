import type { Plain } from "../../kernel/plain.ts";
import { majorityOf } from "./election.ts";
import type { Log } from "./log.ts";
import type { RaftOutputs } from "./outputs.ts";

/** What a leader knows of another member. */
type Follower = {
  readonly name: string;
  /** The next entry to send. Ahead of `match` by what is under way. */
  next: number;
  /** The last entry that is known to be there, durably. */
  match: number;
  /** The last entry it is known to take for committed. */
  commit: number;
};

/** A leader's term of office: who has got how far. Dropped when the office is. */
export class Leadership<C extends Plain> {
  readonly term: number;
  readonly #log: Log<C>;
  readonly #outputs: RaftOutputs<C>;
  readonly #followers: readonly Follower[];
  readonly #batch: number;
  readonly #majority: number;
  readonly #down: ReadonlySet<string>;

  /** `down`: those that cannot be reached now, to whom nothing is sent. */
  constructor(term: number, peers: readonly string[], log: Log<C>, outputs: RaftOutputs<C>, batch: number, down: ReadonlySet<string>) {
    this.term = term;
    this.#log = log;
    this.#outputs = outputs;
    this.#batch = batch;
    this.#majority = majorityOf(peers.length + 1);
    this.#down = down;
    this.#followers = peers.map((name) => ({ name, next: log.last + 1, match: 0, commit: -1 }));
  }

  /** Sends each what it has not been sent, without waiting for answers to what was sent before (as ra pipelines). */
  replicate(commit: number): void {
    for (const follower of this.#followers) if (follower.next <= this.#log.last) this.#catchUp(follower, commit);
  }

  /** Tells one, or all, what it may have missed: from the last entry known to be there. An empty append where there is none. */
  repeat(commit: number, name?: string): void {
    for (const follower of this.#followers) {
      if (name !== undefined && follower.name !== name) continue;
      follower.next = follower.match + 1;
      this.#catchUp(follower, commit);
    }
  }

  /** Somebody lacks entries, or does not know that they are committed. */
  isBehind(index: number): boolean {
    return this.#followers.some(({ name, match, commit }) => !this.#down.has(name) && (match < this.#log.last || commit < index));
  }

  appended(name: string, match: number, commit: number): void {
    const follower = this.#of(name);
    follower.match = Math.max(follower.match, match);
    follower.commit = Math.max(follower.commit, commit);
    follower.next = Math.max(follower.next, follower.match + 1);
  }

  /** Goes back, and sends again; but not for a refusal of what it went back behind already. One that refuses what it had has lost it (ra: "follower lost data"); Raft cannot make up for that. */
  refused(name: string, prevIndex: number, next: number, commit: number): void {
    const follower = this.#of(name);
    if (prevIndex >= follower.next) return;
    follower.match = Math.min(follower.match, next - 1);
    follower.next = Math.max(follower.match + 1, Math.min(next, prevIndex));
    this.#catchUp(follower, commit);
  }

  /**
   * The last entry that is durable with a majority, this member included. Only an entry of the leader's own term is committed by
   * counting, and all before it with it (section 5.4.2: an older one may still be overwritten by a leader that lacks it).
   */
  committed(commit: number): number {
    let index = this.#reached(this.#log.durable) ? this.#log.durable : 0;
    for (const { match } of this.#followers) if (match > index && this.#reached(match)) index = match;
    return index > commit && this.#log.termOf(index) === this.term ? index : commit;
  }

  /** A majority has all up to this entry. */
  #reached(index: number): boolean {
    let members = this.#log.durable >= index ? 1 : 0;
    for (const { match } of this.#followers) if (match >= index) members++;
    return members >= this.#majority;
  }

  #catchUp(follower: Follower, commit: number): void {
    if (this.#down.has(follower.name)) return;
    do this.#send(follower, commit);
    while (follower.next <= this.#log.last);
  }

  #send(follower: Follower, commit: number): void {
    const { snapshot } = this.#log;
    const prevIndex = follower.next - 1;
    const prevTerm = this.#log.termOf(prevIndex);
    if (prevTerm === undefined) {
      this.#outputs.send(follower.name, { type: "snapshot", term: this.term, index: snapshot.index, indexTerm: snapshot.term, state: snapshot.state });
      follower.next = snapshot.index + 1;
      return;
    }
    const entries = this.#log.from(follower.next, this.#batch);
    this.#outputs.send(follower.name, { type: "append", term: this.term, prevIndex, prevTerm, entries, commit });
    follower.next += entries.length;
  }

  #of(name: string): Follower {
    return this.#followers.find((follower) => follower.name === name)!;
  }
}
