import type { Plain } from "../../kernel/plain.ts";
import type { Micros } from "../../kernel/time.ts";
import { Ballot } from "./ballot.ts";
import { Election } from "./election.ts";
import { Journal } from "./journal.ts";
import { Leadership } from "./leadership.ts";
import { Log } from "./log.ts";
import type { Entry, RaftMessage } from "./messages.ts";
import type { RaftOutputs, RaftStored, RaftTimer } from "./outputs.ts";

export interface RaftOptions {
  /** A candidate waits so long for votes, and as much again by chance; so does a follower that has no leader. Default 100 ms and up to 500 ms more, as ra does. */
  readonly patience: Micros;
  readonly chance: Micros;
  /** How long until a leader repeats itself to a follower that has not answered. Default 1 s. */
  readonly tick: Micros;
  /** Leaders say something every `tick`, and a follower that hears nothing calls for an election. Default false: whoever drives it says when a member is down (`down`), as Erlang's monitors do. */
  readonly heartbeats: boolean;
  /** Most entries in an append. Default 128. */
  readonly batch: number;
  /** Of all keys on the disk: several groups may share one. Default none. */
  readonly prefix: string;
}

const DEFAULTS: RaftOptions = { patience: 100_000, chance: 500_000, tick: 1_000_000, heartbeats: false, batch: 128, prefix: "" };

/**
 * A member of a group that agrees on a log of commands: Raft (Ongaro & Ousterhout 2014; the dissertation for pre-votes) with
 * members fixed at the start, as a state machine: nothing but these calls goes in, nothing but `RaftOutputs` comes out. Terms and
 * votes are durable before they are acted upon, entries before they are counted.
 */
export class Raft<C extends Plain = Plain> {
  readonly self: string;
  readonly #members: readonly string[];
  readonly #outputs: RaftOutputs<C>;
  readonly #options: RaftOptions;
  readonly #journal: Journal;
  readonly #ballot: Ballot;
  readonly #log: Log<C>;
  readonly #down = new Set<string>();
  #leader: string | undefined;
  #commit: number;
  /** Of a pre-candidate and a candidate. */
  #election: Election | undefined;
  /** What is said when the ballot is durable. */
  #whenCast: (() => void)[] = [];
  /** Of a leader. */
  #leadership: Leadership<C> | undefined;
  /** Of a follower: the last entry known to agree with its leader's log, and whether the leader waits to hear of it. */
  #agreed = 0;
  #owed = false;
  /** The last entry it was told of. */
  #acknowledged = 0;
  /** The leader was said to be down, and has not been heard of since. */
  #suspected = false;
  #ticking = false;
  #electionArmed = false;

  constructor(self: string, members: readonly string[], outputs: RaftOutputs<C>, stored: RaftStored, options: Partial<RaftOptions> = {}) {
    this.self = self;
    this.#members = members;
    this.#outputs = outputs;
    this.#options = { ...DEFAULTS, ...options };
    this.#journal = new Journal(outputs);
    this.#ballot = new Ballot(this.#journal, stored, this.#options.prefix);
    this.#log = new Log(this.#journal, stored, this.#options.prefix);
    const { index, state } = this.#log.snapshot;
    this.#commit = index;
    if (index > 0) outputs.restore(index, state);
    this.#armElection();
  }

  get role(): "follower" | "pre-candidate" | "candidate" | "leader" {
    if (this.#leadership !== undefined) return "leader";
    return this.#election === undefined ? "follower" : this.#election.term > this.term ? "pre-candidate" : "candidate";
  }

  get term(): number {
    return this.#ballot.term;
  }

  /** Whom this member takes for the leader. */
  get leader(): string | undefined {
    return this.#leader;
  }

  /** The last entry known to be committed; all up to it were applied. */
  get commit(): number {
    return this.#commit;
  }

  get last(): number {
    return this.#log.last;
  }

  /** The entry, where the log still has it. */
  entry(index: number): Entry<C> | undefined {
    return this.#log.at(index);
  }

  /** A command for the log, at a leader. Returns the index of its entry; undefined: this member does not lead. It may still be lost until it is applied. */
  propose(command: C): number | undefined {
    if (this.#leadership === undefined) return undefined;
    this.#append(command);
    return this.#log.last;
  }

  /** Another member says something. */
  received(from: string, message: RaftMessage<C>): void {
    if (message.type === "request-pre-vote") return this.#preVote(from, message);
    // A pre-vote that is granted carries the term asked about, which nobody is in yet.
    if (message.term > this.term && !(message.type === "pre-vote" && message.granted)) this.#enter(message.term, null);
    switch (message.type) {
      case "request-vote":
        return this.#vote(from, message);
      case "pre-vote":
      case "vote":
        if (message.granted && this.#election !== undefined && message.term === this.#election.term && (message.type === "vote") === (this.role === "candidate")) this.#granted(from);
        return;
      case "append":
      case "snapshot":
        // Whoever still leads an older term learns of this one.
        if (message.term < this.term) return this.#whenDurable(() => this.#outputs.send(from, { type: "appended", term: this.term, match: 0, commit: 0 }));
        this.#follow(from);
        return message.type === "append" ? this.#appends(from, message) : this.#installs(message);
      default:
        if (message.term !== this.term || this.#leadership === undefined) return;
        if (message.type === "appended") this.#leadership.appended(from, message.match, message.commit);
        else this.#leadership.refused(from, message.prevIndex, message.next, this.#commit);
        this.#count();
    }
  }

  wake(timer: RaftTimer): void {
    if (timer === "election") {
      this.#electionArmed = false;
      return this.campaign();
    }
    this.#ticking = false;
    if (this.#leadership === undefined || !(this.#options.heartbeats || this.#leadership.isBehind(this.#commit))) return;
    this.#leadership.repeat(this.#commit);
    this.#tick();
  }

  /** A sync is over: all up to the mark is durable. */
  synced(mark: number): void {
    this.#journal.synced(mark);
    this.#log.synced();
    if (this.#ballot.isDurable) {
      const said = this.#whenCast;
      this.#whenCast = [];
      for (const say of said) say();
    }
    if (this.#leadership !== undefined) this.#count();
    else this.#acknowledge();
  }

  /** A member is not to be reached: its leader's followers look for another. */
  down(member: string): void {
    this.#down.add(member);
    if (member !== this.#leader) return;
    this.#suspected = true;
    this.#armElection();
  }

  /** It can be reached again: what it may have missed is told again. */
  up(member: string): void {
    this.#down.delete(member);
    if (this.#members.includes(member)) this.#leadership?.repeat(this.#commit, member);
  }

  /** Asks whether an election could be won, and calls for one then. */
  campaign(): void {
    if (this.#leadership !== undefined) return;
    this.#know(undefined);
    this.#election = new Election(this.term + 1, this.#members);
    this.#armElection();
    this.#ask("request-pre-vote");
    this.#granted(this.self);
  }

  /** The state machine after entry `index`, which is applied, may stand for all entries up to it. */
  compact(index: number, state: Plain): void {
    if (index <= this.#log.snapshot.index) return;
    this.#log.compact({ index, term: this.#log.termOf(index)!, state });
    this.#journal.sync();
  }

  // Terms and votes.

  #enter(term: number, vote: string | null): void {
    this.#whenCast = [];
    this.#leadership = undefined;
    this.#election = undefined;
    this.#agreed = 0;
    this.#owed = false;
    this.#acknowledged = 0;
    this.#ballot.cast(term, vote);
    this.#know(undefined);
    this.#armElection();
  }

  #preVote(from: string, { term, lastIndex, lastTerm }: { readonly term: number; readonly lastIndex: number; readonly lastTerm: number }): void {
    const granted = term > this.term && this.#isUpToDate(lastIndex, lastTerm) && (this.#leader === undefined || this.#suspected);
    this.#outputs.send(from, { type: "pre-vote", term: granted ? term : this.term, granted });
  }

  #vote(from: string, { term, lastIndex, lastTerm }: { readonly term: number; readonly lastIndex: number; readonly lastTerm: number }): void {
    const granted = term === this.term && (this.#ballot.vote === null || this.#ballot.vote === from) && this.#isUpToDate(lastIndex, lastTerm);
    if (granted && this.#ballot.vote === null) this.#ballot.cast(term, from);
    if (granted) this.#armElection();
    this.#whenDurable(() => this.#outputs.send(from, { type: "vote", term: this.term, granted }));
  }

  /** Section 5.4.1: whoever lacks a committed entry is behind one of any majority. */
  #isUpToDate(lastIndex: number, lastTerm: number): boolean {
    return lastTerm > this.#log.lastTerm || (lastTerm === this.#log.lastTerm && lastIndex >= this.#log.last);
  }

  #ask(type: "request-pre-vote" | "request-vote"): void {
    const { term } = this.#election!;
    for (const peer of this.#peers()) this.#outputs.send(peer, { type, term, lastIndex: this.#log.last, lastTerm: this.#log.lastTerm });
  }

  #granted(member: string): void {
    const election = this.#election!;
    election.grant(member);
    if (!election.won) return;
    if (this.role === "candidate") return this.#lead();
    this.#enter(election.term, this.self);
    this.#election = new Election(this.term, this.#members);
    this.#whenDurable(() => {
      // Another may have been elected meanwhile.
      if (this.#election === undefined) return;
      this.#ask("request-vote");
      this.#granted(this.self);
    });
  }

  /** Says it when term and vote are durable, if it is still this term then. */
  #whenDurable(say: () => void): void {
    if (this.#ballot.isDurable) return say();
    this.#whenCast.push(say);
    this.#journal.sync();
  }

  // Leading.

  #lead(): void {
    this.#election = undefined;
    this.#disarmElection();
    this.#leadership = new Leadership(this.term, this.#peers(), this.#log, this.#outputs, this.#options.batch, this.#down);
    this.#know(this.self);
    // An entry of its own term, so that those before it can be counted as committed (section 8).
    this.#append(null);
  }

  #append(command: C | null): void {
    this.#log.append({ index: this.#log.last + 1, term: this.term, command });
    this.#journal.sync();
    this.#leadership!.replicate(this.#commit);
    this.#tick();
    if (this.#members.length === 1) this.#count();
  }

  #count(): void {
    const leadership = this.#leadership!;
    this.#commitTo(leadership.committed(this.#commit));
  }

  #tick(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    this.#outputs.timer("tick", this.#options.tick);
  }

  // Following.

  #follow(leader: string): void {
    this.#election = undefined;
    this.#suspected = false;
    this.#know(leader);
    if (this.#options.heartbeats) this.#armElection();
    else this.#disarmElection();
  }

  #appends(from: string, { prevIndex, prevTerm, entries, commit }: RaftMessage<C> & { readonly type: "append" }): void {
    const log = this.#log;
    // Entries that a snapshot stands for are committed, and agree with any leader's.
    const known = Math.max(0, log.snapshot.index - prevIndex);
    if (known === 0 && log.termOf(prevIndex) !== prevTerm) {
      const next = this.#doubtful(prevIndex);
      return this.#whenDurable(() => this.#outputs.send(from, { type: "refused", term: this.term, prevIndex, next }));
    }
    for (let nth = known; nth < entries.length; nth++) {
      const index = prevIndex + 1 + nth;
      const term = log.termOf(index);
      if (term === entries[nth]!.term) continue;
      if (term !== undefined) log.truncate(index);
      log.append(entries[nth]!);
    }
    this.#agreed = Math.max(this.#agreed, prevIndex + entries.length);
    this.#commitTo(Math.min(commit, this.#agreed));
    this.#owed = true;
    this.#acknowledge();
  }

  #installs({ index, indexTerm, state }: RaftMessage<C> & { readonly type: "snapshot" }): void {
    if (index > this.#commit) {
      this.#log.compact({ index, term: indexTerm, state });
      this.#commit = index;
      this.#outputs.restore(index, state);
    }
    this.#agreed = Math.max(this.#agreed, index);
    this.#owed = true;
    this.#acknowledge();
  }

  /** Where a leader whose log does not agree at `prevIndex` may try next: before the end of this log, or before the term that is wrong there. */
  #doubtful(prevIndex: number): number {
    if (prevIndex > this.#log.last) return this.#log.last + 1;
    const term = this.#log.termOf(prevIndex);
    let first = prevIndex;
    while (first > this.#commit + 1 && this.#log.termOf(first - 1) === term) first--;
    return first;
  }

  /** Tells the leader what is durable here of what it sent, as soon as there is anything it does not know. */
  #acknowledge(): void {
    if (!this.#owed || this.#leader === undefined) return;
    const match = Math.min(this.#log.durable, this.#agreed);
    this.#owed = match < this.#agreed;
    if (this.#owed || !this.#ballot.isDurable) this.#journal.sync();
    if (!this.#ballot.isDurable) return void (this.#owed = true);
    if (this.#owed && match <= this.#acknowledged) return;
    this.#acknowledged = match;
    this.#outputs.send(this.#leader, { type: "appended", term: this.term, match, commit: this.#commit });
  }

  // Both.

  #commitTo(index: number): void {
    while (this.#commit < index) {
      this.#commit++;
      this.#outputs.apply(this.#commit, this.#log.at(this.#commit).command);
    }
  }

  #know(leader: string | undefined): void {
    if (this.#leader === leader) return;
    this.#leader = leader;
    this.#outputs.follows(leader);
  }

  #disarmElection(): void {
    if (this.#electionArmed) this.#outputs.cancel("election");
    this.#electionArmed = false;
  }

  #armElection(): void {
    this.#electionArmed = true;
    this.#outputs.timer("election", this.#options.patience + this.#outputs.random(this.#options.chance));
  }

  #peers(): readonly string[] {
    return this.#members.filter((member) => member !== this.self);
  }
}
