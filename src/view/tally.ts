import type { SpaceTime } from "./space-time.ts";

/** What had been counted by some moment. */
export interface Counts {
  /** Messages handed over. */
  readonly published: number;
  readonly confirmed: number;
  readonly refused: number;
  /** Applied, each time counted. */
  readonly effects: number;
  /** Effects beyond the first of a message in a subscription. */
  readonly duplicates: number;
  /** Packets that died, on their way or where nobody was. */
  readonly lost: number;
  /** Faults that had struck: of packets, nodes, links, disks and clocks. */
  readonly faults: number;
}

const NAMES = ["published", "confirmed", "refused", "effects", "duplicates", "lost", "faults"] as const;
const WIDTH = NAMES.length;

/** Counters of a run after each of its moments: read off at any of them at once. */
export class Tally {
  readonly #rows: Int32Array;

  constructor({ moments, packets }: SpaceTime) {
    this.#rows = new Int32Array((moments.length + 1) * WIDTH);
    const said = new Set<string>();
    const first = (what: string): number => (said.has(what) ? 0 : (said.add(what), 1));
    const now = new Int32Array(WIDTH);
    for (const [index, moment] of moments.entries()) {
      switch (moment.kind) {
        case "hand-over": now[0]! += first(`publish ${moment.message}`); break;
        case "say":
          if (moment.verb === "confirm") now[1]! += first(`confirm ${moment.message}`);
          if (moment.verb === "refuse") now[2]! += first(`refuse ${moment.message}`);
          break;
        case "effect":
          if (moment.result !== "applied") break;
          now[3]!++;
          if (moment.times > 1) now[4]!++;
          break;
        case "lost": now[5]!++; break;
        case "crash": if (moment.fault !== undefined) now[6]!++; break;
        case "pause": now[6]!++; break;
        case "fault": if (!moment.ended) now[6]!++; break;
        case "send": now[6]! += packets[moment.packet]!.faults.length; break;
        default:
      }
      this.#rows.set(now, (index + 1) * WIDTH);
    }
  }

  /** After the moment of this index; -1: before all. */
  at(index: number): Counts {
    const base = (index + 1) * WIDTH;
    return Object.fromEntries(NAMES.map((name, column) => [name, this.#rows[base + column]!])) as unknown as Counts;
  }
}
