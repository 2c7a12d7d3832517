import type { Channel } from "./channel.ts";
import type { Fault } from "./fault.ts";
import { printStepKey } from "./step-key.ts";

/** How often a kind of fault struck, and how often the protocol could notice. */
export interface Figure {
  injected: number;
  reached: number;
}

/** A fault that chance put on one packet, as it was drawn: its text is made only when somebody reads the plan. */
interface PacketStrike {
  readonly fault: "drop" | "corrupt" | "duplicate" | "delay" | "replay";
  readonly channel: Channel;
  readonly message: number;
  readonly nth: number;
  /** Of a delay: by how much. Of a replay: when. */
  readonly value: number;
}

/** Strikes kept for the plan, as many as a plan may have; beyond, they are only counted. */
const MOST = 100_000;

/** What struck in a run: the plan that, with rates off, gives the same digest; and figures by kind. */
export class Struck {
  readonly figures: Map<string, Figure> = new Map();
  /** More struck than a plan can hold: this run cannot be frozen. */
  overflowed = false;
  readonly #entries: (Fault | PacketStrike)[] = [];

  /** Records a strike. Returns the recorded entry, whose duration may still be shortened by the storm's end. */
  add(fault: Fault): Fault {
    const recorded = { ...fault };
    this.#figure(fault.fault).injected++;
    if (this.#entries.length < MOST) this.#entries.push(recorded);
    else this.overflowed = true;
    return recorded;
  }

  /** Records a strike on a packet by chance. */
  packet(fault: PacketStrike["fault"], channel: Channel, message: number, nth: number, value: number): void {
    this.#figure(fault).injected++;
    if (this.#entries.length < MOST) this.#entries.push({ fault, channel, message, nth, value });
    else this.overflowed = true;
  }

  /** The protocol met a fault of this kind: a packet did not come, a copy did, a clock was read. */
  reach(kind: string): void {
    this.#figure(kind).reached++;
  }

  get count(): number {
    return this.#entries.length;
  }

  /** Everything that struck, in order, as plan entries. */
  get faults(): readonly Fault[] {
    return this.#entries.map((entry) => ("channel" in entry ? written(entry) : entry));
  }

  /** Place of a recorded entry in `faults`. */
  indexOf(recorded: Fault): number {
    return this.#entries.indexOf(recorded);
  }

  #figure(kind: string): Figure {
    let figure = this.figures.get(kind);
    if (figure === undefined) this.figures.set(kind, (figure = { injected: 0, reached: 0 }));
    return figure;
  }
}

function written({ fault, channel, message, nth, value }: PacketStrike): Fault {
  const packet = printStepKey({ step: "packet", from: channel.from.name, to: channel.to.name, type: channel.type, message, nth, copy: "" });
  if (fault === "delay") return { fault, packet, by: value };
  return fault === "replay" ? { fault, packet, at: value } : { fault, packet };
}
