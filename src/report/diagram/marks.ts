import type { Moment, MomentOf } from "../../view/moments.ts";
import type { PacketView } from "../../view/packets.ts";
import type { ItemOf, Item } from "./items.ts";
import type { Words } from "./words.ts";

type Mark = Omit<ItemOf<"mark">, "kind" | "lane">;

/** How many outputs that a crash swallowed are drawn. */
const GHOSTS = 3;
const TIMES: { readonly [times: number]: readonly [long: string, short: string] } = { 2: ["SECOND", "2nd"], 3: ["THIRD", "3rd"] };

/** What stands on a lifeline, with words beside it; undefined for what a diagram need not say. `several`: there are subscriptions to tell apart. */
export function markOf(moment: Moment, words: Words, several: boolean): ItemOf<"mark"> | undefined {
  const mark = what(moment, words, several);
  return mark === undefined ? undefined : { kind: "mark", lane: moment.kind === "fault" ? moment.lanes[0]! : moment.lane, ...mark };
}

/** What a node sends to itself goes nowhere. */
export function toItself(kind: "send" | "arrive" | "lost", packet: PacketView, words: Words): ItemOf<"mark"> {
  const said = kind === "send" ? "to itself: " : kind === "lost" ? "lost: " : "";
  return { kind: "mark", lane: packet.from, glyph: kind === "lost" ? "lost" : "step", texts: [`${said}${words.label(packet)}`], style: kind === "lost" ? "lost" : "plain" };
}

/** What a crash came before: packets never sent, effects that never happened. */
export function ghostsOf({ lane, swallowed }: MomentOf<"crash">, words: Words): Item[] {
  return swallowed.filter(({ what, to }) => (what === "send" && to !== lane) || what === "effect").slice(0, GHOSTS).map(({ what, to, type, message }): Item =>
    what === "send"
      ? { kind: "ghost", lane, to, label: words.named(type, message), stops: { glyph: "lost", texts: ["never sent", ""] } }
      : { kind: "mark", lane, glyph: "down", texts: [`EFFECT m${message} never happens`], style: "dim" });
}

function what(moment: Moment, words: Words, several: boolean): Mark | undefined {
  switch (moment.kind) {
    case "start": return moment.nth === 1 ? undefined : { glyph: "step", texts: ["restart"], style: "bold" };
    case "hand-over": return { glyph: "step", texts: [`m${moment.message} handed over`, `m${moment.message}`], style: "plain" };
    case "timer": return { glyph: "timer", texts: [`${words.named(moment.name, moment.message)} fires`, words.named(moment.name, moment.message)], style: "odd" };
    case "synced": return moment.error === undefined ? { glyph: "step", texts: [`synced ${words.clean(moment.tag)}`, "synced"], style: "plain" } : { glyph: "lost", texts: [`sync failed: ${moment.error}`, "sync failed"], style: "lost" };
    case "timed-out": return { glyph: "lost", texts: ["connection timed out", "timed out"], style: "lost" };
    case "effect": return effect(moment, words, several);
    case "say": return said(moment, words);
    case "log": return { glyph: "note", texts: [words.clean(moment.text)], style: "dim" };
    case "crash": return crash(moment, words);
    case "pause": return { glyph: "paused", texts: [`paused${words.lasting(moment.fault)}`, "paused"], style: "fault" };
    case "resume": return { glyph: "step", texts: ["wakes"], style: "bold" };
    case "fault": return { glyph: "trouble", texts: [words.fault(moment)], style: "fault" };
    default: return undefined;
  }
}

function effect({ message, result, times, subscription }: MomentOf<"effect">, words: Words, several: boolean): Mark {
  const name = `m${message}${several && subscription !== undefined ? ` in ${words.clean(subscription)}` : ""}`;
  if (result === "already") return { glyph: "checked", texts: [`${name} already done`, `${name} done`], style: "plain" };
  if (result === "fenced") return { glyph: "checked", texts: [`EFFECT ${name} fenced off`, `${name} fenced`], style: "plain" };
  if (times === 1) return { glyph: "effect", texts: [`EFFECT ${name}`], style: "effect" };
  const [long, short] = TIMES[times] ?? [`${times}TH`, `${times}th`];
  return { glyph: "again", texts: [`${long} EFFECT ${name}`, `${short} EFFECT ${name}`], style: "violation" };
}

function said({ verb, message, detail }: MomentOf<"say">, words: Words): Mark {
  switch (verb) {
    case "confirm": return { glyph: "confirmed", texts: [`m${message} confirmed`, `m${message}`], style: "effect" };
    case "refuse": return { glyph: "lost", texts: [`m${message} refused`], style: "lost" };
    case "give-up": return { glyph: "lost", texts: [`gives up on m${message}`, `gave up m${message}`], style: "lost" };
    default: {
      const owner = typeof detail === "object" && detail !== null && !Array.isArray(detail) ? (detail as { readonly [name: string]: unknown })["owner"] : undefined;
      const text = words.named(verb, message);
      return { glyph: "note", texts: [...(typeof owner === "string" ? [`${text} ${words.clean(owner)}`] : []), text], style: "plain" };
    }
  }
}

function crash({ how, error, fault }: MomentOf<"crash">, words: Words): Mark {
  const kind = how === "power" ? "CRASH" : how === "kill" ? "KILLED" : "STOPPED";
  const texts = error !== undefined ? [`CRASH: ${words.clean(error)}`, "CRASH: it threw"] : fault === undefined ? [kind] : [`${kind}${words.lasting(fault)}`, kind];
  return { glyph: "crash", texts, style: "lost" };
}
