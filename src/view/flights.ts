import type { Micros } from "../kernel/time.ts";
import type { PacketView } from "./packets.ts";
import type { SpaceTime } from "./space-time.ts";

/** A packet under way. */
export interface Flight {
  readonly packet: PacketView;
  /** How long it has been, µs. */
  readonly age: Micros;
  /** How long it has still to go, whatever will become of it, µs; undefined when the run ended before. */
  readonly left: Micros | undefined;
}

/** So many moments share a list of what was under way when the first of them happened. */
const STRIDE = 256;

/** What is under way at any moment of a run, without looking at every packet there was. */
export class Flights {
  readonly #spaceTime: SpaceTime;
  /** By stretch of moments: packets under way when it begins, and those that leave in it. */
  readonly #stretches: PacketView[][];

  constructor(spaceTime: SpaceTime) {
    this.#spaceTime = spaceTime;
    const count = Math.ceil(spaceTime.moments.length / STRIDE) + 1;
    this.#stretches = Array.from({ length: count }, () => []);
    for (const packet of spaceTime.packets) {
      const { sent, ended, endedAt, sentAt, fate } = packet;
      if (sent < 0 || (fate !== "arrived" && endedAt === sentAt)) continue;
      const last = ended < 0 ? count - 1 : Math.min(count - 1, Math.floor(ended / STRIDE));
      for (let stretch = Math.floor(sent / STRIDE); stretch <= last; stretch++) this.#stretches[stretch]!.push(packet);
    }
  }

  /** After the moment of an index, the first to end first. */
  at(index: number): readonly Flight[] {
    const now = this.#spaceTime.moments[index]?.at ?? 0;
    return (this.#stretches[Math.floor(index / STRIDE)] ?? [])
      .filter(({ sent, ended }) => sent <= index && (ended < 0 || ended > index))
      .map((packet) => ({ packet, age: now - packet.sentAt, left: packet.endedAt === undefined ? undefined : packet.endedAt - now }))
      .sort((a, b) => (a.left ?? Infinity) - (b.left ?? Infinity) || a.packet.index - b.packet.index);
  }
}
