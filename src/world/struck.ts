import type { Fault } from "./fault.ts";

/** How often a kind of fault struck, and how often the protocol could notice. */
export interface Figure {
  injected: number;
  reached: number;
}

/** What struck in a run: the plan that, with rates off, gives the same digest; and figures by kind. */
export class Struck {
  readonly faults: Fault[] = [];
  readonly figures: Map<string, Figure> = new Map();

  /** Records a strike. Returns the recorded entry, whose duration may still be shortened by the storm's end. */
  add(fault: Fault): Fault {
    const recorded = { ...fault };
    this.faults.push(recorded);
    this.#figure(fault.fault).injected++;
    return recorded;
  }

  /** The protocol met a fault of this kind: a packet did not come, a copy did, a clock was read. */
  reach(kind: string): void {
    this.#figure(kind).reached++;
  }

  #figure(kind: string): Figure {
    let figure = this.figures.get(kind);
    if (figure === undefined) this.figures.set(kind, (figure = { injected: 0, reached: 0 }));
    return figure;
  }
}
