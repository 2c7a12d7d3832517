/** Members of a group, their disks and the packets between them, one step at a time and in any order. After every step the laws of Raft are looked at (figure 3). */
import type { Plain } from "../../../src/kernel/plain.ts";
import type { RaftMessage } from "../../../src/brokers/raft/messages.ts";
import type { RaftOutputs, RaftTimer } from "../../../src/brokers/raft/outputs.ts";
import type { Raft, RaftOptions } from "../../../src/brokers/raft/raft.ts";

export type MakeRaft = new (...given: ConstructorParameters<typeof Raft>) => Raft;

type Write = { readonly key: string; readonly value: Plain | undefined };
type Packet = { readonly from: string; readonly to: string; readonly message: RaftMessage };
type Applied = { readonly term: number | undefined; readonly command: Plain };

/** A disk: what is durable, and what a power loss takes. */
class Disk {
  readonly #durable = new Map<string, Plain>();
  #journal: Write[] = [];
  #flushed = 0;
  syncs: { readonly upTo: number; readonly mark: number }[] = [];

  write(key: string, value: Plain | undefined): void {
    this.#journal.push({ key, value });
  }

  sync(mark: number): void {
    this.syncs.push({ upTo: this.#flushed + this.#journal.length, mark });
  }

  /** The oldest sync is over. */
  flush(): number | undefined {
    const sync = this.syncs.shift();
    if (sync !== undefined) this.#store(sync.upTo - this.#flushed);
    return sync?.mark;
  }

  crash(kept: number): void {
    this.#store(Math.min(kept, this.#journal.length));
    this.#flushed += this.#journal.length;
    this.#journal = [];
    this.syncs = [];
  }

  keys(prefix: string): readonly string[] {
    return [...this.#durable.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  read(key: string): Plain | undefined {
    return this.#durable.get(key);
  }

  #store(count: number): void {
    for (const { key, value } of this.#journal.splice(0, count)) {
      if (value === undefined) this.#durable.delete(key);
      else this.#durable.set(key, value);
    }
    this.#flushed += count;
  }
}

export class Parliament {
  readonly names: readonly string[];
  readonly disks = new Map<string, Disk>();
  readonly members = new Map<string, Raft>();
  readonly armed = new Map<string, Set<RaftTimer>>();
  /** What each member's state machine has been told in this life. */
  readonly told = new Map<string, Plain[]>();
  packets: Packet[] = [];
  /** Whoever is on the other side hears nothing. */
  apart = new Set<string>();
  /** By index: what was committed anywhere, ever. */
  readonly committed: Applied[] = [];
  readonly #leaders = new Map<number, string>();
  readonly #make: MakeRaft;
  readonly #options: Partial<RaftOptions>;
  #proposed = 0;
  #drawn = 0;

  constructor(size: number, make: MakeRaft, options: Partial<RaftOptions> = {}) {
    this.names = Array.from({ length: size }, (_, index) => `n${index + 1}`);
    this.#make = make;
    this.#options = options;
    for (const name of this.names) {
      this.disks.set(name, new Disk());
      this.start(name);
    }
  }

  start(name: string): void {
    if (this.members.has(name)) return;
    const disk = this.disks.get(name)!;
    this.armed.set(name, new Set());
    this.told.set(name, []);
    let raft: Raft | undefined = undefined;
    const outputs: RaftOutputs = {
      send: (to, message) => void this.packets.push({ from: name, to, message }),
      write: (key, value) => disk.write(key, value),
      remove: (key) => disk.write(key, undefined),
      sync: (mark) => disk.sync(mark),
      timer: (timer) => void this.armed.get(name)!.add(timer),
      cancel: (timer) => void this.armed.get(name)!.delete(timer),
      random: (below) => (this.#drawn++ * 7919) % below,
      apply: (index, command) => this.#applies(name, index, command, raft),
      restore: (_index, state) => void this.told.set(name, [...(state as Plain[])]),
      follows: () => undefined,
    };
    raft = new this.#make(name, this.names, outputs, disk, this.#options);
    this.members.set(name, raft);
  }

  crash(name: string, kept: number): void {
    this.members.delete(name);
    this.disks.get(name)!.crash(kept);
  }

  deliver(nth: number, keep: boolean): void {
    if (this.packets.length === 0) return;
    const index = nth % this.packets.length;
    const packet = this.packets[index]!;
    if (!keep) this.packets.splice(index, 1);
    this.#arrive(packet);
  }

  drop(nth: number): void {
    if (this.packets.length > 0) this.packets.splice(nth % this.packets.length, 1);
  }

  flush(name: string): void {
    const member = this.members.get(name);
    const mark = this.disks.get(name)!.flush();
    if (member !== undefined && mark !== undefined) member.synced(mark);
  }

  wake(name: string, timer: RaftTimer): void {
    if (this.armed.get(name)!.delete(timer)) this.members.get(name)?.wake(timer);
  }

  propose(name: string): void {
    this.members.get(name)?.propose(++this.#proposed);
  }

  compact(name: string): void {
    const member = this.members.get(name);
    if (member !== undefined && member.commit > 0) member.compact(member.commit, [...this.told.get(name)!]);
  }

  /** All others think for a moment that the leaders are down, and this one calls for an election: only what that needs arrives, and at first only its own disk writes. */
  coup(name: string, alone: number): void {
    for (const member of this.members.values()) {
      if (member.leader === undefined || member.leader === member.self) continue;
      const { leader } = member;
      member.down(leader);
      member.up(leader);
    }
    this.wake(name, "election");
    for (let round = 0; round < 6; round++) {
      const votes = this.packets.filter(({ message: { type } }) => type.endsWith("vote"));
      this.packets = this.packets.filter(({ message: { type } }) => !type.endsWith("vote"));
      for (const packet of votes) this.#arrive(packet);
      for (const other of this.names) if (other === name || round >= alone * 2) this.#flushAll(other);
    }
  }

  /** Everything under way arrives and every sync ends, again and again. */
  calm(rounds: number): void {
    for (let round = 0; round < rounds; round++) {
      for (const packet of this.packets.splice(0)) this.#arrive(packet);
      for (const name of this.names) this.#flushAll(name);
    }
  }

  /** The sentence that says which law is broken, if any. */
  broken(): string | undefined {
    for (const [name, member] of this.members) {
      if (member.role !== "leader") continue;
      const other = this.#leaders.get(member.term);
      if (other === name) continue;
      if (other !== undefined) return `election safety: ${other} and ${name} both led term ${member.term}`;
      this.#leaders.set(member.term, name);
      if (member.last < this.committed.length) return `leader completeness: ${name} leads term ${member.term} without entry ${member.last + 1}`;
    }
    return this.#violation ?? this.#matching();
  }

  #arrive({ from, to, message }: Packet): void {
    if (this.apart.has(from) === this.apart.has(to)) this.members.get(to)?.received(from, message);
  }

  #flushAll(name: string): void {
    for (let syncs = this.disks.get(name)!.syncs.length; syncs > 0; syncs--) this.flush(name);
  }

  #violation: string | undefined;

  #applies(name: string, index: number, command: Plain, raft: Raft | undefined): void {
    const told = this.told.get(name)!;
    told.push(command);
    if (told.length !== index) this.#violation ??= `state machine safety: ${name} was told entry ${index} as its ${told.length}`;
    const term = raft?.entry(index)?.term;
    const known = this.committed[index - 1];
    if (known === undefined) this.committed[index - 1] = { term, command };
    else if (known.command !== command || known.term !== term) this.#violation ??= `state machine safety: entry ${index} was ${known.term}:${known.command}, and is ${term}:${command} at ${name}`;
  }

  #matching(): string | undefined {
    const members = [...this.members];
    for (const [a, one] of members) {
      for (const [b, other] of members) {
        if (a >= b) continue;
        let agreed = false;
        for (let index = Math.min(one.last, other.last); index > 0; index--) {
          const [here, there] = [one.entry(index), other.entry(index)];
          if (here === undefined || there === undefined) break;
          agreed ||= here.term === there.term;
          if (agreed && (here.term !== there.term || here.command !== there.command)) return `log matching: ${a} and ${b} differ at entry ${index}`;
        }
      }
    }
    return undefined;
  }
}
