import type { Micros } from "../../kernel/time.ts";
import type { Moment, MomentOf } from "../../view/moments.ts";
import type { PacketView } from "../../view/packets.ts";
import type { SpaceTime } from "../../view/space-time.ts";
import type { Item } from "./items.ts";
import { gapsOf, hasWords } from "./items.ts";
import { ghostsOf, markOf, toItself } from "./marks.ts";
import type { Hidden, Words } from "./words.ts";

/** A row of the diagram, or several: a text across it may need more. */
export interface Row {
  readonly at: Micros;
  readonly event: number;
  /** Place among the moments of the run: decides which lifelines are interrupted. */
  readonly index: number;
  readonly items: Item[];
  /** The index of each item's moment; of what a crash swallowed, of a packet still under way at the end, something close to it. */
  readonly moments: number[];
  /** Across the lanes instead: a fault, the end, a broken promise, something left out. */
  readonly across: Across | undefined;
}

export type Across =
  /** `lanes`: from which to which, where it is not all of them. */
  | { readonly kind: "band" | "rule" | "skip"; readonly text: string; readonly lanes?: readonly number[] }
  | { readonly kind: "violation"; readonly guarantees: readonly string[]; readonly sentence: string; readonly messages: readonly number[] };

/** Fewer missing events than this are not worth a row: the sum of all stands below. */
const MANY = 10;

type Traffic = MomentOf<"send"> | MomentOf<"arrive"> | MomentOf<"lost">;

/** Turns moments into rows. Items of one event share a row where they do not get into each other's way. */
export class Rows {
  readonly all: Row[] = [];
  /** All that is left out. */
  hidden: Hidden = { same: 0, others: 0, none: 0, names: [] };
  readonly #spaceTime: SpaceTime;
  readonly #words: Words;
  /** At most one item with words in a row: they stand at the side. */
  readonly #captions: boolean;
  readonly #shown: ReadonlySet<number>;
  #closed = false;

  constructor(spaceTime: SpaceTime, words: Words, captions: boolean) {
    this.#spaceTime = spaceTime;
    this.#words = words;
    this.#captions = captions;
    this.#shown = new Set(spaceTime.moments.map(({ index }) => index));
    for (const moment of spaceTime.moments) this.#moment(moment);
    const last = spaceTime.moments.at(-1);
    if (last !== undefined) this.#close(last);
  }

  #moment(moment: Moment): void {
    const { packets } = this.#spaceTime;
    if (moment.kind === "violation") return this.#violation(moment);
    if (moment.kind === "elided") return this.#elided(moment);
    if (moment.kind === "fault" && moment.lanes.length > 1) return this.#across(moment, { kind: "band", text: this.#words.fault(moment), lanes: moment.lanes });
    if (moment.kind === "end") {
      this.#close(moment);
      return this.#across(moment, { kind: "rule", text: this.#words.ending(moment) });
    }
    if (moment.implied) return;
    if (moment.kind === "held") return;
    if ("packet" in moment) return this.#packet(moment, packets[moment.packet]!);
    const mark = markOf(moment, this.#words, this.#spaceTime.subscriptions.length > 1);
    if (mark !== undefined) this.#add(moment, mark);
    if (moment.kind === "crash") for (const ghost of ghostsOf(moment, this.#words)) this.#add({ ...moment, index: moment.index + 0.5 }, ghost);
  }

  #packet(moment: Traffic, packet: PacketView): void {
    const { from: lane, to } = packet;
    const label = this.#words.label(packet);
    if (lane === to) return this.#add(moment, toItself(moment.kind, packet, this.#words));
    const stops = this.#words.stop(packet);
    const stillborn = packet.endedAt === packet.sentAt && packet.fate !== "arrived";
    const goesOn = packet.ended < 0 || this.#shown.has(packet.ended);
    if (moment.kind === "send") return this.#add(moment, { kind: "depart", lane, to, packet, label, stops: stillborn ? stops : goesOn ? undefined : { glyph: "pending", texts: [""] } });
    if (moment.kind === "arrive") return this.#add(moment, { kind: "arrive", lane, to, packet, label, word: this.#words.onArrival(packet), stray: !this.#shown.has(packet.sent) });
    if (!stillborn && this.#shown.has(packet.sent)) this.#add(moment, { kind: "perish", lane, to, packet, label, stops });
    else if (packet.copy !== "" || !this.#shown.has(packet.sent)) this.#add(moment, { kind: "depart", lane, to, packet, label, stops });
  }

  /** What is still under way when the story ends. */
  #close(moment: Moment): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const packet of this.#spaceTime.packets) {
      if (packet.fate !== "in flight" || !this.#shown.has(packet.sent) || packet.from === packet.to) continue;
      this.#add({ ...moment, event: -1 }, { kind: "perish", lane: packet.from, to: packet.to, packet, label: this.#words.label(packet), stops: this.#words.stop(packet) });
    }
  }

  /** What the end of the run shows to be missing breaks several promises at once: told together, in the words of the first. */
  #violation(moment: MomentOf<"violation">): void {
    const last = this.all.at(-1);
    const { guarantees, sentence, messages } = moment.violation;
    if (last?.across?.kind !== "violation" || moment.lane >= 0 || last.across.messages.join() !== messages.join()) return this.#across(moment, { kind: "violation", guarantees, sentence, messages });
    this.all[this.all.length - 1] = { ...last, across: { ...last.across, guarantees: [...last.across.guarantees, ...guarantees] } };
  }

  #elided(moment: MomentOf<"elided">): void {
    const { same, others, none } = moment;
    this.hidden = { same: this.hidden.same + same, others: this.hidden.others + others, none: this.hidden.none + none, names: [...new Set([...this.hidden.names, ...moment.names])].slice(0, 4) };
    // Behind the last word nothing need be said of what came after.
    if (same + others + none >= MANY && moment !== this.#spaceTime.moments.at(-1)) this.#across(moment, { kind: "skip", text: `... ${this.#words.elided(moment, false)} ...` });
  }

  #across(moment: Moment, across: Across): void {
    this.all.push({ at: moment.at, event: moment.event, index: moment.index, items: [], moments: [], across });
  }

  #add(moment: Moment, item: Item): void {
    const last = this.all.at(-1);
    if (last !== undefined && last.across === undefined && last.event === moment.event && this.#shares(last, item)) {
      last.items.push(item);
      last.moments.push(Math.floor(moment.index));
    } else this.all.push({ at: moment.at, event: moment.event, index: moment.index, items: [item], moments: [Math.floor(moment.index)], across: undefined });
  }

  #shares(row: Row, item: Item): boolean {
    const [first, last] = gapsOf(item);
    if (this.#captions && hasWords(item) && row.items.some(hasWords)) return false;
    return row.items.every((other) => {
      const [from, to] = gapsOf(other);
      const marks = other.kind === "mark" && item.kind === "mark" && other.lane === item.lane;
      return !marks && (last < from || first > to);
    });
  }
}
