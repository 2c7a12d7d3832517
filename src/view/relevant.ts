import { elide } from "./elision.ts";
import type { SpaceTime } from "./space-time.ts";
import { Story } from "./story.ts";
import { trim } from "./trim.ts";
import type { Violation } from "./violations.ts";

/** So many moments fit on one screen, some of them sharing a row. */
const SCREEN = 48;
/** What faults and timers leave for the messages. */
const ROOM = 0.75;

/**
 * The part of a whole run that tells the story of some messages, or of a violation up to where it happens: everything about
 * these messages, what set it off, crashes and other faults; the rest is elided, with counts. No messages: as many as fit.
 * @param most at about how many moments the dullest go as well, first those in the middle of nowhere.
 */
export function relevantTo(spaceTime: SpaceTime, subject: readonly number[] | Violation, most: number = SCREEN): SpaceTime {
  const named = "messages" in subject ? subject.messages : subject;
  const messages = named.length > 0 ? new Set(named) : asManyAsFit(spaceTime, most * ROOM);
  const ends = "messages" in subject ? spaceTime.moments.findLastIndex((moment) => moment.kind === "violation" && moment.violation.event === subject.event) : -1;
  const story = new Story(spaceTime, messages, ends < 0 ? Infinity : ends);
  const kept = trim(spaceTime, story.kept, most);
  return { ...spaceTime, moments: elide(spaceTime, kept, messages) };
}

/** Whole stories, from the first message on; the empty set, which stands for all, when all of them fit. */
function asManyAsFit({ moments, packets }: SpaceTime, most: number): ReadonlySet<number> {
  const lengths = new Map<number, number>();
  for (const moment of moments) {
    const message = "packet" in moment ? packets[moment.packet]!.message : "message" in moment ? moment.message : 0;
    if (message > 0 && !moment.implied) lengths.set(message, (lengths.get(message) ?? 0) + 1);
  }
  const fitting = new Set<number>();
  let sum = 0;
  for (const [message, length] of lengths) {
    sum += length;
    if (sum > most && fitting.size > 0) return fitting;
    fitting.add(message);
  }
  return new Set();
}
