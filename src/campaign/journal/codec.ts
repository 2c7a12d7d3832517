import type { Finding, Status } from "../../guarantees/judge.ts";
import type { Observed, RunRecord } from "../../search/campaign/record.ts";
import type { Origin } from "../../search/campaign/tally.ts";
import type { MessageSample } from "../../search/samples.ts";
import { FAULT_KINDS } from "../../world/fault.ts";
import type { HandlerError } from "../../world/steps.ts";

/** Names that lines refer to by their place: those of the first run. */
export interface Names {
  readonly guarantees: readonly string[];
  readonly sometimes: readonly string[];
}

/** A run as it was folded in: its number, from 0, where it came from, and its record. */
export interface Entry {
  readonly index: number;
  readonly origin: Origin;
  readonly record: RunRecord;
}

/** What most runs have nothing of. */
interface Rare {
  readonly overflowed?: true;
  /** By place among the findings: event and sentence, where this is the first of its kind. */
  readonly told?: readonly (readonly [place: number, at: number | null, sentence: string | null])[];
  readonly guarantees?: readonly string[];
  readonly sometimes?: RunRecord["sometimes"];
  /** Whole, where nobody threw this before; else the message. */
  readonly errors?: readonly (HandlerError | string)[];
  readonly seed?: string;
  readonly observed?: Observed;
  readonly sample?: MessageSample;
}

const LETTERS: { readonly [status in Status]: string } = { pass: "p", fail: "f", unknown: "u" };
const STATUSES: { readonly [letter: string]: Status } = { p: "pass", f: "fail", u: "unknown" };

/** Writes runs as the fields of lines. What only the first of its kind is told of in the end is left out of the others. */
export class Encoder {
  readonly #names: Names;
  readonly #told = new Set<string>();

  constructor(names: Names) {
    this.#names = names;
  }

  encode({ index, origin, record }: Entry): readonly unknown[] {
    const { digest, events, obligations, struck, findings, sometimes, figures } = record;
    const rare = this.#rare(origin, record);
    const usual = same(sometimes.map(([name]) => name), this.#names.sometimes);
    return [
      index, digest, events, obligations, struck, origin.strategy, origin.own ? 1 : 0,
      findings.map(({ status }) => LETTERS[status]).join(""),
      usual ? sometimes.map(([, times]) => times) : 0,
      figures.flatMap(([kind, injected, reached]) => [FAULT_KINDS.indexOf(kind as (typeof FAULT_KINDS)[number]), injected, reached]),
      ...(Object.keys(rare).length === 0 ? [] : [rare]),
    ];
  }

  #rare({ seed }: Origin, { overflowed, findings, sometimes, errors, observed, sample }: RunRecord): Rare {
    const told = findings.flatMap(({ guarantee, status, at, sentence }, place) => (status !== "pass" && this.#isNew(`${status} ${guarantee}`) ? [[place, at ?? null, sentence ?? null] as const] : []));
    const guarantees = findings.map(({ guarantee }) => guarantee);
    return {
      ...(overflowed ? { overflowed } : {}),
      ...(told.length === 0 ? {} : { told }),
      ...(same(guarantees, this.#names.guarantees) ? {} : { guarantees }),
      ...(same(sometimes.map(([name]) => name), this.#names.sometimes) ? {} : { sometimes }),
      ...(errors.length === 0 ? {} : { errors: errors.map((error) => (this.#isNew(`threw ${error.message}`) ? error : error.message)), seed }),
      ...(observed === undefined ? {} : { observed }),
      ...(sample === undefined ? {} : { sample }),
    };
  }

  #isNew(what: string): boolean {
    if (this.#told.has(what)) return false;
    this.#told.add(what);
    return true;
  }
}

/** Reads the fields of a line; undefined when they are none of a run. */
export function decode(fields: readonly unknown[], names: Names): Entry | undefined {
  const [index, digest, events, obligations, struck, strategy, own, letters, times, figures, rare = {}] = fields as [number, string, number, number, number, string, number, string, readonly number[] | 0, readonly number[], Rare?];
  if (typeof index !== "number" || typeof letters !== "string" || !Array.isArray(figures)) return undefined;
  const guarantees = rare.guarantees ?? names.guarantees;
  const told = new Map((rare.told ?? []).map(([place, at, sentence]) => [place, { ...(at === null ? {} : { at }), ...(sentence === null ? {} : { sentence }) }]));
  return {
    index,
    origin: { seed: rare.seed ?? "", strategy, own: own === 1 },
    record: {
      digest, events, obligations, struck,
      overflowed: rare.overflowed === true,
      findings: [...letters].map((letter, place): Finding => ({ guarantee: guarantees[place]!, status: STATUSES[letter]!, ...told.get(place) })),
      sometimes: rare.sometimes ?? (times === 0 ? [] : times.map((count, place) => [names.sometimes[place]!, count])),
      figures: Array.from({ length: figures.length / 3 }, (_, place) => [FAULT_KINDS[figures[3 * place]!]!, figures[3 * place + 1]!, figures[3 * place + 2]!]),
      errors: (rare.errors ?? []).map((error) => (typeof error === "string" ? { node: "", at: 0, event: 0, message: error, stack: "" } : error)),
      ...(rare.observed === undefined ? {} : { observed: rare.observed }),
      ...(rare.sample === undefined ? {} : { sample: rare.sample }),
    },
  };
}

function same(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name, place) => name === others[place]);
}
