import type { PacketView } from "../../view/packets.ts";
import type { Style } from "./canvas.ts";
import type { Glyphs } from "./glyphs.ts";

/** How a line ends that reaches nobody. Texts come in several lengths, the longest first. */
export interface Stop {
  readonly glyph: "lost" | "pending";
  readonly texts: readonly string[];
}

/** What is drawn on a row. */
export type Item =
  /** A glyph on a lifeline, with words to its right. */
  | { readonly kind: "mark"; readonly lane: number; readonly glyph: keyof Glyphs; readonly texts: readonly string[]; readonly style: Style }
  /** A packet leaves; `stops`: it dies on the way within the same event, or its end is not shown. */
  | { readonly kind: "depart"; readonly lane: number; readonly to: number; readonly packet: PacketView; readonly label: string; readonly stops: Stop | undefined }
  /** A packet comes in; `stray`: its sending is not shown, or nobody sent it. */
  | { readonly kind: "arrive"; readonly lane: number; readonly to: number; readonly packet: PacketView; readonly word: string; readonly label: string; readonly stray: boolean }
  /** A packet under way dies, or the run ends before it does. */
  | { readonly kind: "perish"; readonly lane: number; readonly to: number; readonly packet: PacketView; readonly label: string; readonly stops: Stop }
  /** What a crash came before. */
  | { readonly kind: "ghost"; readonly lane: number; readonly to: number; readonly label: string; readonly stops: Stop };

/** The items of one kind. */
export type ItemOf<K extends Item["kind"]> = Extract<Item, { kind: K }>;

/** Gaps between lanes that an item needs for itself: gap i is right of lane i. */
export function gapsOf(item: Item): readonly [first: number, last: number] {
  if (item.kind === "mark") return [item.lane, item.lane];
  return item.lane < item.to ? [item.lane, item.to - 1] : [item.to, item.lane - 1];
}

/** In captions, whether the item takes the row's words. */
export function hasWords(item: Item): boolean {
  return item.kind !== "arrive" || item.word !== "" || item.stray;
}
