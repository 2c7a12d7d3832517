import type { Purpose } from "../kernel/chance.ts";
import type { Micros } from "../kernel/time.ts";
import { BUFFERED, COPY, CORRUPT, DELAYED, FORGED, LOST, LOST_DOWN, LOST_DROPPED, LOST_PARTITION, PACKET, REPLAYED, SEND } from "./codes.ts";
import type { Channel } from "./channel.ts";
import { ordinalOf } from "./context.ts";
import type { Fault } from "./fault.ts";
import { forged, forgery } from "./forgery.ts";
import type { Node } from "./node.ts";
import { ATTACKER_COPY, NETWORK_COPY, ORIGINAL, within } from "./planned.ts";
import type { Packet } from "./process.ts";
import { printStepKey } from "./step-key.ts";
import { misuse, watch } from "./watched.ts";
import type { World } from "./world.ts";

/** What becomes of a packet beyond its base latency. */
interface Fate {
  drop: boolean;
  corrupt: boolean;
  delay: Micros;
  /** The network's copy: when it arrives, or undefined without one. */
  copyAt: Micros | undefined;
  /** As it was sent, or as an attacker altered it. */
  content: Packet;
}

/**
 * The datagram network. On one packet, in this order: partition, drop, corrupt, duplicate, delay (DESIGN 2); each by the
 * plan or, for a packet the plan says nothing about, by chance keyed by the packet. Only what changed its fate is recorded.
 */
export class Datagrams {
  readonly #world: World;
  readonly #loss: Purpose;
  readonly #corruption: Purpose;
  readonly #duplication: Purpose;
  readonly #reordering: Purpose;
  readonly #replaying: Purpose;
  readonly #forging: Purpose;
  readonly #latency: Purpose;
  readonly #copyLatency: Purpose;
  readonly #delayBy: Purpose;
  readonly #replayAfter: Purpose;
  readonly #forgeWhich: Purpose;
  readonly #forgeHow: Purpose;
  readonly #fate: Fate = { drop: false, corrupt: false, delay: 0, copyAt: undefined, content: { type: "" } };

  constructor(world: World) {
    this.#world = world;
    const { chance } = world.kernel;
    this.#loss = chance.purpose("drop");
    this.#corruption = chance.purpose("corrupt");
    this.#duplication = chance.purpose("duplicate");
    this.#reordering = chance.purpose("delay");
    this.#replaying = chance.purpose("replay");
    this.#forging = chance.purpose("forge");
    this.#latency = chance.purpose("latency");
    this.#copyLatency = chance.purpose("copy latency");
    this.#delayBy = chance.purpose("delay by");
    this.#replayAfter = chance.purpose("replay after");
    this.#forgeWhich = chance.purpose("forge which");
    this.#forgeHow = chance.purpose("forge how");
  }

  send(from: Node, to: string, packet: Packet): void {
    const world = this.#world;
    if (!world.step.emit()) return world.swallowed(SEND, 0, to, packet);
    const channel = world.channel(from, to, packet.type);
    const message = checked(ordinalOf(packet.message), from, packet);
    const nth = channel.next(message);
    const high = channel.high(message, nth);
    const low = channel.low(message, nth);
    world.kernel.digest.pair(SEND, high);
    const sent = world.freezes ? frozen(packet, from) : packet;
    if (world.kernel.trace !== undefined) world.record(SEND, from, channel.id, message, nth, 0);
    if (world.isBlocked(from.index, channel.to.index)) {
      world.struck.reach("partition");
      this.#lost(channel, message, nth, 0, LOST_PARTITION);
      return;
    }
    const base = this.latency(high, low);
    if (channel.planned === undefined && !(channel.chances.any && world.ratesOn)) {
      this.#travel(channel, message, nth, 0, base, sent);
      return;
    }
    const planned = channel.planned?.get(within(message, nth, ORIGINAL));
    const fate = this.#fate;
    fate.drop = false;
    fate.corrupt = false;
    fate.delay = 0;
    fate.copyAt = undefined;
    fate.content = sent;
    if (planned?.decided === true) this.#planned(channel, message, nth, planned.packet, base, sent, high, low);
    else if (world.ratesOn && channel.chances.any) this.#chance(channel, message, nth, high, low, sent);
    if (fate.drop) {
      this.#lost(channel, message, nth, 0, LOST_DROPPED);
      return;
    }
    const flags = (fate.corrupt ? CORRUPT : 0) | (fate.content === sent ? 0 : FORGED);
    const altered: Packet = fate.corrupt ? { ...fate.content, corrupt: true } : fate.content;
    const content = world.freezes && altered !== sent ? watch(altered, "an altered packet") : altered;
    const { copyAt, delay } = fate;
    this.#travel(channel, message, nth, delay > 0 ? flags | DELAYED : flags, base + delay, content);
    if (copyAt !== undefined) this.#sendCopy(channel, message, nth, COPY | flags, copyAt - world.kernel.now, content);
  }

  /** The base latency of a key: a draw of its own, so that no fault on another packet moves it. */
  latency(high: number, low: number): Micros {
    return this.#world.latency.at(this.#latency.word(high, low));
  }

  /** An attacker sends an old packet again; it arrives at once, unless something becomes of it in turn. */
  replay(channel: Channel, message: number, nth: number, packet: Packet): void {
    this.#sendCopy(channel, message, nth, REPLAYED, 0, packet);
  }

  /** A packet's event came up. False when nothing reaches the process. */
  arrives(channel: Channel, message: number, nth: number, flags: number): boolean {
    const world = this.#world;
    if ((flags & BUFFERED) === 0 && world.isBlocked(channel.from.index, channel.to.index)) {
      world.struck.reach("partition");
      this.#lost(channel, message, nth, flags, LOST_PARTITION);
      return false;
    }
    if (!channel.to.up) {
      this.#lost(channel, message, nth, flags, LOST_DOWN);
      return false;
    }
    if (flags !== 0) {
      if ((flags & CORRUPT) !== 0) world.struck.reach("corrupt");
      if ((flags & COPY) !== 0) world.struck.reach("duplicate");
      if ((flags & DELAYED) !== 0) world.struck.reach("delay");
      if ((flags & REPLAYED) !== 0) world.struck.reach("replay");
      if ((flags & FORGED) !== 0) world.struck.reach("forge");
    }
    return true;
  }

  #planned(channel: Channel, message: number, nth: number, entries: readonly { fault: Fault; struck: boolean }[], base: Micros, packet: Packet, high: number, low: number): void {
    const world = this.#world;
    const fate = this.#fate;
    for (const entry of entries) {
      const { fault } = entry;
      if (fault.fault === "drop" && !fate.drop) {
        world.strikes(fault, entry);
        world.struck.reach("drop");
        fate.drop = true;
      }
    }
    if (fate.drop) return;
    for (const entry of entries) {
      const { fault } = entry;
      if (fault.fault === "drop" || (fault.fault === "corrupt" && fate.corrupt) || (fault.fault === "duplicate" && fate.copyAt !== undefined)) continue;
      if (fault.fault === "replay") {
        // Remembered now, sent again at its time: an entry for a packet never sent strikes nothing.
        world.faults.replayLater(fault, entry, channel, message, nth, packet);
        continue;
      }
      if (fault.fault === "forge") {
        const content = forged(fate.content, fault);
        if (content === fate.content) continue;
        fate.content = content;
      }
      world.strikes(fault, entry);
      if (fault.fault === "corrupt") fate.corrupt = true;
      else if (fault.fault === "delay") fate.delay += fault.by;
      else if (fault.fault === "duplicate") fate.copyAt = world.kernel.now + (fault.after === undefined ? world.latency.at(this.#copyLatency.word(high, low)) : base + fault.after);
    }
  }

  #chance(channel: Channel, message: number, nth: number, high: number, low: number, packet: Packet): void {
    const world = this.#world;
    const { chances } = channel;
    const fate = this.#fate;
    if (chances.drop > 0 && this.#loss.isBelow(chances.drop, high, low)) {
      world.strikesPacket("drop", channel, message, nth, 0);
      world.struck.reach("drop");
      fate.drop = true;
      return;
    }
    if (chances.corrupt > 0 && this.#corruption.isBelow(chances.corrupt, high, low)) {
      world.strikesPacket("corrupt", channel, message, nth, 0);
      fate.corrupt = true;
    }
    if (chances.forge > 0 && this.#forging.isBelow(chances.forge, high, low)) this.#forge(channel, message, nth, high, low, packet);
    if (chances.duplicate > 0 && this.#duplication.isBelow(chances.duplicate, high, low)) {
      world.strikesPacket("duplicate", channel, message, nth, 0);
      fate.copyAt = world.kernel.now + world.latency.at(this.#copyLatency.word(high, low));
    }
    if (chances.delay > 0 && this.#reordering.isBelow(chances.delay, high, low)) {
      const by = Math.max(1, chances.delayBy.at(this.#delayBy.word(high, low)));
      world.strikesPacket("delay", channel, message, nth, by);
      fate.delay = by;
    }
    if (chances.replay > 0 && this.#replaying.isBelow(chances.replay, high, low)) {
      const at = world.kernel.now + Math.max(1, chances.replayAfter.at(this.#replayAfter.word(high, low)));
      world.faults.replayLater({ fault: "replay", packet: this.#key(channel, message, nth), at }, undefined, channel, message, nth, packet);
    }
  }

  #forge(channel: Channel, message: number, nth: number, high: number, low: number, packet: Packet): void {
    const world = this.#world;
    const altered = forgery(packet, world.nodes.map(({ name }) => name), this.#forgeWhich.draw(high, low), this.#forgeHow.draw(high, low));
    if (altered === undefined) return;
    const fault = { fault: "forge", packet: this.#key(channel, message, nth), with: altered } as const;
    world.strikes(fault);
    this.#fate.content = forged(packet, fault);
  }

  /** The network's copy, or an attacker's (`flags` says which). No rate strikes it; the plan may, each entry once: an attacker can send a packet again and again. */
  #sendCopy(channel: Channel, message: number, nth: number, flags: number, after: Micros, packet: Packet): void {
    const world = this.#world;
    const entries = channel.planned?.get(within(message, nth, copyOf(flags)))?.packet.filter(({ struck }) => !struck) ?? [];
    const drop = entries.find(({ fault }) => fault.fault === "drop");
    if (drop !== undefined) {
      world.strikes(drop.fault, drop);
      world.struck.reach("drop");
      this.#lost(channel, message, nth, flags, LOST_DROPPED);
      return;
    }
    let marks = flags;
    let delay = 0;
    let content = packet;
    for (const entry of entries) {
      const { fault } = entry;
      if (fault.fault === "delay") delay += fault.by;
      else if (fault.fault === "corrupt" && (marks & CORRUPT) === 0) {
        content = { ...content, corrupt: true };
        marks |= CORRUPT;
      } else {
        // There is no copy of a copy, nothing is corrupt twice, and what alters nothing does not strike.
        const altered = fault.fault === "forge" ? forged(content, fault) : content;
        if (altered === content) continue;
        content = altered;
        marks |= FORGED;
      }
      world.strikes(fault, entry);
    }
    if (world.freezes && content !== packet) content = watch(content, "an altered packet");
    this.#travel(channel, message, nth, delay > 0 ? marks | DELAYED : marks, after + delay, content);
  }

  #travel(channel: Channel, message: number, nth: number, flags: number, after: Micros, packet: Packet): void {
    const { queue } = this.#world.kernel;
    const { step } = this.#world;
    const slot = queue.add(after, channel.to.index, message === 0 && step.background);
    queue.code[slot] = PACKET;
    queue.a[slot] = channel.id;
    queue.b[slot] = message;
    queue.c[slot] = nth;
    queue.d[slot] = flags;
    queue.e[slot] = step.event;
    queue.data[slot] = packet;
    if ((flags & DELAYED) !== 0) this.#world.storm.disturbed(queue.timeOf(slot));
  }

  #lost(channel: Channel, message: number, nth: number, flags: number, why: number): void {
    if (this.#world.kernel.trace !== undefined) this.#world.record(LOST, channel.to, channel.id, message, nth, flags | (why << 8));
  }

  #key(channel: Channel, message: number, nth: number): string {
    return printStepKey({ step: "packet", from: channel.from.name, to: channel.to.name, type: channel.type, message, nth, copy: "" });
  }
}

/** Counters and keys are by ordinal: what is none would silently share another's. */
export function checked(ordinal: number, from: Node, packet: Packet): number {
  return (ordinal & 0xfffffff) === ordinal ? ordinal : refuseOrdinal(from, packet);
}

function refuseOrdinal(from: Node, packet: Packet): never {
  return misuse(`${from.name} sent ${JSON.stringify(packet.type)} about the message ${JSON.stringify(packet.message)}: a message is given whole or by its ordinal (1, 2, ...)`);
}

function frozen(packet: Packet, from: Node): Packet {
  return watch(packet, `the packet ${JSON.stringify(packet.type)} from ${from.name}`);
}

/** Which copy of a packet an event is. */
export function copyOf(flags: number): number {
  return (flags & REPLAYED) !== 0 ? ATTACKER_COPY : (flags & COPY) !== 0 ? NETWORK_COPY : ORIGINAL;
}
