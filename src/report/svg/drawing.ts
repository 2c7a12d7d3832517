import { showTime } from "../../kernel/time.ts";
import type { SpaceTime } from "../../view/space-time.ts";
import type { ItemOf } from "../diagram/items.ts";
import { Words } from "../diagram/words.ts";
import { attributes } from "../markup.ts";
import { fitting, layoutOf } from "./layout.ts";
import type { Layout, Placed } from "./layout.ts";
import { line, px, shape, text } from "./shapes.ts";
import { Ways } from "./ways.ts";

/** A space-time diagram as the inside of an `<svg>`; its colours are in diagram.css. */
export interface Drawing {
  readonly markup: string;
  readonly width: number;
  readonly height: number;
  /** What is left out, in words; "" for nothing. */
  readonly left: string;
}

/** Draws what `relevantTo` leaves: time runs down, each node has a lifeline, each packet is a line. Behind first, on top last. */
export function drawing(spaceTime: SpaceTime): Drawing {
  const words = new Words(spaceTime, false);
  const layout = layoutOf(spaceTime, words);
  const ways = new Ways(layout);
  const packets: string[] = [];
  const dots: string[] = [];
  const marks: string[] = [];
  for (const { row, y } of layout.rows) {
    // Of one row first what leaves: something may arrive in the same instant.
    for (const [at, item] of row.items.entries()) if (item.kind === "depart") packets.push(ways.depart(item, y, row.moments[at]!));
    for (const [at, item] of row.items.entries()) {
      const moment = row.moments[at]!;
      if (item.kind === "mark") marks.push(mark(item, y, moment, layout));
      else if (item.kind === "arrive") packets.push(ways.arrive(item, y, moment));
      else if (item.kind === "perish") packets.push(ways.perish(item, y, moment));
      else if (item.kind === "ghost") packets.push(ways.ghost(item, y, moment));
      if (item.kind === "depart" || item.kind === "arrive") dots.push(dot(item, y, moment, layout));
    }
  }
  const { width, height, left } = layout;
  return { markup: [lifelines(spaceTime, layout), ...layout.rows.map((placed) => margin(placed, layout)), ...packets, ...dots, ...marks, ...layout.rows.map((placed) => across(placed, layout)), heading(spaceTime, layout, words)].join("\n"), width, height, left };
}

/** Names over the lifelines, on a ground of their own: a page keeps them in sight. */
function heading({ lanes }: SpaceTime, { lanes: at, width, top }: Layout, words: Words): string {
  return `<g class="heading"><rect class="ground" width="${width}" height="${top}"/>${lanes.map(({ name, role }, lane) => {
    const room = (at[lane + 1] ?? at[lane]! + 200) - at[lane]! - 16;
    const shown = fitting([words.clean(name)], room);
    return `${text(at[lane]!, 22, shown, "middle", "name")}${role === name || role === "other" ? "" : text(at[lane]!, 38, role, "middle", "role")}`;
  }).join("")}</g>`;
}

/** Lines of nodes that are up; while one is down there is none, while it is paused a broad one. */
function lifelines({ lanes, spells }: SpaceTime, layout: Layout): string {
  const { top, bottom, rows, lanes: at } = layout;
  const placeOf = (index: number): number => rows.find(({ row }) => row.index >= index)?.y ?? bottom;
  return `<g class="lives">${lanes.map((_, lane) => {
    const x = at[lane]!;
    const own = spells.filter((spell) => spell.lane === lane).map(({ state, from, to }) => ({ state, from: placeOf(from), to: to === Infinity ? bottom : placeOf(to) })).filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
    let y = top;
    const parts: string[] = [];
    for (const { state, from, to } of own) {
      parts.push(line(x, y, x, from, "life"), line(x, from, x, to, state));
      y = to;
    }
    return [...parts, line(x, y, x, bottom, "life")].join("");
  }).join("")}</g>`;
}

function margin({ row, y, stamp, quiet }: Placed, { lanes }: Layout): string {
  const x = lanes[0]! - 34;
  return `${text(x, y + 4, stamp, "end", "stamp")}${quiet === undefined ? "" : text(x, quiet, "⋮", "end", "stamp")}${row.across?.kind === "skip" ? text(x, y + 4, "⋮", "end", "stamp") : ""}`;
}

function mark(item: ItemOf<"mark">, y: number, moment: number, layout: Layout): string {
  const x = layout.lanes[item.lane]!;
  const room = (layout.lanes[item.lane + 1] ?? layout.width) - x - 22;
  return `<g${attributes({ class: `mark ${item.style}`, "data-moment": moment })}><circle class="hit" cx="${px(x)}" cy="${px(y)}" r="13"/>${shape(item.glyph, x, y)}${text(x + 15, y + 4, fitting(item.texts, room))}</g>`;
}

/** Where a packet leaves or arrives. */
function dot(item: ItemOf<"depart" | "arrive">, y: number, moment: number, layout: Layout): string {
  const x = layout.lanes[item.kind === "depart" ? item.lane : item.to]!;
  return `<g${attributes({ class: "mark plain", "data-moment": moment })}><circle class="hit" cx="${px(x)}" cy="${px(y)}" r="13"/>${shape("step", x, y)}</g>`;
}

function across({ row, y, lines }: Placed, { lanes, width }: Layout): string {
  const { across: what, index } = row;
  if (what === undefined) return "";
  const moment = attributes({ "data-moment": Math.floor(index) });
  const [left, right] = [lanes[0]!, lanes.at(-1)!];
  if (what.kind === "violation") {
    const top = y - 14;
    return `<g class="across violation"${moment}><rect class="band" x="8" y="${px(top)}" width="${px(width - 16)}" height="${px(lines.length * 18 + 14)}" rx="6"/>${lines.map((words, at) => text(22, y + 5 + at * 18, words, "start", at === 0 ? "title" : "label")).join("")}</g>`;
  }
  if (what.kind === "skip") return `<g class="across skip"${moment}>${text((left + right) / 2, y + 4, what.text, "middle")}</g>`;
  const [from, to] = what.lanes === undefined ? [left, right] : [lanes[what.lanes[0]!] ?? left, lanes[what.lanes.at(-1)!] ?? right];
  return `<g class="across ${what.kind}"${moment}>${line(from - 10, y, to + 10, y, "way")}${text((from + to) / 2, y - 7, what.text, "middle")}</g>`;
}

/** For somebody who does not see it. */
export function described({ lanes, moments }: SpaceTime, words: Words): string {
  const span = moments.length === 0 ? "" : `, from ${showTime(moments[0]!.at)} to ${showTime(moments.at(-1)!.at)}`;
  return `Space-time diagram of ${lanes.map(({ name }) => words.clean(name)).join(", ")}${span}. The same in words is in the story.`;
}
