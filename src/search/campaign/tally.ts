import { Digest } from "../../kernel/digest.ts";
import type { FaultFigures } from "../../scenario/result.ts";
import type { HandlerError } from "../../world/steps.ts";
import { Figures } from "../figures.ts";
import { Samples } from "../samples.ts";
import { Verdicts } from "../verdicts.ts";
import type { Breach, CampaignVerdict, Promised } from "../verdicts.ts";
import type { RunRecord } from "./record.ts";

/** So many different errors of handlers are kept. */
const ERRORS = 5;

/** Handlers that threw the same message: the first of them, and in how many runs there was one. */
export interface Thrown extends HandlerError {
  readonly seed: string;
  readonly runs: number;
}

/** What a strategy spent and brought. */
export interface Spent {
  readonly runs: number;
  /** Runs in which a promised guarantee broke. */
  readonly failures: number;
  /** Guarantees of which it found the first failure. */
  readonly found: readonly string[];
}

/** What never happened in a whole campaign. */
export interface Unexercised {
  /** Kinds of fault that could have struck and never reached the protocol. */
  readonly faults: readonly string[];
  /** What `ctx.sometimes` asked for and was never so. */
  readonly sometimes: readonly string[];
}

/** Where a run came from. */
export interface Origin {
  readonly seed: string;
  readonly strategy: string;
  /** Drawn from the scenario's own distribution. */
  readonly own: boolean;
}

/** What is judged, and what may strike. */
export interface Judged {
  readonly promises: readonly Promised[];
  /** Kinds of fault that could strike. */
  readonly kinds: readonly string[];
  /** With parameters set, promises to break only inform. */
  readonly altered: boolean;
}

/** Runs counted, one after the other in their order, wherever they were made. */
export class Tally {
  runs = 0;
  events = 0;
  readonly digest: Digest = new Digest();
  readonly sometimes: Map<string, number> = new Map();
  readonly figures: Figures = new Figures();
  readonly samples: Samples = new Samples();
  /** What handlers threw, by message. */
  readonly thrown: Map<string, Thrown> = new Map();
  readonly verdicts: Verdicts;
  readonly #judged: Judged;
  readonly #promised: ReadonlySet<string>;
  readonly #spent = new Map<string, { -readonly [field in keyof Spent]: Spent[field] }>();

  /** @param reduced so many failures of each promised guarantee are reduced. */
  constructor(judged: Judged, reduced: number) {
    this.#judged = judged;
    this.#promised = new Set(judged.promises.map(({ guarantee }) => guarantee));
    this.verdicts = new Verdicts(judged.promises, judged.altered, reduced);
  }

  /** Folds in the next run. Returns the breaches that are to be reduced. */
  add(record: RunRecord, origin: Origin): readonly Breach[] {
    this.runs++;
    this.events += record.events;
    this.digest.word(Number.parseInt(record.digest.slice(0, 8), 16));
    this.digest.word(Number.parseInt(record.digest.slice(8), 16));
    for (const [name, times] of record.sometimes) this.sometimes.set(name, (this.sometimes.get(name) ?? 0) + times);
    this.figures.add(record.figures);
    this.#collect(record.errors, origin.seed);
    if (record.sample !== undefined) this.samples.add(record.sample);
    const breaches = this.verdicts.add(record, origin.own);
    this.#spend(origin.strategy, record, breaches.filter(({ first }) => first).map(({ guarantee }) => guarantee));
    return breaches;
  }

  get all(): readonly CampaignVerdict[] {
    return this.verdicts.all;
  }

  get faults(): FaultFigures {
    return this.figures.all;
  }

  /** By strategy, in the order in which they came. */
  get strategies(): ReadonlyMap<string, Spent> {
    return this.#spent;
  }

  /** What a clean verdict says nothing about. */
  get unexercised(): Unexercised {
    const all = this.figures.all;
    return {
      faults: this.#judged.kinds.filter((kind) => (all[kind]?.reached ?? 0) === 0).sort(),
      sometimes: [...this.sometimes].filter(([, times]) => times === 0).map(([name]) => name),
    };
  }

  #spend(strategy: string, { findings }: RunRecord, found: readonly string[]): void {
    let spent = this.#spent.get(strategy);
    if (spent === undefined) this.#spent.set(strategy, (spent = { runs: 0, failures: 0, found: [] }));
    spent.runs++;
    if (findings.some(({ guarantee, status }) => status === "fail" && this.#promised.has(guarantee))) spent.failures++;
    if (found.length > 0) spent.found = [...spent.found, ...found];
  }

  #collect(errors: readonly HandlerError[], seed: string): void {
    for (const error of errors) {
      const known = this.thrown.get(error.message);
      if (known === undefined && this.thrown.size >= ERRORS) continue;
      this.thrown.set(error.message, known === undefined ? { ...error, seed, runs: 1 } : { ...known, runs: known.runs + 1 });
    }
  }
}
