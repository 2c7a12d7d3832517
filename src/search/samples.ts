import type { Micros } from "../kernel/time.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { SEND } from "../world/codes.ts";

/** How often each value was seen. */
export type Tally = { readonly [value: string]: number };

/** What messages went through in the runs that were looked at closely. Times to two significant digits, µs, rounded up. */
export interface MessageSamples {
  /** Runs looked at. */
  readonly runs: number;
  /** From the hand-over to the first confirm. */
  readonly toConfirm: Tally;
  /** From the hand-over to the first effect, in each subscription. */
  readonly toEffect: Tally;
  /** How often its producer sent a message; those it never sent are not counted. */
  readonly attempts: Tally;
}

/** What the messages of one run went through. */
export type MessageSample = Omit<MessageSamples, "runs">;

/** Reads it off a traced run. */
export function sampleOf({ world, history }: Simulation): MessageSample {
  const [toConfirm, toEffect, attempts] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
  const published = new Map<number, Micros>();
  const reached = new Set<string>();
  for (const { verb, message = 0, subscription, at, detail } of history!.events) {
    if (verb === "publish") published.set(message, at);
    const since = published.get(message);
    const what = `${verb} ${message} ${subscription}`;
    if (since === undefined || reached.has(what) || (verb !== "confirm" && (verb !== "effect" || detail !== undefined))) continue;
    reached.add(what);
    count(verb === "confirm" ? toConfirm : toEffect, rounded(at - since));
  }
  const trace = world.kernel.trace!;
  const sent = new Map<number, number>();
  for (let index = 0; index < trace.length; index++) {
    const { kind, a, b, c } = trace.record(index);
    if (kind === SEND && b > 0 && world.channels[a]!.from.setup.role === "producer") sent.set(b, Math.max(c, sent.get(b) ?? 0));
  }
  for (const times of sent.values()) count(attempts, times);
  return { toConfirm: tally(toConfirm), toEffect: tally(toEffect), attempts: tally(attempts) };
}

/** Adds samples up. */
export class Samples {
  #runs = 0;
  readonly #toConfirm = new Map<number, number>();
  readonly #toEffect = new Map<number, number>();
  readonly #attempts = new Map<number, number>();

  add({ toConfirm, toEffect, attempts }: MessageSample): void {
    this.#runs++;
    addAll(this.#toConfirm, toConfirm);
    addAll(this.#toEffect, toEffect);
    addAll(this.#attempts, attempts);
  }

  get all(): MessageSamples {
    return { runs: this.#runs, toConfirm: tally(this.#toConfirm), toEffect: tally(this.#toEffect), attempts: tally(this.#attempts) };
  }
}

function count(tally: Map<number, number>, value: number, times: number = 1): void {
  tally.set(value, (tally.get(value) ?? 0) + times);
}

function addAll(sum: Map<number, number>, tally: Tally): void {
  for (const [value, times] of Object.entries(tally)) count(sum, Number(value), times);
}

function rounded(time: Micros): Micros {
  let unit = 1;
  while (time > unit * 100) unit *= 10;
  return Math.ceil(time / unit) * unit;
}

function tally(counts: ReadonlyMap<number, number>): Tally {
  return Object.fromEntries([...counts].sort(([a], [b]) => a - b));
}
