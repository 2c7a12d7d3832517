import { lastUpTo } from "../../view/gauges.ts";
import type { Moment } from "../../view/moments.ts";
import type { SpaceTime } from "../../view/space-time.ts";
import type { Look } from "../text.ts";
import type { Branches } from "./branches.ts";
import { Film } from "./film.ts";
import type { Stop } from "./film.ts";
import { CLEAR, through } from "./lens.ts";
import type { Lens } from "./lens.ts";

/** Stops a second, slowest first. */
export const SPEEDS = [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256] as const;
const USUAL = 2;

/** Where somebody is in a run: everything up to and including the moment `index` has happened, the rest has not. */
export class Player {
  readonly branches: Branches;
  /** Index of a moment, -1 before the first. */
  index = -1;
  playing = false;
  lens: Lens = CLEAR;
  readonly #look: Look;
  #speed = USUAL;
  #due = 0;
  #width = 80;
  readonly #films = new WeakMap<SpaceTime, Map<string, Film>>();

  constructor(branches: Branches, look: Look) {
    this.branches = branches;
    this.#look = look;
  }

  /** The whole run. */
  get spaceTime(): SpaceTime {
    return this.branches.current.spaceTime;
  }

  /** Its diagram, as wide as the screen last was, through the lens. */
  get film(): Film {
    const { message, pattern, hidden } = this.lens;
    const name = JSON.stringify([this.#width, message, pattern, [...hidden]]);
    let films = this.#films.get(this.spaceTime);
    if (films === undefined) this.#films.set(this.spaceTime, (films = new Map<string, Film>()));
    let film = films.get(name);
    if (film === undefined) films.set(name, (film = new Film(through(this.spaceTime, this.lens), this.spaceTime.moments, this.#width, this.#look)));
    return film;
  }

  set width(width: number) {
    this.#width = width;
  }

  get speed(): number {
    return SPEEDS[this.#speed]!;
  }

  /** Something is hidden: what only an observer of everything knows is not told. */
  get curtained(): boolean {
    return this.lens.hidden.size > 0;
  }

  /** The moment looked at: the last that has happened, of those that are shown. */
  get moment(): Moment | undefined {
    return this.spaceTime.moments[this.index];
  }

  get stop(): Stop | undefined {
    return this.index < 0 ? undefined : this.film.stop(this.index);
  }

  /** The moments of the stop looked at, as far as the lens shows them. */
  get here(): readonly Moment[] {
    const { stop } = this;
    return stop === undefined ? [] : this.film.between(stop.first, Math.min(stop.last, this.index));
  }

  get now(): number {
    return this.moment?.at ?? 0;
  }

  get event(): number {
    return this.moment?.event ?? 0;
  }

  get atEnd(): boolean {
    return this.index >= this.spaceTime.moments.length - 1;
  }

  forward(): void {
    this.index = this.film.next(this.index) ?? this.spaceTime.moments.length - 1;
    if (this.atEnd) this.playing = false;
  }

  back(): void {
    this.playing = false;
    this.index = this.film.previous(this.index);
  }

  /** Stops where it is: by time, event, or the first moment that fits. */
  goTo(index: number): void {
    this.playing = false;
    this.index = Math.max(-1, Math.min(index, this.spaceTime.moments.length - 1));
  }

  /** To the end of what had happened by an event, or by a time in µs. */
  goToEvent(event: number): void {
    this.goTo(lastUpTo(this.spaceTime.moments.map((moment) => moment.event), event));
  }

  goToTime(time: number): void {
    this.goTo(lastUpTo(this.spaceTime.moments.map(({ at }) => at), time));
  }

  /** To the next broken promise behind this moment, else to the first; false when there is none. */
  goToViolation(): boolean {
    const places = this.spaceTime.moments.filter(({ kind }) => kind === "violation").map(({ index }) => index);
    const place = places.find((index) => index > this.index) ?? places[0];
    if (place !== undefined) this.goTo(place);
    return place !== undefined;
  }

  faster(by: 1 | -1): void {
    this.#speed = Math.max(0, Math.min(SPEEDS.length - 1, this.#speed + by));
  }

  play(): void {
    if (this.atEnd) this.index = -1;
    this.playing = !this.playing;
    this.#due = 0;
  }

  /** So many ms of a spectator's time go by. */
  tick(ms: number): void {
    this.#due += (ms / 1_000) * this.speed;
    for (; this.playing && this.#due >= 1; this.#due--) this.forward();
  }
}
