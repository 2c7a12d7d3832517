import type { Canvas, Style } from "./canvas.ts";
import { columnsOf, cut } from "./cells.ts";
import type { Columns } from "./columns.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Item, Stop } from "./rows.ts";
import { Routes } from "./routes.ts";
import { Space } from "./space.ts";

type Of<K extends Item["kind"]> = Extract<Item, { kind: K }>;
/** A line of the diagram with something on it. */
export interface Drawn {
  readonly line: number;
  readonly items: readonly Item[];
}
/** Fewer columns to go down in than this are too few. */
const CHOICE = 4;
/** Over so many rows a line is labelled at its end as well. */
const LONG = 8;
interface Start {
  readonly line: number;
  /** How far the label reaches. */
  readonly label: number;
}

/** Draws items: first the words, then the ways between them, last what stands on the lifelines. */
export class Drawing {
  readonly #canvas: Canvas;
  readonly #columns: Columns;
  readonly #glyphs: Glyphs;
  readonly #ascii: boolean;
  readonly #routes: Routes;
  /** Some line goes down past other rows. */
  falls = false;
  /** Where packets left, by the moment they did. */
  readonly #starts = new Map<number, Start>();

  constructor(canvas: Canvas, columns: Columns, glyphs: Glyphs, lines: number, ascii: boolean) {
    this.#canvas = canvas;
    this.#columns = columns;
    this.#glyphs = glyphs;
    this.#ascii = ascii;
    this.#routes = new Routes(lines, columns.width, columns.at);
  }

  draw(drawn: readonly Drawn[]): void {
    for (const { line, items } of drawn) for (const item of items) this.#words(line, item, items.length === 1);
    const ends = drawn.flatMap(({ line, items }) => items.flatMap((item) => (item.kind === "arrive" || item.kind === "perish" ? [{ line, item }] : [])));
    const top = ({ item, line }: (typeof ends)[number]): number => this.#starts.get(item.packet.sent)?.line ?? line;
    for (const { line, item } of ends.sort((a, b) => top(a) - top(b) || a.line - b.line)) this.#end(line, item);
    for (const { line, items } of drawn) for (const item of items) this.#glyph(line, item, items);
  }

  // ---------------------------------------------------------------- words, and lines that stay on their row

  #words(line: number, item: Item, alone: boolean): void {
    if (item.kind === "mark") this.#mark(line, item);
    else if (item.kind === "depart" || item.kind === "ghost") this.#depart(line, item);
    else if (item.kind === "arrive") this.#caption(line, item.stray || (alone && this.#isLong(line, item, 3)) ? item.label : item.word === "" ? "" : `${item.label}: ${item.word}`, item.word === "" ? "dim" : "odd");
    else this.#caption(line, `${item.label} ${this.#glyphs[item.stops.glyph]} ${item.stops.texts[0]!}`, styleOf(item.stops));
  }

  #mark(line: number, item: Of<"mark">): void {
    if (this.#columns.captions !== undefined) return this.#caption(line, item.texts[0]!, item.style);
    const column = this.#columns.at[item.lane]! + 2;
    const next = this.#columns.at.find((other) => other > column);
    this.#put(line, column, this.#fitting(item.texts, (next === undefined ? this.#columns.width : next - 1) - column), item.style);
  }

  #depart(line: number, item: Of<"depart" | "ghost">): void {
    const { stops } = item;
    const space = new Space(this.#columns, item.lane, item.to, this.#ascii);
    const captioned = this.#columns.captions !== undefined;
    const spot = captioned ? { column: space.out(1), text: "" } : space.label(item.label);
    const label = captioned ? 0 : space.endOf(spot);
    const style = stops === undefined ? "plain" : styleOf(stops);
    if (stops !== undefined) this.#stopShort(line, space, label, stops, item.kind === "ghost");
    if (captioned) this.#caption(line, stops === undefined ? item.label : `${item.label} ${this.#glyphs[stops.glyph]} ${stops.texts[0]!}`, style);
    else this.#put(line, spot.column, spot.text, style);
    if (item.kind === "depart" && item.packet.copy === "") this.#starts.set(item.packet.sent, { line, label });
  }

  /** A line that reaches nobody: it ends part of the way, with a cross. */
  #stopShort(line: number, space: Space, label: number, stops: Stop, ghost: boolean): void {
    const most = space.length - 2;
    const why = this.#columns.captions !== undefined ? "" : stops.texts.find((text) => label + 4 + columnsOf(text) + (text === "" ? 0 : 1) <= most) ?? "";
    const reach = why === "" ? most : most - columnsOf(why) - 1;
    const cross = Math.max(1, Math.min(reach, Math.max(label + 3, Math.floor(space.length * 0.55))));
    if (ghost) for (let at = 1; at < cross; at++) this.#canvas.write(line, space.out(at), this.#glyphs.ghost, "dim");
    else this.#canvas.across(line, space.from, space.out(cross), styleOf(stops));
    this.#routes.across(line, space.from, space.out(cross));
    this.#canvas.write(line, space.out(cross), this.#glyphs[stops.glyph], styleOf(stops));
    if (why !== "") this.#put(line, space.text(cross + 2, why).column, why, styleOf(stops));
  }

  // ---------------------------------------------------------------- lines over several rows

  #end(line: number, item: Of<"arrive" | "perish">): void {
    const start = this.#starts.get(item.packet.sent);
    const space = new Space(this.#columns, item.lane, item.to, this.#ascii);
    if (start === undefined) return this.#stray(line, item, space);
    const stops = item.kind === "perish" ? item.stops : undefined;
    const style: Style = stops !== undefined ? styleOf(stops) : item.packet.copy !== "" || item.packet.corrupt ? "odd" : "plain";
    const captioned = this.#columns.captions !== undefined;
    const first = captioned ? 1 : start.label + 2;
    const word = captioned ? "" : item.kind === "arrive" ? item.word : (stops!.texts.find((text) => first + 6 + columnsOf(text) <= space.length) ?? "");
    const beyond = word === "" ? (stops === undefined ? 3 : 5) : columnsOf(word) + (stops === undefined ? 4 : 6);
    // A word on arrival is dear, but not as dear as a way of one's own.
    const room = space.length - beyond - first;
    const last = Math.max(first, space.length - (room < CHOICE && stops === undefined ? 3 : beyond));
    const wanted = Math.min(last, stops === undefined ? Math.max(first, Math.floor((start.label + space.length) / 2)) : first + 1);
    const [least, most] = space.step > 0 ? [space.out(first), space.out(last)] : [space.out(last), space.out(first)];
    const end = stops === undefined ? space.before(1) : Number.NaN;
    const column = this.#routes.take({ from: space.from, to: space.to, top: start.line, bottom: line, least, most, wanted: space.out(wanted), end: stops === undefined ? end : space.out(last + 2) });
    this.falls ||= line > start.line + 1;
    this.#canvas.across(start.line, space.from, column, style);
    this.#canvas.fall(column, start.line, line, style);
    if (stops === undefined) this.#arrow(line, column, space, word === "" && this.#isLong(line, item, LONG) ? item.label : word, style);
    else this.#cross(line, column, space, word, stops);
  }

  #arrow(line: number, column: number, space: Space, word: string, style: Style): void {
    this.#canvas.across(line, column, space.to, style);
    this.#head(line, space, style);
    const room = Math.abs(space.to - column) - 3;
    if (this.#columns.captions === undefined && word !== "" && columnsOf(word) <= room) this.#put(line, space.text(Math.abs(column - space.from) + 1 + Math.floor((room - columnsOf(word) + 1) / 2), word).column, word, style);
  }

  /** It left so many rows ago that one has forgotten what it was. */
  #isLong(line: number, { packet }: Of<"arrive" | "perish">, rows: number): boolean {
    const start = this.#starts.get(packet.sent);
    return start !== undefined && line - start.line >= rows;
  }

  #cross(line: number, column: number, space: Space, why: string, stops: Stop): void {
    const gone = Math.abs(column - space.from);
    const cross = Math.min(gone + 2, space.length - 2);
    this.#canvas.across(line, column, space.out(cross), styleOf(stops));
    this.#canvas.write(line, space.out(cross), this.#glyphs[stops.glyph], styleOf(stops));
    if (why !== "" && cross + 2 + columnsOf(why) < space.length) this.#put(line, space.text(cross + 2, why).column, why, styleOf(stops));
  }

  /** From nowhere: an attacker's packet, or one whose sending is not shown. */
  #stray(line: number, item: Of<"arrive" | "perish">, space: Space): void {
    const label = this.#columns.captions !== undefined ? "" : cut(item.label, Math.max(1, space.length - 7), this.#ascii);
    const begin = Math.max(1, space.length - columnsOf(label) - 6);
    this.#canvas.across(line, space.out(begin), space.to, "odd");
    this.#canvas.write(line, space.out(begin), this.#glyphs.trouble, "odd");
    if (label !== "") this.#put(line, space.text(begin + 3, label).column, label, "odd");
    this.#head(line, space, "odd");
  }

  #head(line: number, space: Space, style: Style): void {
    this.#canvas.write(line, space.before(1), space.step > 0 ? this.#glyphs.toRight : this.#glyphs.toLeft, style);
  }

  // ---------------------------------------------------------------- lifelines

  #glyph(line: number, item: Item, items: readonly Item[]): void {
    if (item.kind === "perish") return;
    const lane = item.kind === "arrive" ? item.to : item.lane;
    const mark = items.find((other) => other.kind === "mark" && other.lane === lane) as Of<"mark"> | undefined;
    if (item.kind === "ghost" && mark === undefined) return;
    this.#canvas.write(line, this.#columns.at[lane]!, this.#glyphs[mark?.glyph ?? "step"] as string, mark?.style ?? "plain");
  }

  #caption(line: number, text: string, style: Style): void {
    const { captions, width } = this.#columns;
    if (captions !== undefined && text !== "") this.#canvas.write(line, captions, cut(text.trim(), width - captions, this.#ascii), style);
  }

  #put(line: number, column: number, text: string, style: Style): void {
    this.#canvas.write(line, column, text, style);
    this.#routes.words(line, column, columnsOf(text));
  }

  #fitting(texts: readonly string[], room: number): string {
    return texts.find((text) => columnsOf(text) <= room) ?? cut(texts.at(-1)!, room, this.#ascii);
  }
}

function styleOf(stops: Stop): Style {
  return stops.glyph === "lost" ? "lost" : "odd";
}
