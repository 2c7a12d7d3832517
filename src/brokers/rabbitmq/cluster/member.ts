import type { Plain } from "../../../kernel/plain.ts";
import type { RaftMessage } from "../../raft/messages.ts";
import type { RaftOutputs, RaftStored, RaftTimer } from "../../raft/outputs.ts";
import { Raft } from "../../raft/raft.ts";
import type { Content } from "../content.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { DeathReason, QueueHost } from "../queue/host.ts";
import { Idle } from "../queue/idle.ts";
import { queueOptions } from "../queue/options.ts";
import type { QueueOptions } from "../queue/options.ts";
import type { Answer } from "../queue/queue.ts";
import type { QuorumCommand, QuorumEffects } from "../quorum/commands.ts";
import { DeadLetters } from "../quorum/dead-letters.ts";
import { QuorumMachine } from "../quorum/machine.ts";
import type { Sleeper } from "../timers.ts";
import { plainOf } from "./answers.ts";
import { timed } from "./entries.ts";
import type { Introduced, MemberState, Numbered, PlainNumbered, QuorumEvent } from "./entries.ts";
import { SETUP } from "./distribution.ts";
import type { PlainAnswer } from "./frames.ts";
import type { Wal } from "./wal.ts";
import { Whereabouts } from "./whereabouts.ts";

/** What a member needs of its node. */
export interface MemberHost extends QueueHost {
  readonly self: string;
  readonly wal: Wal;
  /** The node is reading what its disk has kept. */
  readonly recovering: boolean;
  readonly storage: RaftStored & { write(key: string, value: Plain): void; remove(key: string): void };
  random(purpose: string, below: number): number;
  /** So many of these nodes can be seen, this one included. */
  seen(members: readonly string[]): number;
  /** Nodes that can be seen. */
  readonly visible: ReadonlySet<string>;
  raft(peer: string, group: number, message: RaftMessage<PlainNumbered>): void;
  event(node: string, group: number, event: QuorumEvent): void;
  /** To all nodes that can be seen, this one included. */
  leads(group: number, term: number, full: boolean): void;
  fills(group: number, full: boolean): void;
}

/** A snapshot takes the place of so many entries, and of several times as many as it holds messages: the effort stays in proportion. (ra: 4,096 entries. Nobody can tell.) */
const COMPACTED = 256;
const PROPORTION = 4;

/** A member of a quorum queue: its log by Raft, its state by the machine that all members have alike; and, while it leads, what follows from that. */
export class QuorumMember implements QuorumEffects, Sleeper {
  readonly definition: QueueDefinition;
  readonly raft: Raft<PlainNumbered>;
  readonly #host: MemberHost;
  /** Of the queue. Beside its definition, whose shape is another with every way it came here. */
  readonly #uid: number;
  readonly #prefix: string;
  readonly #timers: { readonly [timer in RaftTimer]: string };
  readonly #options: QueueOptions;
  #machine: QuorumMachine;
  readonly #idle: Idle;
  /** Part of the state that all have alike: by channel, the last command applied, and the last answer. */
  readonly #applied = new Map<string, number>();
  readonly #answers = new Map<string, readonly [number: number, answer: PlainAnswer]>();
  #compacted = 0;
  // While it leads:
  #leads = false;
  #electedAt = 0;
  #deadLetters: DeadLetters | undefined;
  readonly #whereabouts = new Whereabouts();
  /** Its first entry is applied, and so is all that its predecessors had committed. */
  #current = false;
  /** What comes before that. */
  #introductions: (readonly [from: string, channels: readonly Introduced[]])[] = [];
  #full = false;
  #expiry = Infinity;
  #usedOnce = false;
  #number = 0;
  #told = false;
  /** Asked to lead, or led by somebody before: a new member with nothing in its log calls for no election of its own (ra_server:is_new). */
  #elected: boolean;
  /** Declared in this life of the node. */
  readonly #isNew: boolean;
  #ended = false;

  constructor(definition: QueueDefinition, host: MemberHost) {
    this.definition = definition;
    this.#host = host;
    const uid = (this.#uid = definition.uid);
    this.#prefix = `quorum ${uid}/`;
    this.#timers = { election: `raft ${uid} election`, tick: `raft ${uid} tick` };
    this.#options = queueOptions(definition.arguments);
    this.#machine = new QuorumMachine(this.#options);
    this.#idle = new Idle(host.timers, this.definition.name, this.#options.expires, () => host.deleted(definition.name));
    const prefix = this.#prefix;
    const writer = { synced: (mark: number) => this.raft.synced(mark) };
    const outputs: RaftOutputs<PlainNumbered> = {
      send: (to, message) => host.raft(to, uid, message),
      write: (key, value) => host.storage.write(key, value),
      remove: (key) => host.storage.remove(key),
      sync: (mark) => host.wal.ask(writer, mark),
      // What cannot come to an end keeps no run alive.
      timer: (timer, after) => host.timers.arm(this.#timers[timer], after, this, timer === "tick" || host.seen(definition.members!) * 2 <= definition.members!.length),
      cancel: (timer) => host.timers.cancel(this.#timers[timer]),
      random: (below) => host.random(`election ${definition.name}`, below),
      apply: (index, command) => this.#apply(index, command),
      restore: (index, state) => this.#restore(index, state),
      follows: (leader) => this.#follows(leader),
    };
    // Without its name the log of the life before is not to be found: it is a new member (RABBITMQ.md, anomaly 2).
    if (host.storage.read(`${prefix}name`) === undefined) for (const key of host.storage.keys(prefix)) host.storage.remove(key);
    this.raft = new Raft(host.self, definition.members!, outputs, host.storage, { prefix });
    // Where names are there before the first confirm, nothing can have been lost with it: it begins anew.
    this.#elected = this.raft.last > 0 || host.settings.quorumRegistryFlush === 0;
    this.#isNew = !host.recovering;
    if (host.storage.read(`${prefix}name`) !== undefined) return;
    const { quorumRegistryFlush } = host.settings;
    if (quorumRegistryFlush > 0) host.timers.arm(`${prefix}name`, quorumRegistryFlush, this, true);
    else this.register();
  }

  /** Its name goes to the disk: in a while, and when the node stops gracefully. */
  register(): void {
    const key = `${this.#prefix}name`;
    if (this.#ended || this.#host.storage.read(key) !== undefined) return;
    this.#host.storage.write(key, true);
    this.#host.journal.soon();
  }

  /** The queue has just been declared. */
  campaign(): void {
    if (this.raft.last > 0) return;
    this.#elected = true;
    this.raft.campaign();
  }

  get full(): boolean {
    return this.#full;
  }

  get leads(): boolean {
    return this.#leads;
  }

  /** What its election has told others has not come to those that cannot be connected to. */
  get isSettled(): boolean {
    return this.#host.now - this.#electedAt > SETUP;
  }

  state(): Plain {
    return { role: this.raft.role, term: this.raft.term, commit: this.raft.commit, ready: this.#machine.ready, unacked: this.#machine.unacked, consumers: this.#machine.consumerCount };
  }

  // From clients.

  command(from: string, command: Numbered): void {
    if (!this.#leads) return;
    if (command.number > 0 && "channel" in command) this.#whereabouts.speaks(command.channel, from);
    this.raft.propose(timed(command, this.#host.now));
  }

  ask(from: string, channel: string, what: "inspect" | "delete"): void {
    if (!this.#leads) return;
    const answer = { type: "counts", messageCount: this.#machine.ready, consumerCount: this.#machine.consumerCount } as const;
    if (what === "delete") this.#host.deleted(this.definition.name);
    else if (this.#machine.consumerCount === 0) this.#idle.begin();
    if (channel !== "") this.#host.event(from, this.#uid, { channel, applied: this.#applied.get(channel) ?? 0, answer: [-1, answer] });
  }

  /** A node has these channels, and no others. */
  introduced(from: string, channels: readonly Introduced[]): void {
    if (!this.#leads) return;
    // At once, for what its channels say next comes before this leader has caught up.
    this.#whereabouts.told(from, channels.map(([channel]) => channel));
    if (this.#current) this.#welcome(from, channels);
    else this.#introductions.push([from, channels]);
  }

  /** What its channels may not have seen is delivered again, and consumers that were taken for dead are not. */
  #welcome(from: string, channels: readonly Introduced[]): void {
    for (const [channel, seen, consumers] of channels) {
      // Known already, or not any more by the time this is applied: the machine takes it either way.
      for (const { at: _at, ...checkout } of consumers) this.#propose(checkout);
      for (const [id, { consumerTag, content, deliveryCount }] of this.#machine.heldBy(channel)) {
        if (id > seen) this.#event(channel, undefined, { consumerTag, id, content, deliveryCount });
      }
    }
    this.#whereabouts.heard(from);
    this.#bury();
  }

  // The nodes.

  /** Channels there go on with what they had, until the node says that it does not have them any more. */
  seen(node: string): void {
    this.raft.up(node);
    if (!this.#leads) return;
    for (const channel of this.#whereabouts.seen(node)) this.#propose({ type: "resume", channel });
  }

  /** A node is down, or cut off: channels there are suspended. */
  lost(node: string): void {
    this.raft.down(node);
    // It was to ask for the first election, and may not have.
    if (node === this.definition.home && this.#isNew) this.campaign();
    if (!this.#leads) return;
    this.#introductions = this.#introductions.filter(([from]) => from !== node);
    for (const channel of this.#whereabouts.lost(node)) this.#suspend(channel, node);
    this.#bury();
  }

  #suspend(channel: string, node: string | undefined): void {
    this.#whereabouts.suspend(channel, node);
    this.#propose({ type: "suspend", channel });
  }

  /** Channels that no node has are gone; or are on one that cannot be seen. */
  #bury(): void {
    if (!this.#current || !this.#whereabouts.areTold) return;
    const { members = [] } = this.definition;
    const seesAll = this.#host.seen(members) === members.length;
    for (const channel of this.#machine.channels) {
      if (this.#whereabouts.of(channel) !== undefined) continue;
      if (seesAll) {
        this.#whereabouts.forget(channel);
        this.#propose({ type: "down", channel });
      } else if (!this.#whereabouts.isCutOff(channel)) this.#suspend(channel, undefined);
    }
  }

  /** The queue is deleted. */
  end(): void {
    this.#ended = true;
    this.#stop();
    this.#idle.stop();
    for (const timer of ["election", "tick"] as const) this.#host.timers.cancel(this.#timers[timer]);
    for (const key of this.#host.storage.keys(this.#prefix)) this.#host.storage.remove(key);
  }

  wake(timer: string): void {
    if (timer === this.#timers.election) {
      if (this.#elected || this.raft.last > 0) this.raft.wake("election");
      return;
    }
    if (timer === `${this.#prefix}name`) return this.register();
    if (timer === this.#timers.tick) return this.raft.wake("tick");
    this.#expiry = Infinity;
    this.#propose({ type: "expire" });
  }

  // From the log.

  #follows(leader: string | undefined): void {
    if (leader !== this.#host.self) return this.#stop();
    this.#leads = true;
    this.#electedAt = this.#host.now;
    this.#current = false;
    this.#introductions = [];
    this.#whereabouts.begin([...this.#host.visible, this.#host.self]);
    this.#deadLetters = new DeadLetters(this.definition, this.#host, (id) => this.#propose({ type: "dead-lettered", ids: [id] }));
    for (const { id, content, reason } of this.#machine.dead) this.#deadLetters.add(id, content, reason);
    this.#full = this.#options.overflow === "reject-publish" && this.#machine.over;
    this.#idle.begin();
    this.#host.leads(this.#uid, this.raft.term, this.#full);
    this.#watch();
  }

  #catchUp(): void {
    this.#current = true;
    const introductions = this.#introductions;
    this.#introductions = [];
    for (const [from, channels] of introductions) this.#welcome(from, channels);
    this.#bury();
  }

  #stop(): void {
    this.#leads = false;
    this.#current = false;
    this.#deadLetters?.end();
    this.#deadLetters = undefined;
    this.#expiry = Infinity;
    this.#host.timers.cancel(`ttl ${this.definition.name}`);
    this.#idle.stop();
  }

  #propose(command: QuorumCommand extends infer C ? (C extends unknown ? Omit<C, "at"> : never) : never): void {
    if (this.#leads) this.raft.propose({ ...command, at: this.#host.now, number: 0 } as PlainNumbered);
  }

  #apply(index: number, command: Numbered | null): void {
    if (command !== null) this.#perform(command);
    else if (this.#leads && this.raft.entry(index)?.term === this.raft.term) this.#catchUp();
    if (index - this.#compacted < Math.max(COMPACTED, PROPORTION * (this.#machine.ready + this.#machine.unacked))) return;
    this.#compacted = index;
    this.raft.compact(index, { machine: this.#machine.snapshot(), applied: [...this.#applied], answers: [...this.#answers] });
  }

  #restore(index: number, state: Plain): void {
    const { machine, applied, answers } = state as unknown as MemberState;
    this.#compacted = index;
    this.#machine = new QuorumMachine(this.#options);
    this.#machine.restore(machine);
    this.#applied.clear();
    this.#answers.clear();
    for (const [channel, number] of applied) this.#applied.set(channel, number);
    for (const [channel, answer] of answers) this.#answers.set(channel, answer);
  }

  /** A command that is there already is not done again, but its client may not know; one before which another was lost comes again. */
  #perform(command: Numbered): void {
    const { number } = command;
    const channel = "channel" in command ? command.channel : "";
    this.#number = number;
    this.#told = false;
    if (number > 0) {
      const before = this.#applied.get(channel) ?? 0;
      if (number <= before) return this.#repeat(channel, number);
      if (number !== before + 1 && command.skips !== true) return;
      this.#applied.set(channel, number);
    }
    this.#machine.apply(command, this);
    if (number > 0 && command.type === "down") {
      this.#applied.delete(channel);
      this.#answers.delete(channel);
      this.#whereabouts.forget(channel);
    }
    if (!this.#leads) return;
    if (command.type === "enqueue" && number > 0 && !this.#told) this.#event(channel);
    this.#watch();
  }

  #repeat(channel: string, number: number): void {
    const answer = this.#answers.get(channel);
    this.#event(channel, answer?.[0] === number ? answer : undefined);
  }

  #event(channel: string, answer?: QuorumEvent["answer"], delivery?: QuorumEvent["delivery"]): void {
    const node = this.#whereabouts.of(channel);
    if (!this.#leads || node === undefined) return;
    const applied = this.#applied.get(channel) ?? 0;
    this.#host.event(node, this.#uid, answer !== undefined ? { channel, applied, answer } : delivery !== undefined ? { channel, applied, delivery } : { channel, applied });
  }

  /** What follows from the state: publishers are refused or let in again, the next expiry has its timer. */
  #watch(): void {
    if (this.#options.overflow === "reject-publish" && (this.#full ? this.#machine.low : this.#machine.over)) {
      this.#full = !this.#full;
      this.#host.fills(this.#uid, this.#full);
    }
    const { nextExpiry } = this.#machine;
    if (nextExpiry < this.#expiry) {
      this.#expiry = nextExpiry;
      this.#host.timers.arm(`ttl ${this.definition.name}`, Math.max(0, nextExpiry - this.#host.now), this, false);
    }
    if (this.#machine.consumerCount > 0) {
      this.#usedOnce = true;
      this.#idle.stop();
    } else if (this.#usedOnce) {
      this.#usedOnce = false;
      this.#idle.begin();
    }
  }

  // Effects of the machine.

  /** The event at the end says so, with all else that was applied. */
  enqueued(): void {}

  answer(channel: string, answer: Answer): void {
    // A consumer that the leader brought back has an answer already.
    if (this.#number === 0) return;
    const numbered = [this.#number, plainOf(answer)] as const;
    this.#answers.set(channel, numbered);
    if (!this.#leads) return;
    this.#told = true;
    this.#event(channel, numbered);
  }

  deliver(channel: string, consumerTag: string, id: number, content: Content, deliveryCount: number): void {
    // What its predecessors have delivered comes again with all that came before it, when it has caught up.
    if (!this.#current) return;
    this.#event(channel, undefined, { consumerTag, id, content, deliveryCount });
  }

  died(content: Content, reason: DeathReason): void {
    if (this.#leads) this.#host.died(this.definition, content, reason);
  }

  kept(id: number, content: Content, reason: DeathReason): void {
    this.#deadLetters?.add(id, content, reason);
  }
}
