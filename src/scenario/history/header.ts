import * as v from "valibot";
import type { Terms } from "../../delivery/setup.ts";
import { InputError, messageOf } from "../../kernel/errors.ts";
import { writeDuration } from "../../kernel/time.ts";
import type { Micros } from "../../kernel/time.ts";
import { printable } from "../../world/step-key.ts";
import { conform } from "../conform.ts";
import { notNegative } from "../resolve.ts";
import { duration, limits } from "../schema.ts";
import type { Promises } from "../promises.ts";

/** Changes when a reader of today could not understand the file. */
export const HISTORY_SCHEMA = 1;
/** Longest name of a node, a message, a subscription or a key, characters. */
export const NAME = 200;

/** The first line of a history file: what was promised, and by which terms it is judged. */
export interface HistoryHeader extends Terms {
  readonly title: string | undefined;
  readonly promises: Promises;
  /** Guarantees of the scenario's own among those promised: their code is not in the file. */
  readonly own: readonly string[];
  /** The time to settle, where there was one. */
  readonly settle: Micros | undefined;
  /** Faults were injected until a line says "calm". */
  readonly storm: boolean;
  /** The time that is shown as 0; undefined: that of the first line that has one. */
  readonly start: Micros | undefined;
}

const promise = v.union([v.strictObject({ holds: v.literal(true), limits }), v.strictObject({ breaks: v.literal(true), limits })], '{ "holds": true } or { "breaks": true }, with "limits" where the guarantee takes any');

/** A name in the recorded system: any text. */
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(NAME));

const schema = v.strictObject({
  history: v.literal(HISTORY_SCHEMA, `${HISTORY_SCHEMA} (a later number is for a later Faultline)`),
  title: v.optional(v.pipe(v.string(), v.maxLength(500))),
  subscriptions: v.optional(v.pipe(v.array(name), v.minLength(1))),
  obligation: v.optional(v.picklist(["confirmed", "published"])),
  excuses: v.optional(v.array(v.picklist(["expire", "dead-letter"]))),
  promises: v.record(v.string(), promise),
  own: v.optional(v.array(name)),
  settle: v.optional(duration),
  storm: v.optional(v.boolean()),
  start: v.optional(v.pipe(v.number(), v.integer())),
});

/** Reads the first line. @throws InputError naming the place and what would be right. */
export function readHeader(text: string, where: string): HistoryHeader {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${where} is no header: ${printable(messageOf(error))}; the first line says what is judged: {"history":1,"promises":{"at-least-once":{"holds":true}}}`);
  }
  const read = conform(schema, value, where, ": ") as v.InferOutput<typeof schema>;
  const { subscriptions = ["default"] } = read;
  const twice = subscriptions.find((one, index) => subscriptions.indexOf(one) < index);
  if (twice !== undefined) throw new InputError(`${where}: subscriptions: two are called ${JSON.stringify(twice)}; each needs a name of its own`);
  return {
    title: read.title,
    subscriptions,
    obligation: read.obligation ?? "confirmed",
    excuses: read.excuses ?? [],
    promises: read.promises as Promises,
    own: read.own ?? [],
    settle: read.settle === undefined ? undefined : notNegative(read.settle, `${where}: settle`),
    storm: read.storm ?? false,
    start: read.start,
  };
}

/** The header as a line. */
export function printHeader({ title, subscriptions, obligation, excuses, promises, own, settle, storm, start }: HistoryHeader): string {
  return JSON.stringify({ history: HISTORY_SCHEMA, title, subscriptions, obligation, excuses, promises, ...(own.length === 0 ? {} : { own }), ...(settle === undefined ? {} : { settle: writeDuration(settle) }), storm, start });
}
