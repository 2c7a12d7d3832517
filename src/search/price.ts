import type { HistoryEvent } from "../delivery/history.ts";
import type { Micros } from "../kernel/time.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { OUTPUT, SEND, STREAM_SEND, SYNC, TRANSACTION } from "../world/codes.ts";

/** How long something took, over many messages. Percentiles by nearest rank; undefined without a sample. */
export interface Latency {
  readonly samples: number;
  /** Messages that were handed over and never got there, counted in each subscription. */
  readonly missing: number;
  /** Virtual time, µs. */
  readonly median?: Micros;
  readonly p95?: Micros;
}

/** What runs cost, all together. */
export interface Price {
  /** Messages handed over. */
  readonly messages: number;
  /** Datagrams and frames that processes sent; the network's copies are not among them. */
  readonly packets: number;
  /** Of these packets, as JSON in UTF-8. */
  readonly bytes: number;
  /** Entries written to disks or removed, those of transactions included. */
  readonly writes: number;
  /** What makes writes durable: syncs asked for, and transactions. */
  readonly syncs: number;
  /** Maximum of each gauge in any run: what a protocol keeps in memory, where it says so. */
  readonly gauges: { readonly [name: string]: number };
  /** From the hand-over to the first effect, in each subscription. */
  readonly toEffect: Latency;
  /** From the hand-over to the first confirm. */
  readonly toConfirm: Latency;
}

/** Adds up what traced runs cost. Their traces must have the sizes of packets. */
export class Costs {
  #messages = 0;
  #packets = 0;
  #bytes = 0;
  #writes = 0;
  #syncs = 0;
  readonly #gauges = new Map<string, number>();
  readonly #toEffect = new Samples();
  readonly #toConfirm = new Samples();

  add({ world, delivery, history, resolved }: Simulation): void {
    const trace = world.kernel.trace!;
    for (let index = 0; index < trace.length; index++) {
      const { kind, a, c, d } = trace.record(index);
      if (kind === SEND) this.#packet(d);
      else if (kind === OUTPUT && a === STREAM_SEND) this.#packet(c);
      else if (kind === OUTPUT && (a === SYNC || a === TRANSACTION)) this.#syncs++;
    }
    for (const { storage } of world.nodes) this.#writes += storage.written;
    for (const [name, most] of delivery.books.gauges) this.#gauges.set(name, Math.max(most, this.#gauges.get(name) ?? most));
    this.#messages += delivery.books.obligations.published;
    this.#time(history!.events, resolved.delivery.subscriptions.length);
  }

  get price(): Price {
    return {
      messages: this.#messages, packets: this.#packets, bytes: this.#bytes, writes: this.#writes, syncs: this.#syncs,
      gauges: Object.fromEntries([...this.#gauges].sort(([a], [b]) => (a < b ? -1 : 1))),
      toEffect: this.#toEffect.latency, toConfirm: this.#toConfirm.latency,
    };
  }

  #packet(bytes: number): void {
    this.#packets++;
    this.#bytes += bytes;
  }

  #time(events: readonly HistoryEvent[], subscriptions: number): void {
    const published = new Map<number, Micros>();
    const reached = new Set<string>();
    let effects = 0;
    let confirms = 0;
    for (const { verb, message = 0, subscription, at, detail } of events) {
      if (verb === "publish") published.set(message, at);
      const since = published.get(message);
      if (since === undefined || (verb !== "confirm" && (verb !== "effect" || detail !== undefined))) continue;
      const what = verb === "confirm" ? `confirm ${message}` : `effect ${message} ${subscription}`;
      if (reached.has(what)) continue;
      reached.add(what);
      if (verb === "confirm") confirms++;
      else effects++;
      (verb === "confirm" ? this.#toConfirm : this.#toEffect).add(at - since);
    }
    this.#toEffect.missing += published.size * subscriptions - effects;
    this.#toConfirm.missing += published.size - confirms;
  }
}

class Samples {
  missing = 0;
  readonly #all: Micros[] = [];

  add(time: Micros): void {
    this.#all.push(time);
  }

  get latency(): Latency {
    const { length } = this.#all;
    const sorted = this.#all.toSorted((a, b) => a - b);
    // Nearest rank, in whole numbers: the least sample that half, or 95 of 100, do not exceed.
    const rank = (percent: number): Micros => sorted[Math.ceil((percent * length) / 100) - 1]!;
    return { samples: length, missing: this.missing, ...(length === 0 ? {} : { median: rank(50), p95: rank(95) }) };
  }
}
