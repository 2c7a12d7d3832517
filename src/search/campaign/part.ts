import type { Course } from "./course.ts";

/** Runs are dealt to shards so many at a time, as many as a batch has at most. */
const ROW = 64;

/** Part `index`, from 1, of `of` parts of a campaign. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Which runs of a campaign are made here: those from some run on, of these the shard's, the first, and those from which the strategy learns. */
export class Part {
  /** Its first run, from 0. */
  readonly from: number;
  readonly #shard: Shard | undefined;
  readonly #course: Course;

  constructor(course: Course, from: number, shard: Shard | undefined) {
    // Of a strategy that learns every run is needed, wherever the campaign is to begin.
    this.from = course.learnsFrom(0) ? 0 : from;
    this.#shard = shard;
    this.#course = course;
  }

  /** It is counted, whoever makes it. */
  counts(index: number): boolean {
    return index >= this.from;
  }

  /** It is made here, as opposed to what others make. */
  isMade(index: number): boolean {
    return index === this.from || this.#course.learnsFrom(index) || (this.counts(index) && this.#isOurs(index));
  }

  #isOurs(index: number): boolean {
    const shard = this.#shard;
    return shard === undefined || Math.floor(index / ROW) % shard.of === shard.index - 1;
  }
}
