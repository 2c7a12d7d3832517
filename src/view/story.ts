import type { Moment } from "./moments.ts";
import type { PacketView } from "./packets.ts";
import type { SpaceTime } from "./space-time.ts";
import { stepsOf } from "./steps.ts";

/** Of so many faults those on other packets are told too, of so many log lines those that name none of the messages: with more, they are noise. */
const FEW = 6;
/** Of so many faults those on nodes and links are told even outside the story's time. */
const SEVERAL = 12;
/** How many packets without a message are followed back from what they brought about. */
const DEPTH = 2;

type Steps = ReturnType<typeof stepsOf>;

/** Collects what belongs to the story of some messages: what is about them, what set it off, and what went wrong meanwhile. */
export class Story {
  /** Indexes of moments. */
  readonly kept: Set<number> = new Set();
  readonly #spaceTime: SpaceTime;
  readonly #messages: ReadonlySet<number>;
  /** Nothing begins after this index; a packet that was under way may still arrive. */
  readonly #end: number;
  readonly #fewLogs: boolean;

  constructor(spaceTime: SpaceTime, messages: ReadonlySet<number>, end: number) {
    this.#spaceTime = spaceTime;
    this.#messages = messages;
    this.#end = end;
    const { moments, packets, faults } = spaceTime;
    this.#fewLogs = moments.filter(({ kind }) => kind === "log").length <= FEW;
    for (const moment of moments) if (moment.index <= end && this.#isAbout(moment)) this.kept.add(moment.index);
    for (const packet of packets) if (this.#tells(packet.message) || (packet.faults.length > 0 && faults <= FEW)) this.#keep(packet);
    const steps = stepsOf(moments);
    this.#keepTriggers(steps);
    this.#keepFaults();
    this.#dropIdleTimers(steps);
  }

  #tells(message: number): boolean {
    return message > 0 && (this.#messages.size === 0 || this.#messages.has(message));
  }

  #isAbout(moment: Moment): boolean {
    if (moment.kind === "end") return true;
    if (moment.kind === "violation") return moment.index === this.#end || moment.violation.messages.every((message) => this.#tells(message));
    if (moment.kind === "log") return this.#fewLogs || [...moment.text.matchAll(/\bm(\d+)\b/g)].some(([, ordinal]) => this.#tells(Number(ordinal)));
    return "message" in moment && this.#tells(moment.message);
  }

  #keep({ sent, ended }: PacketView): void {
    const starts = sent >= 0 ? sent : ended;
    if (starts < 0 || starts > this.#end) return;
    if (sent >= 0) this.kept.add(sent);
    if (ended >= 0) this.kept.add(ended);
  }

  /** The packet without a message, the timer or the sync in whose step something kept happened; and what it said. */
  #keepTriggers(steps: Steps): void {
    const { moments, packets } = this.#spaceTime;
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

  /** A timer that fires again and again and brings nothing about: once is enough. */
  #dropIdleTimers(steps: Steps): void {
    const idle = new Set<string>();
    for (const moment of this.#spaceTime.moments) {
      if (moment.kind !== "timer" || !this.kept.has(moment.index) || steps.get(moment.event)!.length > 1) continue;
      const name = `${moment.lane} ${moment.message} ${moment.name}`;
      if (idle.has(name)) this.kept.delete(moment.index);
      idle.add(name);
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
