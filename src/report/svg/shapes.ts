import type { Glyphs } from "../diagram/glyphs.ts";
import { element, escaped } from "../markup.ts";

/** Numbers as short as they can be written: a tenth of a pixel is nothing anybody sees. */
export function px(value: number): number {
  return Math.round(value * 10) / 10;
}

/** What stands on a lifeline. Every shape differs from the others without its colour. */
export function shape(glyph: keyof Glyphs, x: number, y: number): string {
  switch (glyph) {
    case "effect": case "again": return polygon([[x, y - 8], [x + 8, y], [x, y + 8], [x - 8, y]], "solid");
    case "checked": return polygon([[x, y - 7], [x + 7, y], [x, y + 7], [x - 7, y]], "hollow");
    case "timer": return `${circle(x, y, 6, "hollow")}${path(`M${px(x)} ${px(y - 3.5)}V${px(y)}H${px(x + 3)}`)}`;
    case "confirmed": return `${circle(x, y, 8, "solid")}${path(`M${px(x - 3.8)} ${px(y)}l2.8 3 5-6`, "inverse")}`;
    case "lost": case "crash": return cross(x, y, glyph === "crash" ? 8 : 5);
    case "trouble": return `${polygon([[x, y - 9], [x + 9, y + 7], [x - 9, y + 7]], "solid")}${path(`M${px(x)} ${px(y - 3)}V${px(y + 2)}M${px(x)} ${px(y + 4)}v1`, "inverse")}`;
    case "paused": return path(`M${px(x - 3)} ${px(y - 6)}v12M${px(x + 3)} ${px(y - 6)}v12`, "thick");
    case "note": return circle(x, y, 2.5, "solid");
    case "down": return circle(x, y, 3, "hollow");
    default: return circle(x, y, 4.5, "solid");
  }
}

/** Where something dies. */
export function cross(x: number, y: number, size: number): string {
  return path(`M${px(x - size)} ${px(y - size)}l${px(2 * size)} ${px(2 * size)}m0 ${px(-2 * size)}l${px(-2 * size)} ${px(2 * size)}`, "thick");
}

/** The head of an arrow that comes from a place and ends in another. */
export function head(fromX: number, fromY: number, x: number, y: number): string {
  const length = Math.sqrt((x - fromX) * (x - fromX) + (y - fromY) * (y - fromY)) || 1;
  const [alongX, alongY] = [(x - fromX) / length, (y - fromY) / length];
  const [backX, backY] = [x - alongX * 10, y - alongY * 10];
  return polygon([[x, y], [backX - alongY * 4.5, backY + alongX * 4.5], [backX + alongY * 4.5, backY - alongX * 4.5]], "solid");
}

export function text(x: number, y: number, words: string, anchor: "start" | "end" | "middle" = "start", kind: string = "label"): string {
  return words === "" ? "" : element("text", { class: kind, x: px(x), y: px(y), "text-anchor": anchor === "start" ? undefined : anchor }, escaped(words));
}

export function line(fromX: number, fromY: number, x: number, y: number, kind: string): string {
  return `<line${kind === "" ? "" : ` class="${kind}"`} x1="${px(fromX)}" y1="${px(fromY)}" x2="${px(x)}" y2="${px(y)}"/>`;
}

function circle(x: number, y: number, radius: number, kind: string): string {
  return `<circle class="${kind}" cx="${px(x)}" cy="${px(y)}" r="${radius}"/>`;
}

function polygon(points: readonly (readonly [number, number])[], kind: string): string {
  return `<polygon class="${kind}" points="${points.map(([x, y]) => `${px(x)},${px(y)}`).join(" ")}"/>`;
}

function path(way: string, kind: string = "thin"): string {
  return `<path class="${kind}" d="${way}"/>`;
}
