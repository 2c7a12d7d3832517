import type { TraceRecord } from "../kernel/trace.ts";
import type { Micros } from "../kernel/time.ts";
import type { Channel } from "../world/channel.ts";
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

/** Follows packets through a trace. A key may be used again once its message is settled, so what is in flight is a list. */
export class Packets {
  readonly all: GrowingPacket[] = [];
  readonly #world: World;
  readonly #laneOf: readonly number[];
  readonly #inFlight = new Map<string, GrowingPacket[]>();
  readonly #originals = new Map<string, GrowingPacket>();
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
    const packet = this.#add(record, transport, "", record.event);
    this.#originals.set(packet.key, packet);
    return packet;
  }

  /** The packet of this record: in flight, or one that no node sent (a copy, an attacker's, the network's reset). */
  find(record: TraceRecord, transport: PacketView["transport"], flags: number): GrowingPacket {
    const copy = (flags & REPLAYED) !== 0 ? '"' : (flags & COPY) !== 0 ? "'" : "";
    return this.inFlight(record, copy) ?? this.#add(record, transport, copy, copy === "'" ? record.cause : record.event);
  }

  inFlight(record: TraceRecord, copy: PacketView["copy"]): GrowingPacket | undefined {
    const flying = this.#inFlight.get(this.#key(record, copy)) ?? [];
    return flying.find(({ sentEvent }) => sentEvent === record.cause) ?? flying[0];
  }

  ended(packet: GrowingPacket, at: Micros, fate: PacketFate, flags: number): void {
    packet.fate = fate;
    packet.endedAt = at;
    packet.corrupt ||= (flags & CORRUPT) !== 0;
    packet.forged ||= (flags & FORGED) !== 0;
    const flying = this.#inFlight.get(packet.key) ?? [];
    this.#inFlight.set(packet.key, flying.filter((other) => other !== packet));
  }

  /** The trace has no record of a copy's sending: those that never came are known by the faults that made them. */
  addCopiesInFlight(): void {
    const seen = new Set(this.all.map(({ key }) => key));
    for (const [key, faults] of this.#struck) {
      const original = this.#originals.get(key);
      if (original === undefined || seen.has(`${key}'`) || !faults.some(({ fault }) => fault === "duplicate")) continue;
      this.all.push({ ...original, index: this.all.length, key: `${key}'`, copy: "'", fate: "in flight", endedAt: undefined, ended: -1, faults: this.#struck.get(`${key}'`) ?? [] });
    }
  }

  #add(record: TraceRecord, transport: PacketView["transport"], copy: PacketView["copy"], sentEvent: number): GrowingPacket {
    const channel = this.#channel(record);
    const key = this.#key(record, copy);
    const original = copy === "'" ? this.#originals.get(this.#key(record, "")) : undefined;
    const packet: GrowingPacket = {
      index: this.all.length, key, type: channel.type, message: record.b, nth: record.c, copy, transport,
      from: this.#laneOf[channel.from.index]!, to: this.#laneOf[channel.to.index]!,
      sentAt: original?.sentAt ?? record.at, sentEvent: original?.sentEvent ?? sentEvent, sent: original?.sent ?? -1,
      fate: "in flight", endedAt: undefined, ended: -1, corrupt: false, forged: false, held: false, faults: this.#struck.get(key) ?? [],
    };
    this.all.push(packet);
    this.#inFlight.set(key, [...(this.#inFlight.get(key) ?? []), packet]);
    return packet;
  }

  #channel(record: TraceRecord): Channel {
    return this.#world.channels[record.a]!;
  }

  #key(record: TraceRecord, copy: PacketView["copy"]): string {
    const { from, to, type } = this.#channel(record);
    return printStepKey({ step: "packet", from: from.name, to: to.name, type, message: record.b, nth: record.c, copy });
  }
}

/** Why a LOST record says a packet was lost. */
export function fateOf(why: number): PacketFate {
  return why === LOST_DROPPED ? "dropped" : why === LOST_DOWN ? "down" : "partition";
}
