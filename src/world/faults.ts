import { LATEST } from "../kernel/time.ts";
import type { Micros } from "../kernel/time.ts";
import type { Appointment } from "../kernel/agenda.ts";
import type { Channel } from "./channel.ts";
import { FAULT_KINDS } from "./fault.ts";
import type { Fault } from "./fault.ts";
import { beginFault } from "./fault-effects.ts";
import type { PlanEntry } from "./planned.ts";
import type { Packet } from "./process.ts";
import type { World } from "./world.ts";

/** Ranks at one instant (DESIGN 5): the storm's end, then fault ends, then fault begins, then ordinary steps. */
export const STORM_END = 0;
export const FAULT_END = 1;
export const FAULT_BEGIN = 2;

type TimedFault = Extract<Fault, { at: Micros }>;

/** An interval that chance began: the storm's end cuts it short, and its recorded entry with it. */
interface DrawnInterval {
  readonly recorded: { at?: Micros; for?: Micros | "forever" };
  readonly began: Micros;
  readonly end: Appointment;
}

/** Faults at set times: those of the plan, and those a nemesis draws, in one order that does not depend on which. */
export class Faults {
  readonly #world: World;
  readonly #drawn = new Set<DrawnInterval>();
  /** Drawn faults that have not begun: the storm's end takes them away, or they would be pending when nothing else is. */
  readonly #looming = new Set<Appointment>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Puts a plan's fault on the agenda. It keeps the run alive until it has struck. */
  plan(entry: PlanEntry): void {
    const { fault } = entry;
    if (!("at" in fault) || fault.fault === "replay") return;
    this.#appoint(fault, false, () => this.#begin(fault, entry));
  }

  /** Puts a drawn fault on the agenda. `complete` may say what could not be known before (a peer); undefined strikes nothing. */
  draw(fault: TimedFault, complete: () => TimedFault | undefined, then: () => void): void {
    this.#appoint(fault, true, () => {
      const whole = complete();
      if (whole !== undefined) this.#begin(whole, undefined);
      then();
    });
  }

  /** Ends what a fault began, after its duration. */
  endLater(recorded: { at?: Micros; for?: Micros | "forever" }, fault: Fault, drawn: boolean, end: () => void): void {
    if (recorded.for === undefined || recorded.for === "forever") return;
    const began = this.#world.kernel.now;
    const appointment = this.#appointment(fault, Math.min(began + recorded.for, LATEST), FAULT_END, false, () => {
      this.#drawn.delete(interval);
      end();
    });
    const interval: DrawnInterval = { recorded, began, end: appointment };
    this.#world.kernel.agenda.add(appointment);
    // A drawn interval ends with the storm at the latest, and its end is a disturbance anyway.
    if (drawn) this.#drawn.add(interval);
    else this.#world.storm.disturbed(appointment.at);
  }

  /** The storm is over: drawn intervals end now, and their entries say so. */
  stormEnds(): void {
    const { agenda, now } = this.#world.kernel;
    for (const appointment of this.#looming) agenda.remove(appointment);
    this.#looming.clear();
    for (const interval of this.#drawn) {
      agenda.remove(interval.end);
      interval.recorded.for = now - interval.began;
      agenda.add({ ...interval.end, at: now });
    }
    this.#drawn.clear();
  }

  /** Remembers a packet now, to be sent again at the fault's time. */
  replayLater(fault: Extract<Fault, { fault: "replay" }>, entry: PlanEntry | undefined, channel: Channel, message: number, nth: number, packet: Packet): void {
    const drawn = entry === undefined;
    if (fault.at < this.#world.kernel.now) return;
    const strike = (): void => {
      this.#world.faultEvent(`replay ${fault.packet}`, this.#world.strikes(fault, entry), channel.from, false);
      this.#world.datagrams.replay(channel, message, nth, packet);
    };
    this.#add({ at: fault.at, rank: FAULT_BEGIN, node: channel.from.index, order: this.#order(fault), background: drawn, run: strike }, drawn);
  }

  #begin(fault: TimedFault, entry: PlanEntry | undefined): void {
    beginFault(this.#world, fault, (identity) => {
      const recorded = this.#world.strikes(fault, entry);
      this.#world.faultEvent(identity, recorded, this.#nodeOf(fault), false);
      return (end) => this.endLater(recorded as { for?: Micros }, fault, entry === undefined, () => {
        const node = this.#nodeOf(fault);
        end((what) => this.#world.faultEvent(what, recorded, node, true));
      });
    });
  }

  #appoint(fault: TimedFault, drawn: boolean, run: () => void): void {
    this.#add(this.#appointment(fault, fault.at, FAULT_BEGIN, drawn, run), drawn);
  }

  #add(appointment: Appointment, drawn: boolean): void {
    const looming: Appointment = !drawn ? appointment : { ...appointment, run: () => {
      this.#looming.delete(looming);
      appointment.run();
    } };
    if (drawn) this.#looming.add(looming);
    this.#world.kernel.agenda.add(looming);
  }

  #appointment(fault: Fault, at: Micros, rank: number, background: boolean, run: () => void): Appointment {
    return { at, rank, node: this.#nodeOf(fault).index, order: this.#order(fault), background, run };
  }

  #nodeOf(fault: Fault): World["nodes"][number] {
    const name = "node" in fault ? fault.node : "between" in fault ? fault.between[0] : "groups" in fault ? fault.groups[0]![0]! : "";
    return this.#world.nodeNamed(name, "plan");
  }

  /** What is left to order by when two faults share time, rank and node: what they are, never where they came from. */
  #order(fault: Fault): string {
    const kind = String.fromCharCode(97 + FAULT_KINDS.indexOf(fault.fault));
    if (fault.fault === "partition") return `${kind} ${fault.groups.map((group) => group.join(" ")).join("|")}`;
    if (fault.fault === "clock") return `${kind} ${fault.by ?? 0} ${fault.ppm ?? 0}`;
    if (fault.fault === "disk") return `${kind} ${fault.kind}`;
    return "packet" in fault ? `${kind} ${fault.packet}` : kind;
  }
}
