import { picture } from "../../report/diagram.ts";
import type { Picture } from "../../report/diagram.ts";
import type { Moment } from "../../view/moments.ts";
import type { SpaceTime } from "../../view/space-time.ts";
import { lastUpTo } from "../../view/gauges.ts";
import type { Look } from "../text.ts";

/** Lines of a diagram that stand for the same moments: one stop of whoever steps through the run. */
export interface Stop {
  /** The first moment that is drawn on them, and the last of the same event before the next stop; by index in the whole run. */
  readonly first: number;
  readonly last: number;
  /** Its lines in the picture. */
  readonly from: number;
  readonly to: number;
}

/** Up to so many moments are laid out at once, lines staying where they are; longer runs in pages, each with a margin on both sides. */
const PAGE = 1_500;
const MARGIN = 150;
const CORE = PAGE - 2 * MARGIN;
/** So many pages are kept. */
const KEPT = 8;

interface Page {
  readonly picture: Picture;
  readonly stops: readonly Stop[];
}

/** A run's diagram in a given width, stop by stop. Long runs are laid out where somebody looks. */
export class Film {
  /** As it looks through the lens. */
  readonly spaceTime: SpaceTime;
  readonly #width: number;
  readonly #look: Look;
  readonly #whole: SpaceTime["moments"];
  readonly #indexes: readonly number[];
  readonly #pages = new Map<number, Page>();

  /** @param whole all moments of the run, of which `spaceTime` may show a part. */
  constructor(spaceTime: SpaceTime, whole: SpaceTime["moments"], width: number, look: Look) {
    this.spaceTime = spaceTime;
    this.#width = width;
    this.#look = look;
    this.#whole = whole;
    this.#indexes = spaceTime.moments.map(({ index }) => index);
  }

  /** The stop of a moment, by its index in the whole run; undefined before the first. */
  stop(index: number): Stop | undefined {
    const { stops } = this.#page(index);
    return stops[this.#placeOf(index, stops)];
  }

  /** The last moment of the next stop; undefined at the end. A page's margin is wide enough to know it. */
  next(index: number): number | undefined {
    const { stops } = this.#page(index);
    return stops[this.#placeOf(index, stops) + 1]?.last;
  }

  /** The last moment of the stop before; -1 at the first, before everything. */
  previous(index: number): number {
    const { stops } = this.#page(index);
    return stops[this.#placeOf(index, stops) - 1]?.last ?? -1;
  }

  /** The moments from one index to another that are shown. */
  between(first: number, last: number): readonly Moment[] {
    return this.spaceTime.moments.slice(lastUpTo(this.#indexes, first - 1) + 1, lastUpTo(this.#indexes, last) + 1);
  }

  /** The picture around a moment. */
  pictureAt(index: number): Picture {
    return this.#page(index).picture;
  }

  #placeOf(index: number, stops: readonly Stop[]): number {
    return lastUpTo(stops.map(({ first }) => first), index);
  }

  #page(index: number): Page {
    const { moments } = this.spaceTime;
    const paged = moments.length > PAGE;
    const number = paged ? Math.floor(Math.max(0, lastUpTo(this.#indexes, index)) / CORE) : 0;
    let page = this.#pages.get(number);
    if (page === undefined) {
      this.#pages.set(number, (page = this.#lay(paged ? moments.slice(Math.max(0, number * CORE - MARGIN), (number + 1) * CORE + MARGIN) : moments)));
      if (this.#pages.size > KEPT) this.#pages.delete(this.#pages.keys().next().value!);
    }
    return page;
  }

  #lay(moments: SpaceTime["moments"]): Page {
    const laid = picture({ ...this.spaceTime, moments }, { width: this.#width, ...this.#look });
    const stops: { first: number; last: number; from: number; to: number }[] = [];
    for (const [line, { index }] of laid.lines.entries()) {
      const last = stops.at(-1);
      // A line without a moment of its own (silence, what a crash came before) goes with its neighbour.
      const first = Math.ceil(index - 0.5);
      if (last !== undefined && (first <= last.first || !Number.isInteger(index))) last.to = line;
      else stops.push({ first, last: first, from: line, to: line });
    }
    const beyond = (moments.at(-1)?.index ?? -1) + 1;
    for (const [at, stop] of stops.entries()) stop.last = this.#endOf(stop.first, stops[at + 1]?.first ?? beyond);
    // Nothing comes after the last line, shown or not.
    if (stops.length > 0 && moments.at(-1) === this.spaceTime.moments.at(-1)) stops.at(-1)!.last = this.#whole.length - 1;
    return { picture: laid, stops };
  }

  /** The last moment of the same event: what is not drawn and belongs to the next has not happened yet. */
  #endOf(first: number, before: number): number {
    let last = before - 1;
    while (last > first && this.#whole[last]!.event > this.#whole[first]!.event) last--;
    return last;
  }
}
