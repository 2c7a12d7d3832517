import { InputError, messageOf, suggestion } from "../../kernel/errors.ts";
import type { Plain } from "../../kernel/plain.ts";
import type { Micros } from "../../kernel/time.ts";
import { printable } from "../../world/step-key.ts";
import { ALL_VERBS } from "../../world/verbs.ts";
import type { Verb } from "../../world/verbs.ts";
import { NAME } from "./header.ts";

/** Something that happened, as an outside observer may say it. */
export interface EventLine {
  /** µs, on whatever clock. */
  readonly at: Micros;
  readonly node: string;
  readonly verb: Verb;
  /** A text of the recorded system's own, or the publish ordinal. */
  readonly message: string | number;
  readonly subscription?: string;
  /** Where `order` is promised for each key: that of a publish. */
  readonly key?: string;
  /** Of a publish: who published it, where that is not the node. */
  readonly producer?: string;
  /** The message's content or a hash of it: an effect whose content is not that of its publish is altered. */
  readonly content?: string;
  /** Of an effect: its content is known to be altered. */
  readonly altered?: true;
  /** Of an effect: "already" or "fenced" when it was not applied. */
  readonly detail?: Plain;
  /** For guarantees of one's own: number of the simulation's event, indices of the causes. */
  readonly event?: number;
  readonly cause?: number;
  readonly because?: readonly number[];
}

/** A gauge was read, for `bounded`. */
export interface GaugeLine {
  readonly at: Micros;
  readonly node: string;
  readonly gauge: string;
  readonly value: number;
}

/** From here on nothing was made to fail. */
export interface CalmLine {
  readonly at: Micros;
  readonly verb: "calm";
}

/** The last line: how the recording ended. */
export interface EndLine {
  readonly at: Micros;
  readonly verb: "end";
  /** "quiet": at rest. "settle": the time to settle ran out. "cut": the recording was stopped. "events", "time": a limit was reached. */
  readonly ending: "quiet" | "settle" | "events" | "time" | "cut";
  /** At "settle": something was still going on that could have met what is owed. Default false. */
  readonly busy?: boolean;
  /** At "settle": when the time to settle ran out. Default `at`. */
  readonly until?: Micros;
}

export type HistoryLine = EventLine | GaugeLine | CalmLine | EndLine;

type Loose = { readonly [field: string]: unknown };
type Form = { readonly expected: string; accepts(value: unknown): boolean };

/** Highest ordinal of a message: states are kept by ordinal. */
const HIGHEST = 2 ** 28;
const ENDINGS = ["quiet", "settle", "events", "time", "cut"];

const time: Form = { expected: "microseconds, a whole number", accepts: Number.isSafeInteger };
const index: Form = { expected: "a whole number of at least 0", accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 0 };
const text: Form = { expected: `a text of 1 to ${NAME} characters`, accepts: (value) => typeof value === "string" && value !== "" && value.length <= NAME };
const flag: Form = { expected: "true or false", accepts: (value) => typeof value === "boolean" };
const anything: Form = { expected: "anything", accepts: () => true };

/** What each field may hold. */
const FORMS: { readonly [field: string]: Form } = {
  at: time, node: text, subscription: text, key: text, producer: text, gauge: text, detail: anything, event: index, cause: index, busy: flag, until: time,
  verb: { expected: "a verb, such as \"publish\"", accepts: (value) => typeof value === "string" },
  message: { expected: `a text of 1 to ${NAME} characters, or a publish ordinal from 1 to ${HIGHEST}`, accepts: (value) => (typeof value === "number" ? Number.isInteger(value) && value >= 1 && value <= HIGHEST : text.accepts(value)) },
  content: { expected: "a text", accepts: (value) => typeof value === "string" },
  altered: { expected: "true", accepts: (value) => value === true },
  because: { expected: "a list of whole numbers", accepts: (value) => Array.isArray(value) && value.every(index.accepts) },
  value: { expected: "a number", accepts: (value) => typeof value === "number" },
  ending: { expected: ENDINGS.map((ending) => JSON.stringify(ending)).join(" or "), accepts: (value) => ENDINGS.includes(value as string) },
};

/** The fields of a line. */
interface Fields {
  readonly needed: readonly string[];
  readonly all: ReadonlySet<string>;
}

const EVENT = ["at", "node", "verb", "message"];
const MORE = ["detail", "event", "cause", "because"];
const fields = (needed: readonly string[], optional: readonly string[]): Fields => ({ needed, all: new Set([...needed, ...optional]) });
const said = fields(EVENT, ["subscription", ...MORE]);
const told = fields(EVENT, MORE);
const gauge = fields(["at", "node", "gauge", "value"], ["event"]);
const BY_VERB: ReadonlyMap<string, Fields> = new Map([
  ...ALL_VERBS.map((verb): [string, Fields] => [verb, said]),
  ["publish", fields(EVENT, ["key", "producer", "content", ...MORE])],
  ["effect", fields(EVENT, ["subscription", "key", "content", "altered", ...MORE])],
  ["confirm", told], ["refuse", told], ["give-up", told],
  ["calm", fields(["at", "verb"], ["event"])],
  ["end", fields(["at", "verb", "ending"], ["busy", "until", "event"])],
]);

/** Reads a line of a history. @throws InputError saying what is wrong with it, and what would be right. */
export function readLine(line: string): HistoryLine {
  const value = parsed(line);
  const verb = value["verb"];
  const form = verb === undefined && "gauge" in value ? gauge : BY_VERB.get(verb as string);
  if (form === undefined) throw new InputError(verb === undefined ? 'has no "verb"' : typeof verb === "string" ? `there is no verb "${printable(verb)}"${suggestion(verb, BY_VERB.keys())}` : wrong("verb", verb));
  for (const field in value) {
    if (!form.all.has(field)) throw new InputError(`"${String(verb ?? "gauge")}" has no "${printable(field)}"${suggestion(field, form.all)}`);
    if (!FORMS[field]!.accepts(value[field])) throw new InputError(wrong(field, value[field]));
  }
  for (const field of form.needed) if (value[field] === undefined) throw new InputError(`has no "${field}": expected ${FORMS[field]!.expected}`);
  return value as unknown as HistoryLine;
}

function parsed(line: string): Loose {
  // Whoever decoded the bytes has put this in the place of what was not UTF-8.
  if (line.includes("\ufffd")) throw new InputError("holds bytes that are not UTF-8");
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new InputError(line.trim() === "" ? "is empty" : `is not JSON: ${printable(messageOf(error))}; it may have been cut off`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new InputError(`is ${printable(JSON.stringify(value))}; a line is an object: {"at":12600,"node":"p1","verb":"publish","message":"order-17"}`);
  return value as Loose;
}

function wrong(field: string, value: unknown): string {
  return `${field}: expected ${FORMS[field]!.expected}, got ${printable(JSON.stringify(value))}`;
}
