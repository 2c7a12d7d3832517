import { InputError, suggestion } from "../kernel/errors.ts";
import { LATEST } from "../kernel/time.ts";
import type { Micros } from "../kernel/time.ts";
import type { Plain } from "../kernel/plain.ts";
import { isNodeName, ownerOf, parsePacketKey, parseStepKey, printable, printStepKey } from "./step-key.ts";
import type { StepKey } from "./step-key.ts";

/** A node's name as the scenario gives it: "p1", "broker", "c2". */
export type NodeId = string;

/**
 * One thing that goes wrong, as a person would say it. Times are whole microseconds from 0 to LATEST: `at` of virtual time,
 * `for`, `after` and `by` are durations. `packet` and `in` are step keys (step-key.ts).
 */
export type Fault =
  /** `corrupt`: the packet arrives marked `corrupt: true`. */
  | { fault: "drop" | "corrupt"; packet: string }
  /** A second copy, `after` the first arrives. Default: the copy draws a latency of its own. */
  | { fault: "duplicate"; packet: string; after?: Micros }
  /** On top of its latency; several delays of one packet add. */
  | { fault: "delay"; packet: string; by: Micros }
  /** An attacker sends an old packet again, as it was sent, and it arrives at once. What was lost on its way, or is sent later than `at`, cannot be. */
  | { fault: "replay"; packet: string; at: Micros }
  /** An attacker alters a packet and mends its checksum: the fields of an object take the place of its own, anything else that of `body`. One that alters nothing does not strike. */
  | { fault: "forge"; packet: string; with: Plain }
  /** Connections between two nodes. `oneWay` (default false): from the first to the second; of a reset, only the second hears. A stall's `for`: default for good; a reset has none. */
  | { fault: "reset" | "stall"; between: readonly [NodeId, NodeId]; at: Micros; for?: Micros; oneWay?: boolean }
  /** Nothing passes between the groups. `oneWay` (default false), of two groups: only what the first sends to the second is lost. */
  | { fault: "partition"; groups: readonly (readonly NodeId[])[]; at: Micros; for: Micros | "forever"; oneWay?: boolean }
  /** `how`: default "power". `at` a time, or `in` a step of this node `after` its first so many outputs. */
  | { fault: "crash"; node: NodeId; how?: "kill" | "power" | "stop"; /** Default "forever". */ for?: Micros | "forever"; /** Fate of unsynced writes: "lose" (default), "keep", "prefix 2", "tear 2". */ disk?: string } & (
      { at: Micros } | { in: string; after: number })
  /** The process stands still and does not know it. */
  | { fault: "pause"; node: NodeId; at: Micros; for: Micros }
  /** The node's clock jumps `by` (may be negative), or drifts by `ppm` parts in a million from then on, or both. */
  | { fault: "clock"; node: NodeId; at: Micros; by?: Micros; ppm?: number }
  /** What its syncs, writes and space suffer. Without `for`, once: the next operation this kind strikes. */
  | { fault: "disk"; node: NodeId; kind: "lost-sync" | "torn" | "slow" | "full" | "error"; at: Micros; for?: Micros };

/** Faults that strike a run, in any order. */
export type Plan = readonly Fault[];
/** The name of a kind of fault. */
export type FaultKind = Fault["fault"];

/** Every kind: first those of one packet, then an attacker's, then those of connections, links and nodes. */
export const FAULT_KINDS: readonly FaultKind[] = ["drop", "corrupt", "duplicate", "delay", "replay", "forge", "reset", "stall", "partition", "crash", "pause", "clock", "disk"];

/** The longest plan that is read, in entries. */
export const PLAN_LIMIT = 100_000;

/** How an entry of each kind may look: for errors that say what would be right. */
export const EXAMPLES: { readonly [kind in FaultKind]: string } = {
  drop: "drop broker>p1 confirm m1 #1",
  corrupt: "corrupt p1>broker publish m4 #1",
  duplicate: "duplicate p1>broker publish m2 #1 after 20ms",
  delay: "delay c1>broker ack m3 #1 by 40ms",
  replay: "replay p1>broker publish m1 #1 at 2s",
  forge: "forge c1>broker ack m5 #1 with {\"message\":6}",
  reset: "reset c1-broker at 1s, reset c1>broker at 1s",
  stall: "stall p1-broker at 1s for 500ms, stall p1>broker at 1s for 500ms",
  partition: "partition p1 | broker c1 at 1s for 2s, partition p1 > broker at 1s for forever",
  crash: "crash broker power at 1s for 1s disk prefix 2, crash c1 in broker>c1 deliver m1 #1 after 1 for 500ms",
  pause: "pause c1 at 1s for 10s",
  clock: "clock c1 at 1s by -30s, clock c1 at 1s drift 200ppm",
  disk: "disk broker slow at 1s for 1s, disk broker lost-sync at 1s",
};

/** Where a value stands, for its errors, and the nodes it may name (undefined: any). */
type Place = { readonly where: string; readonly nodes: readonly string[] | undefined; readonly example: string };
/** Gives a field's value in its normal form, undefined where it says no more than its default. */
type Reader = (value: unknown, field: string, place: Place) => unknown;

const packet: Reader = (value, field, place) => key(parsePacketKey(text(value, field, place), `${place.where}: ${field}`), place);
const step: Reader = (value, field, place) => key(parseStepKey(text(value, field, place), `${place.where}: ${field}`), place);
const time = whole(0, LATEST, "whole microseconds");
const forever: Reader = (value, field, place) => (value === "forever" ? value : whole(0, LATEST, "\"forever\" or whole microseconds")(value, field, place));
const json: Reader = (value, field, place) => plain(value, field, place, 0);
const flag: Reader = (value, field, place) => (typeof value === "boolean" ? value || undefined : wrong(value, field, "true or false", place));

/** The fields of each kind, in the order they are serialised in; `?`: may be left out. */
const WRITTEN: { readonly [kind in FaultKind]: { readonly [field: string]: Reader } } = {
  drop: { packet },
  corrupt: { packet },
  duplicate: { packet, "after?": time },
  delay: { packet, by: time },
  replay: { packet, at: time },
  forge: { packet, with: json },
  reset: { between, at: time, "oneWay?": flag },
  stall: { between, at: time, "for?": time, "oneWay?": flag },
  partition: { groups, at: time, for: forever, "oneWay?": flag },
  crash: {
    node, "how?": unless("power", oneOf("kill", "power", "stop")), "at?": time, "in?": step, "after?": whole(0, 1_000_000_000, "a number of outputs"),
    "for?": unless("forever", forever), "disk?": unless("lose", fate),
  },
  pause: { node, at: time, for: time },
  // A clock may neither stand still nor run backwards.
  clock: { node, at: time, "by?": whole(-LATEST, LATEST, "whole microseconds"), "ppm?": whole(-999_999, 999_999, "whole parts in a million") },
  disk: { node, kind: oneOf("lost-sync", "torn", "slow", "full", "error"), at: time, "for?": time },
};

type Field = { readonly field: string; readonly optional: boolean; readonly read: Reader };
const FIELDS: ReadonlyMap<string, readonly Field[]> = new Map(Object.entries(WRITTEN).map(([name, fields]) =>
  [name, Object.entries(fields).map(([field, read]) => ({ field: field.replace("?", ""), optional: field.endsWith("?"), read }))]));

/**
 * The fault that `value` describes, in its normal form: a fresh object, fields in a fixed order, those equal to their default left out.
 * @param nodes the scenario's nodes; left out, any well-formed name will do.
 * @throws InputError, beginning with `where`, for anything that is not exactly a fault.
 */
export function checkFault(value: unknown, nodes: readonly string[] | undefined, where: string): Fault {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new InputError(`${where}: a fault is an object or a text, not ${named(value)}; for example: ${EXAMPLES.drop}`);
  const given = new Map(Object.entries(value).filter(([, content]) => content !== undefined));
  const kind = FAULT_KINDS.find((name) => name === given.get("fault"));
  if (kind === undefined) throw noFault(given.get("fault"), where);
  const place: Place = { where, nodes, example: EXAMPLES[kind] };
  const fields = FIELDS.get(kind)!;
  const known = ["fault", ...fields.map(({ field }) => field)];
  for (const field of given.keys()) {
    if (!known.includes(field)) throw new InputError(`${where}: a ${kind} has no "${printable(field)}"${suggestion(field, known)}; for example: ${place.example}`);
  }
  const fault: { [field: string]: unknown } = { fault: kind };
  for (const { field, optional, read } of fields) {
    if (!given.has(field)) {
      if (!optional) throw new InputError(`${where}: a ${kind} needs "${field}"; for example: ${place.example}`);
      continue;
    }
    const content = read(given.get(field), field, place);
    if (content !== undefined) fault[field] = content;
  }
  checkTogether(fault, place);
  // The table above and the type say the same thing; TypeScript cannot see it.
  return fault as unknown as Fault;
}

/** What no single field can tell. */
function checkTogether(fault: { [field: string]: unknown }, place: Place): void {
  const refuse = (rule: string): never => {
    throw new InputError(`${place.where}: ${rule}; for example: ${place.example}`);
  };
  if (fault.fault === "partition" && fault.oneWay === true && (fault.groups as unknown[]).length !== 2) refuse("a one-way partition has two groups");
  if (fault.fault === "clock" && fault.by === undefined && fault.ppm === undefined) refuse("a clock fault needs \"by\" or a drift (\"ppm\")");
  if (fault.fault !== "crash") return;
  if ((fault.at === undefined) === (fault.in === undefined)) refuse("a crash is either \"at\" a time or \"in\" a step");
  if ((fault.after === undefined) !== (fault.in === undefined)) refuse("a crash \"in\" a step needs \"after\", its number of outputs, and no other crash has it");
  if (fault.disk !== undefined && fault.how !== undefined) refuse(`a ${fault.how} loses nothing that was written; "disk" belongs to a power failure`);
  if (fault.in === undefined) return;
  const owner = ownerOf(parseStepKey(fault.in as string, place.where));
  if (owner !== fault.node) refuse(`"${printable(fault.in as string)}" is a step of ${owner}, not of ${fault.node}`);
}

/** The error for a kind of fault that does not exist. */
export function noFault(kind: unknown, where: string): InputError {
  return new InputError(`${where}: ${named(kind)} is no kind of fault${suggestion(typeof kind === "string" ? kind : "", FAULT_KINDS)}; for example: ${EXAMPLES.drop}`);
}

function wrong(value: unknown, field: string, right: string, place: Place): never {
  throw new InputError(`${place.where}: "${field}" must be ${right}, not ${named(value)}; for example: ${place.example}`);
}

function named(value: unknown): string {
  if (typeof value === "string") return `"${printable(value)}"`;
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  return value === null || typeof value === "number" || typeof value === "boolean" ? String(value) : `a value of type ${typeof value}`;
}

function whole(least: number, most: number, unit: string): Reader {
  return (value, field, place) => {
    const right = typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
    // Adding 0 turns -0, which JSON cannot carry, into 0.
    return right ? value + 0 : wrong(value, field, `${unit} from ${least} to ${most}`, place);
  };
}

function oneOf(...names: readonly string[]): Reader {
  return (value, field, place) => (names.includes(value as string) ? value : wrong(value, field, `one of ${names.join(", ")}`, place));
}

function unless(standard: string, read: Reader): Reader {
  return (value, field, place) => (value === standard ? undefined : read(value, field, place));
}

function text(value: unknown, field: string, place: Place): string {
  return typeof value === "string" ? value : wrong(value, field, "a key in text", place);
}

function fate(value: unknown, field: string, place: Place): unknown {
  const right = typeof value === "string" && /^(keep|(prefix|tear) (0|[1-9]\d{0,8}))$/.test(value);
  return right ? value : wrong(value, field, "lose, keep, \"prefix 2\" or \"tear 2\"", place);
}

function node(value: unknown, field: string, place: Place): string {
  if (typeof value !== "string" || !isNodeName(value)) return wrong(value, field, "a node's name", place);
  if (place.nodes !== undefined && !place.nodes.includes(value)) throw new InputError(`${place.where}: there is no node "${printable(value)}"${suggestion(value, place.nodes)}`);
  return value;
}

function between(value: unknown, field: string, place: Place): unknown {
  if (!Array.isArray(value) || value.length !== 2) return wrong(value, field, "two nodes, [\"c1\", \"broker\"]", place);
  const pair = [node(value[0], field, place), node(value[1], field, place)];
  return pair[0] !== pair[1] ? pair : wrong(pair[0], field, "two different nodes", place);
}

function groups(value: unknown, field: string, place: Place): unknown {
  if (!Array.isArray(value) || value.length < 2) return wrong(value, field, "two or more groups of nodes, [[\"p1\"], [\"broker\", \"c1\"]]", place);
  const seen = new Set<string>();
  // Array.from, not map: a hole must be seen, and refused.
  return Array.from(value, (group: unknown) => {
    if (!Array.isArray(group) || group.length === 0) return wrong(group, field, "groups of at least one node", place);
    return Array.from(group, (member: unknown) => {
      const name = node(member, field, place);
      if (seen.has(name)) wrong(name, field, "groups without a node in common or twice", place);
      seen.add(name);
      return name;
    });
  });
}

function key(read: StepKey, place: Place): string {
  for (const name of read.step === "packet" ? [read.from, read.to] : [read.node]) node(name, "key", place);
  return printStepKey(read);
}

/** Fresh, keys sorted, so that equal values serialise alike. */
function plain(value: unknown, field: string, place: Place, depth: number): Plain {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value + 0;
  if (typeof value !== "object" || depth >= 64) return wrong(value, field, "plain JSON, at most 64 levels deep", place);
  if (Array.isArray(value)) return Array.from(value, (member: unknown) => plain(member, field, place, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  // By its own prototype, not by Object.prototype: a scenario may come from another realm.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return wrong(value, field, "plain JSON, no instance of a class", place);
  const names = Object.keys(value).sort();
  if (names.includes("__proto__")) return wrong("__proto__", field, "JSON without this key", place);
  return Object.fromEntries(names.map((name) => [name, plain((value as { [name: string]: unknown })[name], field, place, depth + 1)]));
}
