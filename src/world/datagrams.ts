import type { Purpose } from "../kernel/chance.ts";
import type { Micros } from "../kernel/time.ts";
import { BUFFERED, COPY, CORRUPT, DELAYED, LOST, LOST_DOWN, LOST_DROPPED, LOST_PARTITION, PACKET, REPLAYED, SEND } from "./codes.ts";
import type { Channel } from "./channel.ts";
import { ordinalOf } from "./context.ts";
import type { Fault } from "./fault.ts";
import type { Node } from "./node.ts";
import { ATTACKER_COPY, NETWORK_COPY, ORIGINAL, within } from "./planned.ts";
import type { Packet } from "./process.ts";
import { sizeIn } from "./size.ts";
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
  /** What an attacker altered. */
  forged: object | undefined;
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
  readonly #latency: Purpose;
  readonly #copyLatency: Purpose;
  readonly #delayBy: Purpose;
  readonly #replayAfter: Purpose;
  readonly #fate: Fate = { drop: false, corrupt: false, delay: 0, copyAt: undefined, forged: undefined };

  constructor(world: World) {
    this.#world = world;
    const { chance } = world.kernel;
    this.#loss = chance.purpose("drop");
    this.#corruption = chance.purpose("corrupt");
    this.#duplication = chance.purpose("duplicate");
    this.#reordering = chance.purpose("delay");
    this.#replaying = chance.purpose("replay");
    this.#latency = chance.purpose("latency");
    this.#copyLatency = chance.purpose("copy latency");
    this.#delayBy = chance.purpose("delay by");
    this.#replayAfter = chance.purpose("replay after");
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
    if (world.kernel.trace !== undefined) world.record(SEND, from, channel.id, message, nth, sizeIn(world.kernel.trace, sent));
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
    fate.forged = undefined;
    if (planned?.decided === true) this.#planned(channel, message, nth, planned.packet, base, sent, high, low);
    else if (world.ratesOn && channel.chances.any) this.#chance(channel, message, nth, high, low, sent);
    if (fate.drop) {
      this.#lost(channel, message, nth, 0, LOST_DROPPED);
      return;
    }
    const flags = fate.corrupt ? CORRUPT : 0;
    const forged = fate.forged as object | undefined;
    const intact: Packet = forged === undefined ? sent : { ...sent, ...forged };
    const altered: Packet = fate.corrupt ? { ...intact, corrupt: true } : intact;
    const content = world.freezes && altered !== sent ? watch(altered, "an altered packet") : altered;
    const { copyAt, delay } = fate;
    this.#travel(channel, message, nth, delay > 0 ? flags | DELAYED : flags, base + delay, content);
    if (copyAt !== undefined) this.#sendCopy(channel, message, nth, copyAt - world.kernel.now, content);
  }

  /** The base latency of a key: a draw of its own, so that no fault on another packet moves it. */
  latency(high: number, low: number): Micros {
    return this.#world.latency.at(this.#latency.word(high, low));
  }

  /** An attacker sends an old packet again; it arrives at once. */
  replay(channel: Channel, message: number, nth: number, packet: Packet): void {
    this.#travel(channel, message, nth, REPLAYED, 0, packet);
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
      world.strikes(fault, entry);
      if (fault.fault === "corrupt") fate.corrupt = true;
      else if (fault.fault === "forge") fate.forged = forgery(fault);
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

  /** No rate strikes a copy; the plan may. */
  #sendCopy(channel: Channel, message: number, nth: number, after: Micros, packet: Packet): void {
    const world = this.#world;
    const entries = channel.planned?.get(within(message, nth, NETWORK_COPY))?.packet ?? [];
    const drop = entries.find(({ fault }) => fault.fault === "drop");
    if (drop !== undefined) {
      world.strikes(drop.fault, drop);
      world.struck.reach("drop");
      this.#lost(channel, message, nth, COPY, LOST_DROPPED);
      return;
    }
    let delay = 0;
    let content = packet;
    for (const entry of entries) {
      const { fault } = entry;
      // There is no copy of a copy, and nothing is corrupt twice.
      if (fault.fault === "replay" || fault.fault === "duplicate" || (fault.fault === "corrupt" && content.corrupt === true)) continue;
      world.strikes(fault, entry);
      if (fault.fault === "delay") delay += fault.by;
      else content = fault.fault === "forge" ? { ...content, ...forgery(fault) } : { ...content, corrupt: true };
    }
    if (world.freezes && content !== packet) content = watch(content, "an altered packet");
    this.#travel(channel, message, nth, COPY | (content.corrupt === true ? CORRUPT : 0) | (delay > 0 ? DELAYED : 0), after + delay, content);
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

/** The fields an attacker puts in place of a packet's own. */
function forgery(fault: Extract<Fault, { fault: "forge" }>): object {
  return typeof fault.with === "object" && fault.with !== null ? fault.with : { body: fault.with };
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
