import type { Micros } from "./time.ts";

/** Something that happens to the world at a set time: a fault begins or ends, the storm is over. */
export interface Appointment {
  readonly at: Micros;
  /** Order at one instant: smaller first (storm's end, fault ends, fault begins). */
  readonly rank: number;
  /** The node it concerns, as an index: order within a rank. */
  readonly node: number;
  /** Canonical order of what is left; never the order in which things were drawn or planned. */
  readonly order: string;
  /** A background appointment (a nemesis tick) keeps no run alive. */
  readonly background?: boolean;
  run(): void;
}

/**
 * Appointments in (time, rank, node, order): all of an instant come before its ordinary steps. Kept apart from the event
 * queue because they are few, ordered by what they are, and no events unless they strike (DESIGN 5).
 */
export class Agenda {
  readonly #sorted: Appointment[] = [];
  foreground = 0;
  /** Time of the first, Infinity when empty. */
  at: number = Infinity;

  add(appointment: Appointment): void {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(this.#sorted[middle]!, appointment) > 0) low = middle + 1;
      else high = middle;
    }
    this.#sorted.splice(low, 0, appointment);
    if (appointment.background !== true) this.foreground++;
    this.#refresh();
  }

  remove(appointment: Appointment): void {
    const index = this.#sorted.indexOf(appointment);
    if (index < 0) return;
    this.#sorted.splice(index, 1);
    if (appointment.background !== true) this.foreground--;
    this.#refresh();
  }

  /** Takes the first. Sorted latest first, so that this is cheap. */
  take(): Appointment {
    const first = this.#sorted.pop()!;
    if (first.background !== true) this.foreground--;
    this.#refresh();
    return first;
  }

  #refresh(): void {
    const length = this.#sorted.length;
    this.at = length === 0 ? Infinity : this.#sorted[length - 1]!.at;
  }
}

function compare(a: Appointment, b: Appointment): number {
  return a.at - b.at || a.rank - b.rank || a.node - b.node || (a.order < b.order ? -1 : a.order > b.order ? 1 : 0);
}
