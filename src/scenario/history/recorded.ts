import { Books } from "../../delivery/books.ts";
import type { HistoryEvent } from "../../delivery/history.ts";
import type { Obligations } from "../../delivery/obligations.ts";
import { PUBLISHED } from "../../delivery/states.ts";
import type { Ended, Subject } from "../../guarantees/subject.ts";
import { InputError, suggestion } from "../../kernel/errors.ts";
import type { Micros } from "../../kernel/time.ts";
import { printable } from "../../world/step-key.ts";
import type { HistoryHeader } from "./header.ts";
import type { EndLine, EventLine, HistoryLine } from "./line.ts";
import { Messages } from "./messages.ts";
import { Times } from "./times.ts";

const CUTS: { readonly [ending: string]: string } = {
  events: "the run was stopped at its limit of events", time: "the run was stopped at its limit of time", cut: "the recording was stopped before the system had come to rest",
};

/**
 * A history recorded from a real system, or exported from a run, as checkers see it. Lines are taken in their order, which
 * stands for the order in which things happened; their times are for what is about time. Numbers of lines are its events.
 */
export class Recorded implements Subject {
  readonly books: Books;
  readonly times: Times;
  readonly subscriptions: readonly string[];
  readonly obligation: "confirmed" | "published";
  event = 1;
  calm: Micros;
  /** Events by verb; effects that were not applied apart. */
  readonly counts: Map<string, number> = new Map();
  /** Messages of which something was said before they were published. */
  early = 0;
  end: EndLine | undefined;
  #events = 0;
  readonly #header: HistoryHeader;
  readonly #messages = new Messages();
  readonly #mustSay: ReadonlySet<string>;

  /** `mustSay`: verbs that must say their subscription where there are several, beside effects and excuses. */
  constructor(header: HistoryHeader, mustSay: readonly string[]) {
    this.#header = header;
    this.books = new Books(header);
    this.times = new Times(header.start);
    this.subscriptions = header.subscriptions;
    this.obligation = header.obligation;
    this.calm = header.storm ? Infinity : -Infinity;
    this.#mustSay = new Set(["effect", ...header.excuses, ...mustSay]);
  }

  get obligations(): Obligations {
    return this.books.obligations;
  }

  get gauges(): ReadonlyMap<string, number> {
    return this.books.gauges;
  }

  get messages(): number {
    return this.#messages.names.highest;
  }

  get now(): Micros {
    return this.times.now;
  }

  nameOf(message: number): string {
    return this.#messages.names.nameOf(message);
  }

  producerOf(message: number): string {
    return this.#messages.producerOf(message);
  }

  keyOf(message: number): string {
    return this.#messages.keyOf(message);
  }

  laneOf(message: number): number {
    return this.#messages.laneOf(message);
  }

  /** Takes the next line. @throws InputError when it cannot follow on the lines before; then nothing has changed. */
  take(line: HistoryLine, number: number): void {
    if (this.end !== undefined) throw new InputError('comes after the line that says "end", which is the last');
    if ("message" in line) return this.#take(line, number);
    if ("verb" in line && line.verb === "end" && line.ending === "settle" && this.#header.settle === undefined) throw new InputError('ends by "settle", but the header does not say how long that is: "settle":"60s"');
    this.#tick(line.at, number);
    if ("gauge" in line) this.books.gauge(line.gauge, line.value, line.node);
    else if (line.verb === "calm") this.calm = this.now;
    else this.end = line;
  }

  /** How it ended. */
  get ended(): Ended {
    const { ending, busy = false, until } = this.end ?? { ending: undefined };
    const settled = ending === "settle";
    return {
      cut: ending === undefined ? 'the history has no line that says "end", so it may go on' : CUTS[ending],
      idle: ending === "quiet" || (settled && !busy),
      settle: settled ? this.#header.settle : undefined,
      watched: !settled ? this.now - 1 : until === undefined ? this.now : this.times.since(until),
    };
  }

  #take(line: EventLine, number: number): void {
    const { verb, node } = line;
    const subscription = this.#subscription(line);
    const message = this.#messages.names.ordinalOf(line.message);
    if (verb === "publish") this.#mayPublish(line, message);
    this.#tick(line.at, number);
    const applied = verb === "effect" && line.detail !== "already" && line.detail !== "fenced";
    this.#count(verb !== "effect" || applied ? verb : `effect ${String(line.detail)}`);
    if (verb === "effect") this.#messages.mention(line, message);
    const { followers } = this.books;
    if (followers.length > 0) {
      const event = this.#eventOf(line, message, subscription);
      for (const listener of followers) listener.history!(event);
    }
    this.#events++;
    if (verb === "publish") this.#publish(line, message);
    else if (applied) this.books.effect(message, subscription, node, this.#messages.isIntact(line, message));
    else if (verb !== "effect") this.books.say(verb, message, subscription, node, line.detail);
  }

  #mayPublish(line: EventLine, message: number): void {
    if ((this.obligations.state(message, 0) & PUBLISHED) !== 0) throw new InputError(`${printable(this.nameOf(message))} was published before; a message is published once, however often it is sent`);
    this.#messages.mayPublish(line);
  }

  #publish(line: EventLine, message: number): void {
    if (this.subscriptions.some((_, subscription) => this.obligations.state(message, subscription) !== 0)) this.early++;
    this.#messages.publish(line, message);
    this.books.publish(message);
  }

  /** Its index; -1 where there are several and none was named. */
  #subscription({ verb, subscription: given }: EventLine): number {
    const { subscriptions } = this;
    if (given === undefined) {
      if (subscriptions.length === 1) return 0;
      if (this.#mustSay.has(verb)) throw new InputError(`"${verb}" must say its "subscription", one of ${subscriptions.join(", ")}`);
      return -1;
    }
    const index = subscriptions.indexOf(given);
    if (index < 0) throw new InputError(`subscription: the header names no "${printable(given)}"${suggestion(given, subscriptions)}`);
    return index;
  }

  #tick(at: Micros, number: number): void {
    this.times.tick(at);
    this.event = number;
  }

  #count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  #eventOf({ node, verb, detail, altered, event, cause, because }: EventLine, message: number, subscription: number): HistoryEvent {
    const belongs = subscription >= 0 && verb !== "publish" && verb !== "confirm" && verb !== "refuse" && verb !== "give-up";
    return {
      index: this.#events, at: this.now, node, verb, event: event ?? this.event, message,
      ...(belongs ? { subscription: this.subscriptions[subscription]! } : {}),
      ...(detail === undefined ? {} : { detail }),
      ...(altered === undefined ? {} : { altered }),
      ...(cause === undefined ? {} : { cause }),
      ...(because === undefined ? {} : { because }),
    };
  }
}
