import { InputError, suggestion } from "../kernel/errors.ts";
import { micros } from "../kernel/time.ts";
import type { Micros } from "../kernel/time.ts";
import { parseStepKey, printable } from "../world/step-key.ts";
import type { StepKey } from "../world/step-key.ts";
import { VERBS } from "../world/verbs.ts";
import type { Beat } from "./types.ts";

/** The moment a beat waits for. */
export type Until =
  | { readonly moment: "start" | "end" }
  | { readonly moment: "time"; readonly at: Micros }
  | { readonly moment: "violation"; readonly of: readonly string[] }
  | { readonly moment: "step"; readonly key: StepKey }
  | { readonly moment: "said"; readonly verb: string; readonly message: number; readonly nth: number };

/** A beat with its moment read, and its expectations known to make sense. */
export interface ResolvedBeat {
  readonly beat: Beat;
  readonly until: Until;
}

/** What the words of a beat may refer to. */
export interface Surroundings {
  readonly nodes: readonly string[];
  /** Guarantees that the scenario promises something about. */
  readonly promised: readonly string[];
  /** Guarantees that are judged: those promised, and those judged always. */
  readonly judged: readonly string[];
}

/** What `expect` can count. `lost` is known when the run has ended: until then what is owed may still come. */
export const COUNTERS = ["published", "confirmed", "refused", "effects", "duplicates", "lost"] as const;

const FORMS = 'write "start", "end", "250ms", "violation", "violation of at-most-once", a step ("broker>p1 confirm m1 #1"), or what was said or done ("effect m1 #2")';
const SAID = /^([a-z-]+) m([1-9]\d{0,8})(?: #([1-9]\d{0,8}))?$/;
const STEP = />| (?:timer|synced|start|publish) /;

/** Reads a beat. @throws InputError naming `where`, for a moment that is none and for a name that nobody knows. */
export function readBeat(beat: Beat, where: string, about: Surroundings): ResolvedBeat {
  for (const [name, value] of Object.entries(beat.expect ?? {})) checkExpectation(name, value, `${where}.expect`, about);
  return { beat, until: readUntil(beat.until.trim(), `${where}.until`, about) };
}

function readUntil(text: string, where: string, { nodes, promised, judged }: Surroundings): Until {
  if (text === "start" || text === "end") return { moment: text };
  if (text === "violation") return { moment: "violation", of: promised };
  if (text.startsWith("violation of ")) return { moment: "violation", of: [known(text.slice(13).trim(), judged, where, "guarantee that is judged here")] };
  if (/^\d/.test(text)) return { moment: "time", at: micros(text, where) };
  const said = SAID.exec(text);
  if (said !== null) {
    const [, verb, message, nth] = said;
    return { moment: "said", verb: known(verb!, Object.keys(VERBS), where, "verb of delivery"), message: Number(message), nth: Number(nth ?? 1) };
  }
  if (!STEP.test(text)) throw new InputError(`${where}: "${printable(text)}" is no moment of a run; ${FORMS}`);
  const key = parseStepKey(text, where);
  for (const node of key.step === "packet" ? [key.from, key.to] : [key.node]) known(node, nodes, where, "node");
  return { moment: "step", key };
}

function checkExpectation(name: string, value: unknown, where: string, { judged }: Surroundings): void {
  const place = `${where}.${printable(name)}`;
  if (name.startsWith("gauge ")) {
    if (typeof value !== "number") throw new InputError(`${place}: expected a number, the highest value so far; got ${JSON.stringify(value)}`);
  } else if ((COUNTERS as readonly string[]).includes(name)) {
    if (!Number.isInteger(value) || (value as number) < 0) throw new InputError(`${place}: expected a whole number of at least 0, got ${JSON.stringify(value)}`);
  } else {
    known(name, [...COUNTERS, ...judged, "gauge NAME"], where, "counter, gauge or guarantee that is judged here");
    if (value !== "pass" && value !== "fail") throw new InputError(`${place}: expected "pass" or "fail", got ${JSON.stringify(value)}`);
  }
}

function known(name: string, names: readonly string[], where: string, what: string): string {
  if (!names.includes(name)) throw new InputError(`${where}: there is no ${what} ${JSON.stringify(printable(name))}${suggestion(name, names)}`);
  return name;
}
