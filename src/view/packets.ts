import type { TraceRecord } from "../kernel/trace.ts";
import type { Micros } from "../kernel/time.ts";
import { COPY, CORRUPT, FORGED, LOST_DOWN, LOST_DROPPED, REPLAYED } from "../world/codes.ts";
import type { Fault } from "../world/fault.ts";
import { printStepKey } from "../world/step-key.ts";
import type { World } from "../world/world.ts";

/** What became of a packet. "connection": the connection it belonged to was closed or reset, or nobody listened. */
export type PacketFate = "arrived" | "dropped" | "partition" | "down" | "connection" | "in flight";

/** One packet, from its sending to its end. Copies are packets of their own. */
export interface PacketView {
  readonly index: number;
  /** As plans write it: `p1>broker publish m7 #2`. */
  readonly key: string;
  readonly type: string;
  /** Ordinal of the message it is about, 0 for none. */
  readonly message: number;
  readonly nth: number;
  /** "" as it was sent, ' the network's copy, " an attacker's. */
  readonly copy: "" | "'" | '"';
  /** Lanes. */
  readonly from: number;
  readonly to: number;
  /** A control segment is a SYN, SYN-ACK, FIN or RST of a connection. */
  readonly transport: "datagram" | "frame" | "control";
  readonly sentAt: Micros;
  readonly sentEvent: number;
  /** Index of the moment it was sent at (a copy: its original was), -1 for what no node sent. */
  readonly sent: number;
  readonly fate: PacketFate;
  readonly endedAt: Micros | undefined;
  /** Index of the moment it arrived or was lost at, -1 while it is in flight. */
  readonly ended: number;
  readonly corrupt: boolean;
  /** An attacker had altered it when it arrived. */
  readonly forged: boolean;
  /** A partition, a stall or a machine without power held it back. */
  readonly held: boolean;
  /** Faults that struck it, in the order they did. */
  readonly faults: readonly Fault[];
}

/** A packet while its story is still being read. */
export type GrowingPacket = { -readonly [field in keyof PacketView]: PacketView[field] };

/** Follows packets through a trace. A key may be used again once its message is settled, so a packet is known by the event that sent it. */
export class Packets {
  readonly all: GrowingPacket[] = [];
  readonly #world: World;
  readonly #laneOf: readonly number[];
  /** By the event they were sent in. Few leave in one, and a text for each packet would take longer than all the rest. */
  readonly #sentIn = new Map<number, GrowingPacket[]>();
  /** The channel of each packet. */
  readonly #channels: number[] = [];
  readonly #struck = new Map<string, Fault[]>();

  constructor(world: World, laneOf: readonly number[], struck: readonly Fault[]) {
    this.#world = world;
    this.#laneOf = laneOf;
    for (const fault of struck) {
      if (!("packet" in fault)) continue;
      const same = this.#struck.get(fault.packet);
      if (same === undefined) this.#struck.set(fault.packet, [fault]);
      else same.push(fault);
    }
  }

  sent(record: TraceRecord, transport: PacketView["transport"]): GrowingPacket {
    return this.#add(record, transport, "", record.event);
  }

  /** The packet of this record: in flight, or one that no node sent (a copy, an attacker's, the network's reset). */
  find(record: TraceRecord, transport: PacketView["transport"], flags: number): GrowingPacket {
    const copy = (flags & REPLAYED) !== 0 ? '"' : (flags & COPY) !== 0 ? "'" : "";
    return this.inFlight(record, copy) ?? this.#add(record, transport, copy, copy === "'" ? record.cause : record.event);
  }

  /** Sent by the event that caused this one; else the oldest of the same key. */
  inFlight(record: TraceRecord, copy: PacketView["copy"]): GrowingPacket | undefined {
    const flies = (packet: GrowingPacket): boolean => packet.fate === "in flight" && this.#is(packet, record, copy);
    return this.#sentIn.get(record.cause)?.find(flies) ?? (this.#mayFly.size > 0 ? [...this.#mayFly].find(flies) : undefined);
  }

  ended(packet: GrowingPacket, at: Micros, fate: PacketFate, flags: number): void {
    packet.fate = fate;
    packet.endedAt = at;
    packet.corrupt ||= (flags & CORRUPT) !== 0;
    packet.forged ||= (flags & FORGED) !== 0;
    this.#mayFly.delete(packet);
  }

  /** The trace has no record of a copy's sending: those that never came are known by the faults that made them. */
  addCopiesInFlight(): void {
    const duplicated = [...this.#struck].filter(([, faults]) => faults.some(({ fault }) => fault === "duplicate")).map(([key]) => key);
    if (duplicated.length === 0) return;
    const originals = new Map(this.all.filter(({ copy }) => copy === "").map((packet) => [packet.key, packet]));
    const copies = new Set(this.all.filter(({ copy }) => copy === "'").map(({ key }) => key));
    for (const key of duplicated) {
      const original = originals.get(key);
      if (original === undefined || copies.has(`${key}'`)) continue;
      this.all.push({ ...original, index: this.all.length, key: `${key}'`, copy: "'", fate: "in flight", endedAt: undefined, ended: -1, faults: this.#struck.get(`${key}'`) ?? [] });
    }
  }

  /** In flight, in the order they were sent. */
  readonly #mayFly = new Set<GrowingPacket>();

  #is(packet: GrowingPacket, { a: channel, b: message, c: nth }: TraceRecord, copy: PacketView["copy"]): boolean {
    return packet.message === message && packet.nth === nth && packet.copy === copy && this.#channels[packet.index] === channel;
  }

  #add(record: TraceRecord, transport: PacketView["transport"], copy: PacketView["copy"], sentEvent: number): GrowingPacket {
    const { from, to, type } = this.#world.channels[record.a]!;
    const key = printStepKey({ step: "packet", from: from.name, to: to.name, type, message: record.b, nth: record.c, copy });
    const original = copy === "'" ? this.#sentIn.get(record.cause)?.find((packet) => this.#is(packet, record, "")) : undefined;
    const packet: GrowingPacket = {
      index: this.all.length, key, type, message: record.b, nth: record.c, copy, transport,
      from: this.#laneOf[from.index]!, to: this.#laneOf[to.index]!,
      sentAt: original?.sentAt ?? record.at, sentEvent: original?.sentEvent ?? sentEvent, sent: original?.sent ?? -1,
      fate: "in flight", endedAt: undefined, ended: -1, corrupt: false, forged: false, held: false, faults: this.#struck.get(key) ?? NONE,
    };
    this.all.push(packet);
    this.#channels.push(record.a);
    this.#mayFly.add(packet);
    const same = this.#sentIn.get(packet.sentEvent);
    if (same === undefined) this.#sentIn.set(packet.sentEvent, [packet]);
    else same.push(packet);
    return packet;
  }
}

const NONE: readonly Fault[] = [];

/** Why a LOST record says a packet was lost. */
export function fateOf(why: number): PacketFate {
  return why === LOST_DROPPED ? "dropped" : why === LOST_DOWN ? "down" : "partition";
}
