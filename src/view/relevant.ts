import { elide } from "./elision.ts";
import type { Moment } from "./moments.ts";
import type { PacketView } from "./packets.ts";
import type { SpaceTime } from "./space-time.ts";
import { stepsOf } from "./steps.ts";
import { trim } from "./trim.ts";
import type { Violation } from "./violations.ts";

/** So many moments fit on one screen, some of them sharing a row. */
const SCREEN = 48;
/** Of so many faults those on other packets are told too: with more, they are noise. */
const FEW = 6;
/** Of so many faults those on nodes and links are told even outside the story's time. */
const SEVERAL = 12;
/** What faults and timers leave for the messages. */
const ROOM = 0.75;
/** How many packets without a message are followed back from what they brought about. */
const DEPTH = 2;

/**
 * The part of a whole run that tells the story of some messages, or of a violation up to where it happens: everything about these
 * messages, what set it off, crashes and other faults; the rest is elided, with counts. No messages: all of them, or the first so many as fit.
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

/** Collects what is to be shown. */
class Story {
  readonly kept = new Set<number>();
  readonly #spaceTime: SpaceTime;
  readonly #messages: ReadonlySet<number>;
  /** Nothing begins after this index; a packet that was under way may still arrive. */
  readonly #end: number;

  constructor(spaceTime: SpaceTime, messages: ReadonlySet<number>, end: number) {
    this.#spaceTime = spaceTime;
    this.#messages = messages;
    this.#end = end;
    const { moments, packets, faults } = spaceTime;
    for (const moment of moments) if (moment.index <= end && this.#isAbout(moment)) this.kept.add(moment.index);
    for (const packet of packets) if (this.#tells(packet.message) || (packet.faults.length > 0 && faults <= FEW)) this.#keep(packet);
    this.#keepTriggers();
    this.#keepFaults();
  }

  #tells(message: number): boolean {
    return message > 0 && (this.#messages.size === 0 || this.#messages.has(message));
  }

  #isAbout(moment: Moment): boolean {
    if (moment.kind === "end") return true;
    if (moment.kind === "violation") return moment.index === this.#end || moment.violation.messages.every((message) => this.#tells(message));
    return "message" in moment && this.#tells(moment.message);
  }

  #keep({ sent, ended }: PacketView): void {
    const starts = sent >= 0 ? sent : ended;
    if (starts < 0 || starts > this.#end) return;
    if (sent >= 0) this.kept.add(sent);
    if (ended >= 0) this.kept.add(ended);
  }

  /** The packet without a message, the timer or the sync in whose step something kept happened; and what it said. */
  #keepTriggers(): void {
    const { moments, packets } = this.#spaceTime;
    const steps = stepsOf(moments);
    let told = [...this.kept];
    for (let depth = 0; depth < DEPTH && told.length > 0; depth++) {
      const before = new Set(this.kept);
      for (const event of new Set(told.filter((index) => !isResult(moments[index]!)).map((index) => moments[index]!.event))) {
        for (const moment of steps.get(event) ?? []) {
          if (moment.index > this.#end) continue;
          if (moment.kind === "arrive" && packets[moment.packet]!.message === 0) this.#keep(packets[moment.packet]!);
          if (depth === 0 && ["timer", "synced", "log"].includes(moment.kind)) this.kept.add(moment.index);
        }
      }
      told = [...this.kept].filter((index) => !before.has(index));
    }
  }

  #keepFaults(): void {
    const { moments, faults, packets } = this.#spaceTime;
    const told = [...this.kept].filter((index) => moments[index]!.kind !== "end").sort((a, b) => a - b);
    const first = told[0] ?? 0;
    const last = told.at(-1) ?? 0;
    for (const moment of moments) {
      if (!isFault(moment, packets) || moment.index > this.#end) continue;
      if (faults <= SEVERAL || (moment.index >= first && moment.index <= last)) this.kept.add(moment.index);
    }
  }
}

/** What needs no explanation by its step: an arrival is explained by its packet, a verdict by its sentence. */
function isResult({ kind }: Moment): boolean {
  return ["arrive", "lost", "violation", "end"].includes(kind);
}

/** What went wrong with nodes, links and connections, and when it was over. */
function isFault(moment: Moment, packets: readonly PacketView[]): boolean {
  if (moment.kind === "start") return moment.nth > 1;
  if (moment.kind === "arrive") return packets[moment.packet]!.sent < 0 && packets[moment.packet]!.copy === "";
  return ["crash", "pause", "resume", "fault", "timed-out"].includes(moment.kind);
}
