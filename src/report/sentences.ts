import { showTime } from "../kernel/time.ts";
import type { Moment, MomentOf } from "../view/moments.ts";
import type { PacketView } from "../view/packets.ts";
import type { SpaceTime } from "../view/space-time.ts";
import { printFault } from "../world/plan-text.ts";
import { count } from "./numbers.ts";
import { Words } from "./diagram/words.ts";

/** What a moment is, told to somebody who sees no diagram. */
export class Sentences {
  readonly #spaceTime: SpaceTime;
  readonly #words: Words;

  constructor(spaceTime: SpaceTime, ascii: boolean = false) {
    this.#spaceTime = spaceTime;
    this.#words = new Words(spaceTime, ascii);
  }

  /** One sentence, without a full stop at its end. */
  of(moment: Moment): string {
    const words = this.#words;
    const who = this.node(moment.lane);
    switch (moment.kind) {
      case "start": return moment.nth === 1 ? `${who} starts` : `${who} starts again, with nothing but its disk`;
      case "hand-over": return `The application hands m${moment.message} to ${who}`;
      case "timer": return `${who}: the timer ${words.named(moment.name, moment.message)} fires`;
      case "synced": return moment.error === undefined ? `${who}: the disk has made ${words.clean(moment.tag)} durable` : `${who}: syncing ${words.clean(moment.tag)} fails: ${moment.error}`;
      case "timed-out": return `${who} waits no longer for ${this.node(moment.peer)}: the connection is given up`;
      case "send": return this.#send(this.#spaceTime.packets[moment.packet]!);
      case "arrive": return this.#arrive(this.#spaceTime.packets[moment.packet]!);
      case "lost": return this.#lost(this.#spaceTime.packets[moment.packet]!);
      case "held": return `${this.#called(this.#spaceTime.packets[moment.packet]!)} is held back on its way to ${this.node(this.#spaceTime.packets[moment.packet]!.to)}`;
      case "effect": return this.#effect(moment, who);
      case "say": return said(moment, who, words);
      case "log": return `${who} writes in its log: ${words.clean(moment.text)}`;
      case "crash": return this.#crash(moment, who);
      case "pause": return `${who} is paused${words.lasting(moment.fault)}: it handles nothing while time goes on`;
      case "resume": return `${who} wakes and goes on where it stopped`;
      case "fault": return `The network or a machine: ${words.fault(moment)}`;
      case "violation": return `Broken: ${moment.violation.guarantees.map((name) => words.clean(name)).join(", ")}. ${words.clean(moment.violation.sentence)}`;
      case "end": return `The run is over${words.ending(moment).replace("end", "")}`;
      case "elided": return `Left out: ${words.elided(moment, true)}`;
    }
  }

  /** What else is known of it, by name: for a second look. */
  details(moment: Moment): readonly (readonly [name: string, value: string])[] {
    const facts: [string, string][] = moment.kind === "elided" || moment.kind === "end" ? [] : [["event", String(moment.event)]];
    if ("packet" in moment) {
      const { key, sent, sentAt, endedAt, fate, faults, transport } = this.#spaceTime.packets[moment.packet]!;
      facts.push(["packet", this.#words.clean(key)], ...(transport === "datagram" ? [] : [["part of", transport === "frame" ? "a connection" : "the connection's own talk"] as [string, string]]));
      if (sent >= 0) facts.push(["sent", showTime(sentAt)]);
      if (endedAt !== undefined) facts.push([fate === "arrived" ? "arrives" : "lost", `${showTime(endedAt)}${sent >= 0 && endedAt > sentAt ? `, after ${showTime(endedAt - sentAt)}` : ""}`]);
      for (const fault of faults) facts.push(["struck by", this.#words.clean(printFault(fault))]);
    }
    if ("fault" in moment && moment.fault !== undefined) facts.push(["fault", this.#words.clean(printFault(moment.fault))]);
    if (moment.kind === "say" && moment.detail !== undefined) facts.push(["says", this.#words.clean(JSON.stringify(moment.detail))]);
    if (moment.kind === "effect" && moment.subscription !== undefined && this.#spaceTime.subscriptions.length > 1) facts.push(["subscription", this.#words.clean(moment.subscription)]);
    return facts;
  }

  /** A node's name; of everywhere, "the world". */
  node(lane: number): string {
    const found = this.#spaceTime.lanes[lane];
    return found === undefined ? "the world" : this.#words.clean(found.name);
  }

  #called(packet: PacketView): string {
    const kind = packet.copy === "'" ? "The network's copy of " : packet.copy === '"' ? "An attacker's replay of " : "";
    return `${kind}${this.#words.named(packet.type, packet.message)}${packet.nth > 1 && packet.transport !== "control" ? ` #${packet.nth}` : ""}`;
  }

  #send(packet: PacketView): string {
    const stillborn = packet.fate !== "arrived" && packet.endedAt === packet.sentAt;
    return `${this.node(packet.from)} sends ${this.#called(packet)} to ${packet.from === packet.to ? "itself" : this.node(packet.to)}${stillborn ? `, which never gets there: ${this.#why(packet)}` : ""}`;
  }

  #arrive(packet: PacketView): string {
    const marred = [...(packet.corrupt ? ["corrupt"] : []), ...(packet.forged ? ["altered by an attacker"] : [])].join(" and ");
    return `${this.#called(packet)} from ${this.node(packet.from)} arrives at ${this.node(packet.to)}${marred === "" ? "" : `, ${marred}`}`;
  }

  #lost(packet: PacketView): string {
    return `${this.#called(packet)} from ${this.node(packet.from)} to ${this.node(packet.to)} is lost: ${this.#why(packet)}`;
  }

  #why({ fate, to }: PacketView): string {
    switch (fate) {
      case "dropped": return "the network drops it";
      case "partition": return "a partition cuts it off";
      case "down": return `${this.node(to)} is down`;
      default: return "its connection is gone";
    }
  }

  #effect({ message, result, times }: MomentOf<"effect">, who: string): string {
    if (result === "already") return `${who} would carry out m${message}, but it is known to be done already`;
    if (result === "fenced") return `${who} would carry out m${message}, but is fenced off by a newer token`;
    return times === 1 ? `${who} carries out m${message}: it takes effect` : `${who} carries out m${message} again: it takes effect ${times === 2 ? "a second time" : times === 3 ? "a third time" : `${times} times`}`;
  }

  #crash({ how, after, error, swallowed, fault }: MomentOf<"crash">, who: string): string {
    const kind = how === "power" ? "loses power" : how === "kill" ? "is killed" : "is stopped";
    const why = error === undefined ? "" : `, because its handler threw: ${this.#words.clean(error)}`;
    const cut = after === undefined ? "" : `, in the middle of a step, after ${count(after, "output")}`;
    const never = swallowed.filter(({ what }) => what !== "other").map(({ what, type, message }) => (what === "effect" ? `the effect of m${message}` : this.#words.named(type, message)));
    return `${who} ${kind}${fault === undefined ? "" : this.#words.lasting(fault)}${why}${cut}${never.length === 0 ? "" : `; what never happens: ${never.join(", ")}`}`;
  }
}

function said({ verb, message }: MomentOf<"say">, who: string, words: Words): string {
  switch (verb) {
    case "confirm": return `${who} tells the application that m${message} is confirmed`;
    case "refuse": return `${who} tells the application that m${message} is refused`;
    case "give-up": return `${who} gives up on m${message}: nobody there knows what became of it`;
    default: return `${who} notes ${words.named(verb, message)}`;
  }
}
