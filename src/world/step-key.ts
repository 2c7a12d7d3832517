import { InputError } from "../kernel/errors.ts";

/**
 * The `nth` sending (from 1) of one label in one direction. `message` 0: none.
 * `copy`: "" as it was sent, `'` the network's copy of it, `"` an attacker's replayed or forged copy.
 */
export type PacketKey = { step: "packet"; from: string; to: string; type: string; message: number; nth: number; copy: "" | "'" | "\"" };
/** What a step of a run is called, whatever else happens in that run: the handler call a plan entry strikes or cuts. `message` 0: none. */
export type StepKey =
  | PacketKey
  | { step: "timer"; node: string; name: string; message: number; nth: number }
  | { step: "synced"; node: string; tag: string; nth: number }
  | { step: "start"; node: string; nth: number }
  | { step: "publish"; node: string; message: number };

/** A piece of text. `sign` is > or |, `nth` is #2, #2' or #2", `json` the value after a forge's `with`, `odd` what fits nowhere. */
export type Token = { readonly kind: "word" | "quoted" | "nth" | "sign" | "json" | "odd"; readonly text: string };
/** One entry of a plan, or one key: its own text and the tokens in it. */
export type Entry = { readonly text: string; readonly tokens: readonly Token[] };
/** A reader's place among the tokens of an entry; `where` and `example` are for its errors. */
export type Cursor = { readonly tokens: readonly Token[]; at: number; readonly where: string; example: string };

const NODE = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const PLAIN_NAME = /^[^\s"';|>#\\]+$/;
const LOOKS_LIKE_MESSAGE = /^m\d+$/;
/** Control characters, invisible and direction-changing ones, halves of a surrogate pair: what must not reach a terminal or a file as it is. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\ud800-\udfff]/gu;
/** Blanks, a word, a quoted name (unclosed: the rest of the line, so that reading stays linear), a number, or one character. */
const PIECE = /[^\S\n\r]+|[^\s"';|>#\\]+|"(?:[^"\\\n\r]|\\[^\n\r])*"?|#\d+['"]?|[^]/uy;
const JSON_PIECE = /"(?:[^"\\\n\r]|\\[^\n\r])*"?|[^\s"{}[\];]+|[^]/uy;
const KEYS = "p1>broker publish m7 #2, broker timer redeliver m7 #2, broker synced batch #4, c1 start #2, p1 publish m7";

/** Reads a step's key. @throws InputError naming `where`. */
export function parseStepKey(text: string, where: string): StepKey {
  const [entry] = readEntries(text);
  // A key is one entry and nothing around it: `;`, a second line or a comment would end up inside a printed plan.
  if (entry === undefined || entry.text !== text.trim()) throw new InputError(`${where}: "${printable(text)}" is no key; keys: ${KEYS}`);
  const cursor: Cursor = { tokens: entry.tokens, at: 0, where: `${where}: "${printable(text)}"`, example: KEYS };
  const key = readStepKey(cursor);
  if (cursor.at < cursor.tokens.length) unexpected(cursor, "the end of the key");
  return key;
}

/** Reads a packet's key. @throws InputError naming `where`, also for the key of another kind of step. */
export function parsePacketKey(text: string, where: string): PacketKey {
  const key = parseStepKey(text, where);
  if (key.step !== "packet") throw new InputError(`${where}: "${printable(text)}" is a ${key.step} step, not a packet; for example: p1>broker publish m7 #2`);
  return key;
}

/** The one way this key is written; `parseStepKey` reads it back. */
export function printStepKey(key: StepKey): string {
  const message = "message" in key && key.message !== 0 ? ` m${key.message}` : "";
  switch (key.step) {
    case "packet": return `${key.from}>${key.to} ${printName(key.type)}${message} #${key.nth}${key.copy}`;
    case "timer": return `${key.node} timer ${printName(key.name)}${message} #${key.nth}`;
    case "synced": return `${key.node} synced ${printName(key.tag)} #${key.nth}`;
    case "start": return `${key.node} start #${key.nth}`;
    case "publish": return `${key.node} publish m${key.message}`;
  }
}

/** The node whose handler runs in this step: of a packet, the one that receives it. */
export function ownerOf(key: StepKey): string {
  return key.step === "packet" ? key.to : key.node;
}

/** Reads a key from the cursor on and leaves the cursor behind it. */
export function readStepKey(cursor: Cursor): StepKey {
  const node = takeNode(cursor);
  if (cursor.tokens[cursor.at]?.text === ">") {
    cursor.at++;
    const label = { to: takeNode(cursor), type: takeName(cursor, "a packet type"), message: takeMessage(cursor) };
    const written = take(cursor, "nth", /^#[1-9]\d{0,14}['"]?$/, "#1, #2, ...");
    const copy = written.endsWith("'") ? "'" : written.endsWith("\"") ? "\"" : "";
    return { step: "packet", from: node, ...label, nth: Number.parseInt(written.slice(1), 10), copy };
  }
  const step = take(cursor, "word", /^(timer|synced|start|publish)$/, ">, timer, synced, start or publish");
  if (step === "timer") return { step, node, name: takeName(cursor, "a timer's name"), message: takeMessage(cursor), nth: takeNth(cursor) };
  if (step === "synced") return { step, node, tag: takeName(cursor, "a sync's tag"), nth: takeNth(cursor) };
  if (step === "start") return { step, node, nth: takeNth(cursor) };
  const message = takeMessage(cursor);
  return message === 0 ? unexpected(cursor, "a message: m1, m2, ...") : { step: "publish", node, message };
}

/** Takes the next token if it is of this kind and shape. @throws InputError saying what was `wanted`. */
export function take(cursor: Cursor, kind: Token["kind"], shape: RegExp, wanted: string): string {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== kind || !shape.test(token.text)) return unexpected(cursor, wanted);
  cursor.at++;
  return token.text;
}

/** Takes a node's name: a letter or `_`, then letters, digits, `-`, `_`, `.`. */
export function takeNode(cursor: Cursor): string {
  return take(cursor, "word", NODE, "a node's name");
}

/** Whether a scenario may call a node so. */
export function isNodeName(text: string): boolean {
  return NODE.test(text);
}

/** Says what was found in place of what was wanted. */
export function unexpected(cursor: Cursor, wanted: string): never {
  const found = cursor.tokens[cursor.at];
  throw new InputError(`${cursor.where}: expected ${wanted}, found ${found === undefined ? "the end" : `"${printable(found.text)}"`}; for example: ${cursor.example}`);
}

function takeName(cursor: Cursor, wanted: string): string {
  const token = cursor.tokens[cursor.at++];
  if (token?.kind === "word" && !LOOKS_LIKE_MESSAGE.test(token.text)) return token.text;
  if (token?.kind === "quoted") {
    try {
      return JSON.parse(token.text) as string;
    } catch {
      // Falls through: an escape JSON does not know, or a bare control character.
    }
  }
  cursor.at--;
  return unexpected(cursor, `${wanted} (in JSON quotes if it is an odd one)`);
}

function takeMessage(cursor: Cursor): number {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== "word" || !LOOKS_LIKE_MESSAGE.test(token.text)) return 0;
  return Number(take(cursor, "word", /^m[1-9]\d{0,14}$/, "a message: m1, m2, ...").slice(1));
}

function takeNth(cursor: Cursor): number {
  return Number(take(cursor, "nth", /^#[1-9]\d{0,14}$/, "#1, #2, ...").slice(1));
}

function printName(name: string): string {
  return PLAIN_NAME.test(name) && !LOOKS_LIKE_MESSAGE.test(name) && name.search(UNPRINTABLE) < 0 ? name : quote(name);
}

/** JSON on one line, safe on a terminal and in a file: what JSON leaves bare but a reader could not see is escaped too. */
export function quote(value: unknown): string {
  return JSON.stringify(value).replace(UNPRINTABLE, escapeCharacter);
}

/** For errors: unprintable characters escaped, cut at 120 characters. */
export function printable(text: string): string {
  const escaped = text.slice(0, 240).replace(UNPRINTABLE, escapeCharacter);
  return escaped.length <= 120 ? escaped : `${[...escaped.slice(0, 118)].slice(0, -1).join("")}...`;
}

function escapeCharacter(character: string): string {
  const json = JSON.stringify(character).slice(1, -1);
  if (json !== character) return json;
  return character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}

/** The entries of a text, lazily: split at newlines and `;` outside quotes and JSON; blank ones and `//` comments left out. */
export function* readEntries(text: string): Generator<Entry> {
  let tokens: Token[] = [];
  let start = 0;
  for (let at = 0; at < text.length; ) {
    if (tokens.length === 0 && text.startsWith("//", at)) at += text.slice(at).search(/[\n\r]|$/);
    const json = takesJson(tokens) && text[at]!.trim() !== "";
    const end = at >= text.length ? at : json ? endOfJson(text, at) : endOfPiece(PIECE, text, at);
    const piece = text.slice(at, end);
    at = end;
    if (piece === ";" || piece === "\n" || piece === "\r") {
      if (tokens.length > 0) yield { text: text.slice(start, at - 1).trim(), tokens };
      tokens = [];
      start = at;
    } else if (piece.trim() !== "") tokens.push({ kind: json ? "json" : kindOf(piece), text: piece });
  }
  if (tokens.length > 0) yield { text: text.slice(start).trim(), tokens };
}

function kindOf(piece: string): Token["kind"] {
  if (piece === ">" || piece === "|") return "sign";
  if (piece.length > 1 && piece.startsWith("#")) return "nth";
  if (piece.length > 1 && piece.startsWith("\"") && piece.endsWith("\"")) return "quoted";
  return PLAIN_NAME.test(piece) ? "word" : "odd";
}

/** Only behind `forge KEY with`: elsewhere a packet's type may begin with a brace, or be called "with". */
function takesJson(tokens: readonly Token[]): boolean {
  return tokens.at(-1)?.text === "with" && tokens[0]!.text === "forge" && tokens.some((token) => token.kind === "nth");
}

function endOfJson(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const end = endOfPiece(JSON_PIECE, text, at);
    if (end === at + 1) depth += "{[".includes(text[at]!) ? 1 : "}]".includes(text[at]!) ? -1 : 0;
    at = end;
  } while (depth > 0 && at < text.length);
  return at;
}

function endOfPiece(shape: RegExp, text: string, at: number): number {
  shape.lastIndex = at;
  shape.exec(text);
  return shape.lastIndex;
}
