import type { PlayedBeat } from "../../scenario/play.ts";

/** A place in a lesson: a beat, and whether its question has been put. */
export interface Place {
  readonly beat: number;
  readonly asked: boolean;
}

/** Goes through the beats of a lesson: what is said, then, where there is one, the question, then the next. */
export class Course {
  readonly beats: readonly PlayedBeat[];
  #place: Place = { beat: 0, asked: false };

  constructor(beats: readonly PlayedBeat[]) {
    this.beats = beats;
  }

  get place(): Place {
    return this.#place;
  }

  get beat(): PlayedBeat | undefined {
    return this.beats[this.#place.beat];
  }

  /** Waiting for the class to make up its mind. */
  get voting(): boolean {
    return this.#place.asked;
  }

  get atEnd(): boolean {
    return this.#place.beat >= this.beats.length - 1 && (this.#place.asked || this.beat?.beat.ask === undefined);
  }

  get atStart(): boolean {
    return this.#place.beat === 0 && !this.#place.asked;
  }

  forward(): void {
    const { beat, asked } = this.#place;
    if (this.atEnd) return;
    this.#place = !asked && this.beat?.beat.ask !== undefined ? { beat, asked: true } : { beat: beat + 1, asked: false };
  }

  back(): void {
    const { beat, asked } = this.#place;
    if (asked) this.#place = { beat, asked: false };
    else if (beat > 0) this.#place = { beat: beat - 1, asked: this.beats[beat - 1]!.beat.ask !== undefined };
  }

  toEnd(): void {
    this.#place = { beat: this.beats.length - 1, asked: this.beats.at(-1)?.beat.ask !== undefined };
  }
}
