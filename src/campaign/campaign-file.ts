import * as v from "valibot";
import { InputError } from "../kernel/errors.ts";
import { conform } from "../scenario/conform.ts";
import { printable } from "../world/step-key.ts";
import type { Campaign } from "./check.ts";

/** What of a counterexample a report tells. */
export type ToldCounterexample = Pick<Campaign["counterexamples"][number], "guarantee" | "lines" | "seed" | "sentence" | "runsToFind" | "file">;

/** A scenario's part of what `check --json` prints; only `error` when it could not be judged. */
export interface CampaignPart extends Partial<Omit<Campaign, "counterexamples">> {
  readonly name: string;
  readonly title?: string;
  readonly error?: string;
  readonly counterexamples: readonly ToldCounterexample[];
  readonly asPromised: boolean;
}

/** What `check --json` prints. */
export interface CampaignDocument {
  /** Of Faultline. */
  readonly version: string;
  /** Why a scenario could not be judged on which the program was stopped: the last of them. */
  readonly error?: string;
  readonly seed: string;
  readonly scenarios: readonly CampaignPart[];
}

const count = v.pipe(v.number(), v.minValue(0));
const tally = v.record(v.pipe(v.string(), v.regex(/^\d{1,15}$/, "a number as a name")), count);
const figures = v.record(v.string(), v.looseObject({ injected: count, reached: count, changed: v.optional(count) }));

const schema = v.looseObject({
  version: v.string(),
  seed: v.string(),
  scenarios: v.array(v.looseObject({
    name: v.string(),
    title: v.optional(v.string()),
    error: v.optional(v.string()),
    asPromised: v.boolean(),
    runs: v.optional(count), events: v.optional(count), seconds: v.optional(count),
    verdicts: v.optional(v.array(v.looseObject({
      guarantee: v.string(), status: v.picklist(["pass", "fail", "unknown"]), promised: v.picklist(["holds", "breaks", "nothing"]), failures: count, asPromised: v.boolean(),
      ownRuns: count, at: v.optional(count), sentence: v.optional(v.string()), upperBound95: v.optional(count),
      pin: v.optional(v.looseObject({ breaks: v.boolean(), smaller: v.optional(v.string()) })),
    }))),
    counterexamples: v.array(v.looseObject({ guarantee: v.string(), lines: v.array(v.string()), seed: v.string(), sentence: v.string(), runsToFind: count, file: v.optional(v.string()) })),
    sometimes: v.optional(v.record(v.string(), count)),
    faults: v.optional(figures),
    strategies: v.optional(v.record(v.string(), v.looseObject({ runs: count, failures: count, found: v.optional(v.array(v.string()), []) }))),
    workers: v.optional(count), shards: v.optional(count), interrupted: v.optional(v.boolean()),
    shard: v.optional(v.looseObject({ index: count, of: count })),
    corpus: v.optional(v.array(v.looseObject({ breaks: v.boolean() }))),
    certificate: v.optional(v.looseObject({ guarantees: v.array(v.string()), sentence: v.string(), strategy: v.string(), runs: count })),
    unexercised: v.optional(v.looseObject({ faults: v.array(v.string()), sometimes: v.array(v.string()) })),
    errors: v.optional(v.array(v.looseObject({ node: v.string(), message: v.string(), seed: v.string(), runs: count }))),
    samples: v.optional(v.looseObject({ runs: count, toConfirm: tally, toEffect: tally, attempts: tally })),
  })),
});

/** Whether this is meant to be what `check --json` prints, right or wrong. */
export function isCampaign(value: unknown): boolean {
  return typeof value === "object" && value !== null && "scenarios" in value;
}

/** Reads it as untrusted input. @throws InputError naming the file, the place, and what would be right. */
export function readCampaign(value: unknown, file: string): CampaignDocument {
  const read = conform(schema, value, printable(file), ": ") as unknown as CampaignDocument;
  if (read.scenarios.length === 0) throw new InputError(`${printable(file)}: no scenario was checked, so there is nothing to report`);
  return read;
}
