/** A part of the lecture: minutes it takes, and its lessons, the first of which is the part's. */
export interface Part {
  readonly minutes: number;
  readonly lessons: readonly string[];
}

/** The 45 minutes in their order: names of bundled scenarios. What follows the first of a part changes one thing about it. */
export const LECTURE: readonly Part[] = [
  { minutes: 4, lessons: ["lessons/two-generals"] },
  { minutes: 4, lessons: ["lessons/at-most-once"] },
  { minutes: 6, lessons: ["lessons/lost-ack"] },
  { minutes: 3, lessons: ["lessons/slow-not-lost"] },
  { minutes: 5, lessons: ["lessons/dedup-broker", "lessons/dedup-broker-silent"] },
  { minutes: 6, lessons: ["lessons/crash-between-effect-first", "lessons/crash-between-ack-first"] },
  { minutes: 4, lessons: ["lessons/atomic-inbox", "lessons/atomic-inbox-split"] },
  { minutes: 4, lessons: ["lessons/window-evicted", "lessons/window-evicted-by-age", "lessons/window-repaired"] },
  { minutes: 5, lessons: ["lessons/zombie-fencing-without-tokens", "lessons/zombie-fencing", "lessons/zombie-fencing-at-the-broker"] },
  { minutes: 4, lessons: ["lessons/hunt", "lessons/hunt-repaired"] },
];
