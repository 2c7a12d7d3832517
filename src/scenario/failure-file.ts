import * as v from "valibot";
import { InputError, messageOf } from "../kernel/errors.ts";
import type { Plan } from "../world/fault.ts";
import { checkPlan } from "../world/plan-check.ts";
import { printFault } from "../world/plan-text.ts";
import { printable } from "../world/step-key.ts";
import { conform } from "./conform.ts";
import type { Parameters } from "./parameters.ts";

/** Changes when a reader of today could not understand the file. */
export const FAILURE_SCHEMA = 1;
/** Longest file read, bytes: a plan of 100,000 entries fits. */
export const FAILURE_LIMIT = 16 * 1024 * 1024;

/** A failure to keep: everything that is needed to see it again, readable, diffable, small (DESIGN 11). */
export interface FailureFile {
  readonly schema: typeof FAILURE_SCHEMA;
  /** Version of Faultline that wrote it. */
  readonly faultline: string;
  /** A bundled scenario's name, or a file's path relative to this file; with the SHA-256 of its source. */
  readonly scenario: { readonly name: string; readonly path?: string; readonly hash?: string };
  readonly parameters: Parameters;
  readonly seed: string;
  readonly rates: "off";
  readonly plan: Plan;
  readonly guarantee: string;
  /** Number of the violating event. */
  readonly event: number;
  readonly sentence: string;
  readonly digest: string;
  readonly events: number;
  /** Entry i stands after event (i + 1) × `every`. */
  readonly checkpoints: { readonly every: number; readonly digests: readonly string[] };
  /** What to type to see it again. */
  readonly command: string;
}

/** Longest sentence kept, characters; a guarantee of the user's own may say more. */
const SENTENCE = 5_000;

const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most)) as v.GenericSchema<string>;
const plainObject = v.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value), "an object");
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, "a text of 16 hexadecimal digits"));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const schema = v.strictObject({
  schema: v.literal(FAILURE_SCHEMA, `${FAILURE_SCHEMA} (a later number is for a later Faultline)`),
  faultline: text(50),
  scenario: v.strictObject({ name: text(500), path: v.optional(text(2000)), hash: v.optional(text(64)) }),
  parameters: plainObject as v.GenericSchema<Parameters>,
  seed: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  rates: v.literal("off"),
  plan: v.array(v.string()),
  guarantee: text(200),
  event: whole,
  sentence: text(SENTENCE),
  digest,
  events: whole,
  checkpoints: v.strictObject({ every: v.pipe(whole, v.minValue(1)), digests: v.pipe(v.array(digest), v.maxLength(4096)) }),
  command: text(5000),
});

/** The file's text. The plan is written a line an entry. */
export function printFailure(failure: FailureFile): string {
  return `${JSON.stringify({ ...failure, sentence: failure.sentence.slice(0, SENTENCE), plan: failure.plan.map(printFault) }, undefined, 2)}\n`;
}

/**
 * Reads a failure file as untrusted input: validated, nothing in it executed.
 * @throws InputError naming the file, the place, and what would be right.
 */
export function readFailure(content: string, where: string): FailureFile {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new InputError(`${where} is not a failure file: ${printable(messageOf(error))}; it may have been truncated`);
  }
  const read = conform(schema, value, where, ": ") as Omit<FailureFile, "plan"> & { plan: readonly string[] };
  return { ...read, plan: checkPlan(read.plan, undefined, `${where}: plan`) };
}
