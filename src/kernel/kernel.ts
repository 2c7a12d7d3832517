import { Agenda } from "./agenda.ts";
import { Chance } from "./chance.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { Counters } from "./counters.ts";
import { Digest } from "./digest.ts";
import { invariant } from "./errors.ts";
import { EventQueue } from "./queue.ts";
import type { Micros } from "./time.ts";
import type { Trace } from "./trace.ts";

/**
 * The virtual clock with what hangs on it: pending events, appointments, chance, the digest and, where wanted, the trace
 * and the checkpoints. It knows no nodes and no packets; the world gives the events their meaning.
 */
export class Kernel {
  /** Events so far: pops of the queue, and faults that struck at a set time. */
  events = 0;
  /** The clock, in a typed array: a field would box the double. */
  readonly #clock = new Float64Array(1);
  readonly queue: EventQueue = new EventQueue(this.#clock);
  readonly agenda: Agenda = new Agenda();
  /** How often each name was used, by message. */
  readonly counters: Counters = new Counters();
  readonly digest: Digest = new Digest();
  readonly chance: Chance;
  readonly trace: Trace | undefined;
  readonly checkpoints: Checkpoints | undefined;

  constructor(seed: string, trace?: Trace, checkpoints?: Checkpoints) {
    this.chance = new Chance(seed);
    this.trace = trace;
    this.checkpoints = checkpoints;
  }

  /** Virtual time, µs. */
  get now(): Micros {
    return this.#clock[0]!;
  }

  /** When the next thing is due: an appointment or an event. Infinity when nothing is. */
  get next(): Micros {
    const event = this.queue.at;
    const appointment = this.agenda.at;
    return appointment <= event ? appointment : event;
  }

  /** What keeps the run alive: events and appointments that are not background. */
  get foreground(): number {
    return this.queue.foreground + this.agenda.foreground;
  }

  /** Counts an event and folds it into the digest: its code, its time, and the identity of what it is. */
  event(code: number, identity: number): number {
    const digest = this.digest;
    const now = this.#clock[0]!;
    digest.words(now < 4_294_967_296 ? code : code | (Math.floor(now / 4_294_967_296) << 8), now | 0, identity);
    return ++this.events;
  }

  /** Moves the clock. Time never runs backwards. */
  advance(to: Micros): void {
    invariant(to >= this.#clock[0]!, "virtual time ran backwards");
    this.#clock[0] = to;
  }
}
