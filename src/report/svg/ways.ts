import type { ItemOf, Stop } from "../diagram/items.ts";
import { attributes } from "../markup.ts";
import { fitting } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { cross, head, line, px, text } from "./shapes.ts";

/** Where a packet left. */
interface Start {
  readonly x: number;
  readonly y: number;
}

/** Room between a lifeline and the words beside it. */
const ASIDE = 14;
/** How far from the receiver's lifeline what dies on arrival dies: of the way. */
const LATE = 0.88;

/** Draws packets: a line from where one was sent to where it arrived, or to the cross where it died. */
export class Ways {
  readonly #layout: Layout;
  /** By the moment of the sending. */
  readonly #starts = new Map<number, Start>();

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  depart(item: ItemOf<"depart">, y: number, moment: number): string {
    const { from, to, toward, room } = this.#ends(item);
    const start: Start = { x: from, y };
    if (item.packet.copy === "" || !this.#starts.has(moment)) this.#starts.set(moment, start);
    if (item.stops === undefined) return this.#packet(item, moment, styleOf(item), text(from + toward * ASIDE, y - 7, fitting([item.label], room - 30), anchor(toward)));
    const label = fitting([item.label], room - 60);
    const length = Math.min(room - 40, Math.max(70, label.length * 7.4 + 26));
    const end = { x: from + toward * length, y: y + 8 };
    return this.#packet(item, moment, item.stops.glyph === "lost" ? "lost" : "odd",
      way(start, end), stop(end, item.stops), text(from + toward * ASIDE, y - 7, label, anchor(toward)), text(end.x + toward * 12, end.y + 4, fitting(item.stops.texts, Math.abs(to - end.x) - 24), anchor(toward)));
  }

  arrive(item: ItemOf<"arrive">, y: number, moment: number): string {
    const { from, to, toward, room } = this.#ends(item);
    const start = this.#starts.get(item.packet.sent) ?? { x: from + toward * room * 0.5, y: y - 14 };
    const stray = !this.#starts.has(item.packet.sent);
    const words = stray ? [item.label] : [item.word];
    return this.#packet(item, moment, styleOf(item), way(start, { x: to - toward * 7, y }), head(start.x, start.y, to - toward * 6, y), beside(start, { x: to, y }, fitting(words, room * 0.7)));
  }

  perish(item: ItemOf<"perish">, y: number, moment: number): string {
    const { from, to, room } = this.#ends(item);
    const start = this.#starts.get(item.packet.sent) ?? { x: from, y: y - 14 };
    const end = { x: start.x + (to - start.x) * (item.stops.glyph === "lost" ? LATE : 0.6), y };
    return this.#packet(item, moment, item.stops.glyph === "lost" ? "lost" : "odd", way(start, end), stop(end, item.stops), beside(start, end, fitting(item.stops.texts, room * 0.6)));
  }

  /** What a crash came before. */
  ghost(item: ItemOf<"ghost">, y: number, moment: number): string {
    const { from, to, toward, room } = this.#ends(item);
    const label = fitting([item.label], room - 60);
    const end = { x: from + toward * Math.min(room - 40, Math.max(70, label.length * 7.4 + 26)), y: y + 8 };
    return `<g${attributes({ class: "packet ghost", "data-moment": moment })}>${way({ x: from, y }, end)}${stop(end, item.stops)}${text(from + toward * ASIDE, y - 7, label, anchor(toward))}${text(end.x + toward * 12, end.y + 4, fitting(item.stops.texts, Math.abs(to - end.x) - 24), anchor(toward))}</g>`;
  }

  #ends({ lane, to }: { readonly lane: number; readonly to: number }): { readonly from: number; readonly to: number; readonly toward: 1 | -1; readonly room: number } {
    const { lanes } = this.#layout;
    const [start, end] = [lanes[lane]!, lanes[to]!];
    return { from: start, to: end, toward: end > start ? 1 : -1, room: Math.abs(end - start) };
  }

  #packet({ packet, kind }: ItemOf<"depart" | "arrive" | "perish">, moment: number, style: string, ...parts: readonly string[]): string {
    return `<g${attributes({ class: `packet ${style}`, "data-moment": moment < 0 ? packet.sent : moment, "data-packet": packet.index, "data-part": kind })}>${parts.join("")}</g>`;
  }
}

function styleOf({ packet }: ItemOf<"depart" | "arrive">): string {
  return packet.copy !== "" ? "odd copy" : packet.corrupt || packet.forged || packet.faults.some(({ fault }) => fault === "delay") ? "odd" : "plain";
}

/** A line, and around it what a pointer may hit. */
function way(from: Start, to: Start): string {
  return `${line(from.x, from.y, to.x, to.y, "hit")}${line(from.x, from.y, to.x, to.y, "way")}`;
}

/** Words on the way, nearer to its end: at its beginning stands the label. */
function beside(from: Start, to: Start, words: string): string {
  return text(from.x + (to.x - from.x) * 0.64, from.y + (to.y - from.y) * 0.64 - 4, words, "middle");
}

function stop({ x, y }: Start, { glyph }: Stop): string {
  return glyph === "lost" ? cross(x, y, 5) : `<circle class="hollow" cx="${px(x)}" cy="${px(y)}" r="3"/>`;
}

function anchor(toward: number): "start" | "end" {
  return toward > 0 ? "start" : "end";
}
