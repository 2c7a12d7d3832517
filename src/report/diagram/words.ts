import { showTime } from "../../kernel/time.ts";
import type { MomentOf } from "../../view/moments.ts";
import type { PacketView } from "../../view/packets.ts";
import type { SpaceTime } from "../../view/space-time.ts";
import type { Fault } from "../../world/fault.ts";
import { count, thousands } from "../numbers.ts";
import { clean } from "./cells.ts";
import type { Stop } from "./items.ts";

/** What was left out. */
export type Hidden = Pick<MomentOf<"elided">, "same" | "others" | "none" | "names">;

/** What a diagram says of packets, faults and the run, all of it fit for a terminal. */
export class Words {
  readonly #spaceTime: SpaceTime;
  readonly #ascii: boolean;

  constructor(spaceTime: SpaceTime, ascii: boolean) {
    this.#spaceTime = spaceTime;
    this.#ascii = ascii;
  }

  /** "deliver m3 #2 +40ms". */
  label({ type, message, nth, copy, faults, transport }: PacketView): string {
    const delay = faults.reduce((sum, fault) => sum + (fault.fault === "delay" ? fault.by : 0), 0);
    const struck = (kind: Fault["fault"]): boolean => faults.some(({ fault }) => fault === kind);
    return [
      this.named(type, message),
      ...(nth > 1 && transport !== "control" ? [`#${nth}`] : []),
      ...(copy === "" ? [] : [copy === "'" ? "copy" : "replayed"]),
      ...(delay > 0 ? [`+${showTime(delay)}`] : []),
      ...(struck("corrupt") ? ["corrupt"] : []),
      ...(struck("forge") ? ["forged"] : []),
    ].join(" ");
  }

  onArrival({ copy, held, corrupt }: PacketView): string {
    return [...(copy === "'" ? ["copy"] : copy === '"' ? ["replayed"] : []), ...(held ? ["held"] : []), ...(corrupt ? ["corrupt"] : [])].join(" ");
  }

  /** Why a packet never arrived. */
  stop({ fate, to }: PacketView): Stop {
    switch (fate) {
      case "dropped": return { glyph: "lost", texts: ["dropped", ""] };
      case "partition": return { glyph: "lost", texts: ["cut off", ""] };
      case "down": return { glyph: "lost", texts: [`${this.clean(this.#spaceTime.lanes[to]!.name)} is down`, "down", ""] };
      case "connection": return { glyph: "lost", texts: ["no connection", "closed", ""] };
      default: return { glyph: "pending", texts: ["still under way", "under way", ""] };
    }
  }

  /** A fault at a set time, or its end. */
  fault({ fault, ended }: MomentOf<"fault">): string {
    switch (fault.fault) {
      case "partition": {
        const groups = fault.groups.map((group) => group.map((name) => this.clean(name)).join(" ")).join(fault.oneWay === true ? " > " : " | ");
        return ended ? `partition healed: ${groups}` : `PARTITION ${groups}${this.lasting(fault)}`;
      }
      case "reset": case "stall": {
        const pair = fault.between.map((name) => this.clean(name)).join(fault.oneWay === true ? " > " : " - ");
        return ended ? `stall over: ${pair}` : `${fault.fault.toUpperCase()} ${pair}${this.lasting(fault)}`;
      }
      case "clock": return ["clock", ...(fault.by === undefined ? [] : [`jumps ${fault.by < 0 ? "" : "+"}${showTime(fault.by)}`]), ...(fault.ppm === undefined ? [] : [`drifts ${fault.ppm}ppm`])].join(" ");
      case "disk": return ended ? `disk ${fault.kind} is over` : `disk ${fault.kind}${this.lasting(fault)}`;
      default: return fault.fault;
    }
  }

  /** " for 100ms". */
  lasting(fault: Fault): string {
    const lasts = "for" in fault ? fault.for : undefined;
    return lasts === undefined ? "" : lasts === "forever" ? " for good" : ` for ${showTime(lasts)}`;
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

  /** "retry m3", or "poll" without a message. */
  named(name: string, message: number): string {
    return message > 0 ? `${this.clean(name)} m${message}` : this.clean(name);
  }

  clean(text: string): string {
    return clean(text, this.#ascii);
  }
}
