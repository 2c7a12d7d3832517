import { showTime, writeDuration } from "../../kernel/time.ts";
import type { Moment, MomentOf } from "../../view/moments.ts";
import type { PacketView } from "../../view/packets.ts";
import type { SpaceTime } from "../../view/space-time.ts";
import type { Fault } from "../../world/fault.ts";
import { clean } from "./cells.ts";
import { count, thousands } from "../numbers.ts";
import type { Item, Stop } from "./rows.ts";

/** What was left out. */
export type Hidden = Pick<MomentOf<"elided">, "same" | "others" | "none" | "names">;
type Mark = Omit<Extract<Item, { kind: "mark" }>, "kind">;

/** How many outputs that a crash swallowed are drawn. */
const GHOSTS = 3;
const TIMES: { readonly [times: number]: readonly [long: string, short: string] } = { 2: ["SECOND", "2nd"], 3: ["THIRD", "3rd"] };

/** What a diagram says, all of it fit for a terminal. */
export class Words {
  readonly #spaceTime: SpaceTime;
  readonly #ascii: boolean;

  constructor(spaceTime: SpaceTime, ascii: boolean) {
    this.#spaceTime = spaceTime;
    this.#ascii = ascii;
  }

  label({ type, message, nth, copy, faults, transport }: PacketView): string {
    const delay = faults.reduce((sum, fault) => sum + (fault.fault === "delay" ? fault.by : 0), 0);
    const odd = ["corrupt", "forge"].flatMap((kind) => (faults.some(({ fault }) => fault === kind) ? [kind === "forge" ? "forged" : kind] : []));
    return [
      this.clean(type), ...(message > 0 ? [`m${message}`] : []), ...(nth > 1 && transport !== "control" ? [`#${nth}`] : []),
      ...(copy === "" ? [] : [copy === "'" ? "copy" : "replayed"]), ...(delay > 0 ? [`+${showTime(delay)}`] : []), ...odd,
    ].join(" ");
  }

  onArrival({ copy, held, corrupt }: PacketView): string {
    return [...(copy === "'" ? ["copy"] : copy === '"' ? ["replayed"] : []), ...(held ? ["held"] : []), ...(corrupt ? ["corrupt"] : [])].join(" ");
  }

  /** Why a packet never arrived. */
  stop({ fate, to }: PacketView): Stop {
    const name = this.clean(this.#spaceTime.lanes[to]!.name);
    switch (fate) {
      case "dropped": return { glyph: "lost", texts: ["dropped", ""] };
      case "partition": return { glyph: "lost", texts: ["cut off", ""] };
      case "down": return { glyph: "lost", texts: [`${name} is down`, "down", ""] };
      case "connection": return { glyph: "lost", texts: ["no connection", "closed", ""] };
      default: return { glyph: "pending", texts: ["still under way", "under way", ""] };
    }
  }

  toItself({ kind }: Moment, packet: PacketView): string {
    return `${kind === "send" ? "to itself: " : kind === "lost" ? "lost: " : ""}${this.label(packet)}`;
  }

  /** What is written on a lifeline, undefined for what a diagram need not say. */
  mark(moment: Moment): Mark | undefined {
    const { lane } = moment;
    switch (moment.kind) {
      case "start": return moment.nth === 1 ? undefined : { lane, glyph: "step", texts: ["restart"], style: "bold" };
      case "hand-over": return { lane, glyph: "step", texts: [`m${moment.message} handed over`, `m${moment.message}`], style: "plain" };
      case "timer": return { lane, glyph: "timer", texts: [`${this.#named(moment.name, moment.message)} fires`, this.#named(moment.name, moment.message)], style: "odd" };
      case "synced": return moment.error === undefined ? { lane, glyph: "step", texts: [`synced ${this.clean(moment.tag)}`, "synced"], style: "plain" } : { lane, glyph: "lost", texts: [`sync failed: ${moment.error}`, "sync failed"], style: "lost" };
      case "timed-out": return { lane, glyph: "lost", texts: ["connection timed out", "timed out"], style: "lost" };
      case "effect": return { lane, ...this.#effect(moment) };
      case "say": return { lane, ...this.#said(moment) };
      case "log": return { lane, glyph: "note", texts: [this.clean(moment.text)], style: "dim" };
      case "crash": return { lane, glyph: "crash", texts: this.#crash(moment), style: "lost" };
      case "pause": return { lane, glyph: "paused", texts: [`paused${this.#lasting(moment.fault)}`, "paused"], style: "fault" };
      case "resume": return { lane, glyph: "step", texts: ["wakes"], style: "bold" };
      case "fault": return { lane: moment.lanes[0]!, glyph: "trouble", texts: [this.fault(moment)], style: "fault" };
      default: return undefined;
    }
  }

  ghosts({ lane, swallowed }: MomentOf<"crash">): Item[] {
    return swallowed.slice(0, GHOSTS).flatMap(({ what, to, type, message }): Item[] => {
      if (what === "send" && to !== lane) return [{ kind: "ghost", lane, to, label: this.#named(type, message), stops: { glyph: "lost", texts: ["never sent", ""] } }];
      return what === "effect" ? [{ kind: "mark", lane, glyph: "down", texts: [`EFFECT m${message} never happens`], style: "dim" }] : [];
    });
  }

  fault({ fault, ended }: MomentOf<"fault">): string {
    switch (fault.fault) {
      case "partition": {
        const groups = fault.groups.map((group) => group.map((name) => this.clean(name)).join(" ")).join(fault.oneWay === true ? " > " : " | ");
        return ended ? `partition healed: ${groups}` : `PARTITION ${groups}${this.#lasting(fault)}`;
      }
      case "reset": case "stall": {
        const pair = fault.between.map((name) => this.clean(name)).join(fault.oneWay === true ? " > " : " - ");
        return ended ? `stall over: ${pair}` : `${fault.fault.toUpperCase()} ${pair}${this.#lasting(fault)}`;
      }
      case "clock": return ["clock", ...(fault.by === undefined ? [] : [`jumps ${fault.by < 0 ? "" : "+"}${writeDuration(fault.by)}`]), ...(fault.ppm === undefined ? [] : [`drifts ${fault.ppm}ppm`])].join(" ");
      case "disk": return ended ? `disk ${fault.kind} is over` : `disk ${fault.kind}${this.#lasting(fault)}`;
      default: return fault.fault;
    }
  }

  /** Names of guarantees. */
  guarantees(names: readonly string[]): string {
    return names.map((name) => this.clean(name)).join(", ");
  }

  ending({ ending }: MomentOf<"end">): string {
    switch (ending) {
      case "quiet": return "end: nothing is left to happen";
      case "settle": return "end: the time to settle has run out";
      default: return `end: stopped at the limit of ${ending}`;
    }
  }

  elided({ same, others, none, names }: Hidden, withNames: boolean): string {
    const called = withNames && names.length > 0 ? ` (${names.map((name) => this.clean(name)).join(", ")})` : "";
    const parts = [[same, " of this story"], [others, " about other messages"], [none, ` without a message${called}`]] as const;
    return parts.filter(([number]) => number > 0).map(([number, about], at) => `${at === 0 ? count(number, "event") : thousands(number)}${about}`).join(", ");
  }

  clean(text: string): string {
    return clean(text, this.#ascii);
  }

  #effect({ message, result, times, subscription }: MomentOf<"effect">): Omit<Mark, "lane"> {
    const what = `m${message}${this.#spaceTime.subscriptions.length > 1 && subscription !== undefined ? ` in ${this.clean(subscription)}` : ""}`;
    if (result === "already") return { glyph: "checked", texts: [`${what} already done`, `${what} done`], style: "plain" };
    if (result === "fenced") return { glyph: "checked", texts: [`EFFECT ${what} fenced off`, `${what} fenced`], style: "plain" };
    if (times === 1) return { glyph: "effect", texts: [`EFFECT ${what}`], style: "effect" };
    const [long, short] = TIMES[times] ?? [`${times}TH`, `${times}th`];
    return { glyph: "again", texts: [`${long} EFFECT ${what}`, `${short} EFFECT ${what}`], style: "violation" };
  }

  #said({ verb, message, detail }: MomentOf<"say">): Omit<Mark, "lane"> {
    switch (verb) {
      case "confirm": return { glyph: "confirmed", texts: [`m${message} confirmed`, `m${message}`], style: "effect" };
      case "refuse": return { glyph: "lost", texts: [`m${message} refused`], style: "lost" };
      case "give-up": return { glyph: "lost", texts: [`gives up on m${message}`, `gave up m${message}`], style: "lost" };
      default: {
        const owner = typeof detail === "object" && detail !== null && !Array.isArray(detail) ? (detail as { readonly [name: string]: unknown })["owner"] : undefined;
        return { glyph: "note", texts: [`${verb} m${message}${typeof owner === "string" ? ` ${this.clean(owner)}` : ""}`, `${verb} m${message}`], style: "plain" };
      }
    }
  }

  #crash({ how, error, fault }: MomentOf<"crash">): readonly string[] {
    if (error !== undefined) return [`CRASH: ${this.clean(error)}`, "CRASH: it threw"];
    const kind = how === "power" ? "CRASH" : how === "kill" ? "KILLED" : "STOPPED";
    return fault === undefined ? [kind] : [`${kind}${this.#lasting(fault)}`, kind];
  }

  #lasting(fault: Fault): string {
    const lasts = "for" in fault ? fault.for : undefined;
    return lasts === undefined ? "" : lasts === "forever" ? " for good" : ` for ${showTime(lasts)}`;
  }

  #named(name: string, message: number): string {
    return message > 0 ? `${this.clean(name)} m${message}` : this.clean(name);
  }
}
