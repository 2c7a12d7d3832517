import type { Plain } from "../kernel/plain.ts";
import type { Micros } from "../kernel/time.ts";

/** One thing an outside observer may say. */
export interface HistoryEvent {
  /** From 0, in order. */
  readonly index: number;
  /** Virtual time, µs. */
  readonly at: Micros;
  /** Name of the node on which it happened. */
  readonly node: string;
  /** "publish", "confirm", "refuse", "give-up", "effect", or a DeliveryVerb. */
  readonly verb: string;
  /** Ordinal, from 1. */
  readonly message?: number;
  /** Absent where there are several and none was named, and for what belongs to none: publish, confirm, refuse, give-up. */
  readonly subscription?: string;
  /** What the process said with it; of an effect that was not applied, "already" or "fenced". */
  readonly detail?: Plain;
  /** Of an effect: with another content than was published. */
  readonly altered?: true;
  /** Index of the history event that caused this one. */
  readonly cause?: number;
  /** Further causes, from `ctx.because`. */
  readonly because?: readonly number[];
  /** Number of the simulation's event (the pop) in which it happened. */
  readonly event: number;
}

/**
 * The delivery history, kept when a run is looked at or when a guarantee of the user's reads it. Causes follow the packets:
 * an event is caused by the one before it in its step, the first of a step by the last of the step that sent the packet.
 */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #keep: boolean;
  /** Index + 1 of the last history event of each simulation event, inherited where it had none. */
  readonly #last: number[] = [];
  readonly #lastOf = new Map<string, number>();
  #length = 0;
  #because: number[] = [];

  /** `keep` false: events are numbered and handed out, not kept. */
  constructor(keep: boolean) {
    this.#keep = keep;
  }

  /** Makes the event, with its causes. `event` and `cause` are numbers of simulation events. */
  add(event: number, cause: number, at: Micros, node: string, verb: string, message: number, subscription: string | undefined, detail: Plain | undefined, intact: boolean): HistoryEvent {
    const index = this.#length++;
    const inherited = this.#causeOf(event, cause);
    this.#last[event] = index + 1;
    if (message > 0) this.#lastOf.set(`${verb} ${message}`, index);
    const because = this.#because;
    if (because.length > 0) this.#because = [];
    const made: HistoryEvent = {
      index, at, node, verb, event,
      ...(message > 0 ? { message } : {}),
      ...(subscription === undefined ? {} : { subscription }),
      ...(detail === undefined ? {} : { detail }),
      ...(intact ? {} : { altered: true as const }),
      ...(inherited > 0 ? { cause: inherited - 1 } : {}),
      ...(because.length > 0 ? { because } : {}),
    };
    if (this.#keep) this.events.push(made);
    return made;
  }

  /** An earlier event that also caused what follows in this step. */
  because(verb: string, message: number): void {
    const index = this.#lastOf.get(`${verb} ${message}`);
    if (index !== undefined) this.#because.push(index);
  }

  /** A step that says nothing passes its cause on. Called for every step while history is kept. */
  passOn(event: number, cause: number): void {
    this.#because = [];
    this.#last[event] = this.#causeOf(event, cause);
  }

  #causeOf(event: number, cause: number): number {
    return this.#last[event] ?? (cause > 0 ? (this.#last[cause] ?? 0) : 0);
  }
}
