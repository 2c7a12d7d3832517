import type { PacketView } from "../../view/packets.ts";
import type { Player } from "./player.ts";

/** What a key acts on: a packet and a node. Both follow the moment looked at until somebody chooses another. */
export class Selection {
  readonly #player: Player;
  #packet: number | undefined;
  #lane: number | undefined;
  /** Where the player was when a packet was chosen: elsewhere it is no choice any more. */
  #at = "";

  constructor(player: Player) {
    this.#player = player;
  }

  /** The packet chosen, else the one of the moment looked at, else the next to arrive. */
  get packet(): PacketView | undefined {
    const { packets } = this.#player.spaceTime;
    return this.#packet !== undefined && this.#at === this.#place ? packets[this.#packet] : this.#packets[0];
  }

  /** Whether somebody has chosen the node: then it stays. */
  get pinned(): boolean {
    return this.#lane !== undefined;
  }

  /** The node chosen, else that of the moment looked at. */
  get lane(): number {
    if (this.#lane !== undefined) return this.#lane;
    const { here, spaceTime: { packets } } = this.#player;
    const [first] = here;
    if (first === undefined) return 0;
    return first.lane >= 0 ? first.lane : "packet" in first ? packets[first.packet]!.from : 0;
  }

  get node(): string {
    return this.#player.spaceTime.lanes[this.lane]!.name;
  }

  /** Ordinal of the message that this moment, or the packet, is about; 0 for none. */
  get message(): number {
    const about = this.#player.here.find((moment) => "message" in moment && moment.message > 0);
    return this.#packet === undefined && about !== undefined && "message" in about ? about.message : (this.packet?.message ?? 0);
  }

  /** The next or the previous packet of those that can be chosen. */
  turnPacket(by: 1 | -1): void {
    const all = this.#packets;
    if (all.length === 0) return;
    const here = all.findIndex(({ index }) => index === this.packet?.index);
    this.#packet = all[(here + by + all.length) % all.length]!.index;
    this.#at = this.#place;
  }

  turnLane(by: 1 | -1): void {
    const { length } = this.#player.spaceTime.lanes;
    this.#lane = (this.lane + by + length) % length;
  }

  release(): void {
    this.#lane = undefined;
    this.#packet = undefined;
  }

  get #place(): string {
    return `${this.#player.branches.number} ${this.#player.index}`;
  }

  /** Of the moments looked at, then those under way. */
  get #packets(): readonly PacketView[] {
    const { branches, here, spaceTime, index } = this.#player;
    const mentioned = [...here].reverse().flatMap((moment) => ("packet" in moment ? [spaceTime.packets[moment.packet]!] : []));
    return [...new Set([...mentioned, ...branches.current.flights.at(index).map(({ packet }) => packet)])];
  }
}
