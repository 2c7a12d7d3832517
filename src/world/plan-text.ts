import { InputError } from "../kernel/errors.ts";
import { micros, writeDuration } from "../kernel/time.ts";
import type { Micros } from "../kernel/time.ts";
import { checkFault, EXAMPLES, FAULT_KINDS, noFault, PLAN_LIMIT } from "./fault.ts";
import type { Fault, FaultKind, Plan } from "./fault.ts";
import { isNodeName, printable, printStepKey, quote, readEntries, readStepKey, take, takeNode, unexpected } from "./step-key.ts";
import type { Cursor, Entry } from "./step-key.ts";

/** The words that may follow what a fault strikes, in the order they are printed in; any order is read. */
const CLAUSES: { readonly [kind in FaultKind]: readonly string[] } = {
  drop: [], corrupt: [], duplicate: ["after"], delay: ["by"], replay: ["at"], forge: ["with"], reset: ["at"], stall: ["at", "for"], partition: ["at", "for"],
  crash: ["at", "in", "after", "for", "disk"], pause: ["at", "for"], clock: ["at", "by", "drift"], disk: ["at", "for"],
};

/** What an entry says, by field, before `checkFault` has judged it. */
type Said = { [field: string]: unknown };

/**
 * Reads a plan: entries split by newline or `;`, blank lines and `//` comments left out. The forms are listed at `Plan` in the public contract.
 * @param nodes the scenario's nodes; they also tell where `a-b-c` is to be split. Left out, any name will do, and the first `-` splits.
 * @throws InputError naming `where` (default "plan"), the entry's number and its text.
 */
export function parsePlan(text: string, nodes?: readonly string[], where: string = "plan"): Plan {
  const faults: Fault[] = [];
  for (const entry of readEntries(text)) {
    if (faults.length === PLAN_LIMIT) throw new InputError(`${where}: more than ${PLAN_LIMIT} entries; split the plan`);
    faults.push(parseEntry(entry, nodes, `${where}, entry ${faults.length + 1}`));
  }
  return faults;
}

/** Reads a text of one entry. @throws InputError, also for none and for two. */
export function parseFault(text: string, nodes?: readonly string[]): Fault {
  const [entry, second] = readEntries(text);
  if (entry === undefined || second !== undefined) throw new InputError(`fault "${printable(text)}": expected one entry; for example: ${EXAMPLES.drop}`);
  return parseEntry(entry, nodes, "fault");
}

/** Reads one entry that `readEntries` found. */
export function parseEntry(entry: Entry, nodes: readonly string[] | undefined, where: string): Fault {
  const cursor: Cursor = { tokens: entry.tokens, at: 0, where: `${where} "${printable(entry.text)}"`, example: EXAMPLES.drop };
  const word = take(cursor, "word", /./u, "a kind of fault");
  const kind = FAULT_KINDS.find((name) => name === word);
  if (kind === undefined) throw noFault(word, cursor.where);
  cursor.example = EXAMPLES[kind];
  const said: Said = { fault: kind, ...readSubject(kind, cursor, nodes) };
  while (cursor.at < cursor.tokens.length) {
    const clause = cursor.tokens[cursor.at]!.text;
    if (!CLAUSES[kind].includes(clause)) unexpected(cursor, CLAUSES[kind].join(", ").replace(/, (\w+)$/, " or $1") || "nothing more");
    cursor.at++;
    const value = readClause(clause, kind, cursor);
    const field = clause === "drift" ? "ppm" : clause;
    if (Object.hasOwn(said, field)) throw new InputError(`${cursor.where}: "${clause}" is said twice; for example: ${cursor.example}`);
    said[field] = value;
  }
  return checkFault(said, nodes, cursor.where);
}

/** What the fault strikes. */
function readSubject(kind: FaultKind, cursor: Cursor, nodes: readonly string[] | undefined): Said {
  switch (kind) {
    case "reset": case "stall": return readPair(cursor, nodes);
    case "partition": return readGroups(cursor);
    case "pause": case "clock": return { node: takeNode(cursor) };
    case "disk": return { node: takeNode(cursor), kind: take(cursor, "word", /./u, "lost-sync, torn, slow, full or error") };
    case "crash": {
      const node = takeNode(cursor);
      const named = ["kill", "power", "stop"].includes(cursor.tokens[cursor.at]?.text ?? "");
      return named ? { node, how: cursor.tokens[cursor.at++]!.text } : { node };
    }
    default: return { packet: printStepKey(readStepKey(cursor)) };
  }
}

function readClause(clause: string, kind: FaultKind, cursor: Cursor): unknown {
  switch (clause) {
    case "at": case "by": return readDuration(clause, cursor);
    case "after": return kind === "crash" ? Number(take(cursor, "word", /^\d{1,15}$/, "a number of outputs")) : readDuration(clause, cursor);
    case "for":
      if (cursor.tokens[cursor.at]?.text !== "forever") return readDuration(clause, cursor);
      cursor.at++;
      return "forever";
    case "in": return printStepKey(readStepKey(cursor));
    case "drift": return Number.parseInt(take(cursor, "word", /^-?\d{1,15}ppm$/, "a drift such as 200ppm"), 10);
    case "disk": {
      const fate = take(cursor, "word", /^(lose|keep|prefix|tear)$/, "lose, keep, prefix 2 or tear 2");
      return fate === "prefix" || fate === "tear" ? `${fate} ${take(cursor, "word", /^\d{1,15}$/, "a number of writes")}` : fate;
    }
    default: return readJson(cursor);
  }
}

function readDuration(clause: string, cursor: Cursor): Micros {
  const written = take(cursor, "word", /^-?\d{1,20}(\.\d{1,20})?(us|µs|ms|s|m|h)?$/, `a duration behind "${clause}", such as 250us, 5ms, 1.5s, 2m, 1h`);
  return micros(written, `${cursor.where}: ${clause}`);
}

function readJson(cursor: Cursor): unknown {
  const written = take(cursor, "json", /./su, "JSON behind \"with\"");
  try {
    return JSON.parse(written) as unknown;
  } catch {
    cursor.at--;
    return unexpected(cursor, "JSON behind \"with\"");
  }
}

/** `a-b`, `a - b` (for names that have a `-` themselves) or, one-way, `a>b`. */
function readPair(cursor: Cursor, nodes: readonly string[] | undefined): Said {
  const first = takeNode(cursor);
  const next = cursor.tokens[cursor.at]?.text;
  if (next === "-" || next === ">") {
    cursor.at++;
    const between = [first, takeNode(cursor)];
    return next === ">" ? { between, oneWay: true } : { between };
  }
  const dashes = [...first].flatMap((character, at) => (character === "-" ? [at] : []));
  const splits = dashes.map((at) => [first.slice(0, at), first.slice(at + 1)]);
  const known = splits.filter((pair) => pair.every((name) => nodes?.includes(name)));
  if (known.length > 1) throw new InputError(`${cursor.where}: "${printable(first)}" can be split in several ways; write "${known[0]!.join(" - ")}" or "${known[1]!.join(" - ")}"`);
  const between = known[0] ?? splits[0];
  if (between?.every(isNodeName)) return { between };
  cursor.at--;
  return unexpected(cursor, "two nodes");
}

/** Up to the last `at`: a node may be called "at". */
function readGroups(cursor: Cursor): Said {
  const last = cursor.tokens.findLastIndex(({ text }) => text === "at");
  const end = last < 0 ? cursor.tokens.length : last;
  const group = (): string[] => {
    const members = [cursor.at < end ? takeNode(cursor) : unexpected(cursor, "a node's name")];
    while (cursor.at < end && cursor.tokens[cursor.at]!.kind !== "sign") members.push(takeNode(cursor));
    return members;
  };
  const groups = [group()];
  const sign = cursor.tokens[cursor.at]?.text;
  if (cursor.at >= end) return unexpected(cursor, "| or > and a second group");
  while (cursor.at < end) {
    if (cursor.tokens[cursor.at]!.text !== sign) unexpected(cursor, `${sign} as before`);
    cursor.at++;
    groups.push(group());
  }
  return sign === ">" ? { groups, oneWay: true } : { groups };
}

/** The plan as text, an entry a line. */
export function printPlan(plan: Plan): string {
  return plan.map(printFault).join("\n");
}

/** The one way this fault is written; what equals its default is left out. `parseFault` reads it back. */
export function printFault(fault: Fault): string {
  switch (fault.fault) {
    case "drop": case "corrupt": return `${fault.fault} ${fault.packet}`;
    case "duplicate": return `duplicate ${fault.packet}${clause("after", fault.after)}`;
    case "delay": return `delay ${fault.packet}${clause("by", fault.by)}`;
    case "replay": return `replay ${fault.packet}${clause("at", fault.at)}`;
    case "forge": return `forge ${fault.packet} with ${quote(fault.with)}`;
    case "reset": case "stall": {
      const plainSign = fault.between.some((name) => name.includes("-")) ? " - " : "-";
      return `${fault.fault} ${fault.between.join(fault.oneWay === true ? ">" : plainSign)}${clause("at", fault.at)}${clause("for", fault.for)}`;
    }
    case "partition": {
      const groups = fault.groups.map((group) => group.join(" ")).join(fault.oneWay === true ? " > " : " | ");
      return `partition ${groups}${clause("at", fault.at)}${clause("for", fault.for)}`;
    }
    case "crash": {
      const how = fault.how === undefined || fault.how === "power" ? "" : ` ${fault.how}`;
      const when = "in" in fault ? ` in ${fault.in} after ${fault.after}` : clause("at", fault.at);
      const disk = fault.disk === undefined || fault.disk === "lose" ? "" : ` disk ${fault.disk}`;
      return `crash ${fault.node}${how}${when}${fault.for === "forever" ? "" : clause("for", fault.for)}${disk}`;
    }
    case "pause": return `pause ${fault.node}${clause("at", fault.at)}${clause("for", fault.for)}`;
    case "clock": return `clock ${fault.node}${clause("at", fault.at)}${clause("by", fault.by)}${fault.ppm === undefined ? "" : ` drift ${fault.ppm}ppm`}`;
    case "disk": return `disk ${fault.node} ${fault.kind}${clause("at", fault.at)}${clause("for", fault.for)}`;
  }
}

function clause(word: string, time: Micros | "forever" | undefined): string {
  return time === undefined ? "" : ` ${word} ${time === "forever" ? time : writeDuration(time)}`;
}
