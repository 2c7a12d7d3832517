import type { HistoryEvent } from "../delivery/history.ts";
import { showTime } from "../kernel/time.ts";
import type { Comparison, ToldPair } from "../search/compare.ts";
import type { Condition } from "../search/conditions.ts";
import type { Fate } from "../search/difference.ts";
import type { ComparedVerdict, Side } from "../search/side.ts";
import { priceRows } from "../view/price-rows.ts";
import type { PriceRow } from "../view/price-rows.ts";
import { printFault } from "../world/plan-text.ts";
import { listed } from "./campaign.ts";
import { paint } from "./diagram/canvas.ts";
import { clean, columnsOf, cut, wrap } from "./diagram/cells.ts";
import type { DiagramOptions } from "./diagram.ts";
import { count, thousands } from "./numbers.ts";
import { markOf, styleOf } from "./verdicts.ts";

const LETTERS = ["A", "B"] as const;
/** So many entries, conditions or messages are told of many. */
const FEW = 8;
/** Columns of a value of a condition, and of a guarantee's name. */
const VALUE = 24;

/** A comparison for people: verdicts, where the histories part, and the price, side by side. No newline at its end. */
export function compareText(comparison: Comparison, options: DiagramOptions): string {
  const { ascii } = options;
  const { sides, plan, conditions, told } = comparison;
  const entry = (fault: (typeof plan)[number]): string => `  ${clean(printFault(fault), ascii)}`;
  return [
    ...sides.flatMap((side, at) => sideLines(side, LETTERS[at]!, options)),
    ...wrap(runsLine(comparison, ascii), options.width),
    ...few(plan.map(entry), "entry", "entries"),
    ...section("not the same for both", few(conditions.map((condition) => conditionLine(condition, ascii)), "parameter", "parameters")),
    "",
    ...verdictLines(comparison, options),
    ...section("", told === undefined ? ["the histories are the same, event for event"] : toldLines(told, comparison.runs, options)),
    ...section("the price", priceLines(priceRows(sides[0].price, sides[1].price), ascii)),
    ...section("", sides.flatMap(({ struck }, at) => listed(`faults in ${LETTERS[at]!}`, Object.entries(struck).map(([kind, injected]) => `${kind} ${thousands(injected)}`), options.width))),
    ...sides.flatMap(({ missed }, at) => section(`entries of the plan that struck nothing in ${LETTERS[at]!}`, few(missed.map(entry), "entry", "entries"))),
  ].join("\n");
}

/** A blank line, a title, the lines; nothing without lines. */
function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", ...(title === "" ? [] : [title]), ...lines];
}

function few(lines: readonly string[], one: string, many: string): string[] {
  const more = lines.length - FEW;
  return more <= 0 ? [...lines] : [...lines.slice(0, FEW), `  ... and ${thousands(more)} more ${more === 1 ? one : many}`];
}

function sideLines({ scenario, title, parameters }: Side, letter: string, { ascii, color, width }: DiagramOptions): string[] {
  const set = Object.entries(parameters).map(([path, value]) => `${path}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const named = `${clean(scenario, ascii)}${set.length === 0 ? "" : ` with ${clean(set.join(", "), ascii)}`}`;
  const [first = "", ...rest] = wrap(`${named}   ${clean(title, ascii)}`, width - 3);
  return [`${paint(letter, "bold", color)}  ${first}`, ...rest.map((line) => `   ${line}`)];
}

function runsLine({ runs, seed, plan, rates, interrupted }: Comparison, ascii: boolean): string {
  const named = clean(seed, ascii);
  const which = runs === 1 ? `one run each, of seed ${named}` : `${thousands(runs)} runs each, of the seeds ${named}/1 to ${named}/${runs}`;
  const faults = plan.length === 0 ? (rates ? "faults by each one's own chances" : "no faults") : `the same plan${rates ? ", and faults by each one's own chances" : ""}`;
  return `${which}; ${faults}${interrupted ? "; interrupted" : ""}`;
}

function conditionLine({ path, values }: Condition, ascii: boolean): string {
  return `  ${clean(path, ascii)}: ${values.map((value) => cut(clean(value ?? "default", ascii), VALUE, ascii)).join(" and ")}`;
}

function verdictLines({ sides, runs }: Comparison, options: DiagramOptions): string[] {
  const { ascii, color } = options;
  const names = [...new Set(sides.flatMap(({ verdicts }) => verdicts.map(({ guarantee }) => guarantee)))];
  const shown = names.map((name) => cut(clean(name, ascii), VALUE, ascii));
  const cells = names.map((name) => sides.map(({ verdicts }) => verdicts.find(({ guarantee }) => guarantee === name)));
  const texts = cells.map((row) => row.map((verdict) => (verdict === undefined ? "not judged" : outcome(verdict, runs, ascii))));
  const [left, middle] = [Math.max(...shown.map(columnsOf)), Math.max(1, ...texts.map(([text]) => text!.length))];
  const heading = `  ${" ".repeat(left)}  ${"A".padEnd(middle)}  B`;
  const lines = names.map((_, at) => {
    const [a, b] = cells[at]!.map((verdict, side) => paint(texts[at]![side]!, verdict === undefined ? "dim" : styleOf(verdict), color));
    return `  ${shown[at]}${" ".repeat(left - columnsOf(shown[at]!))}  ${a}${" ".repeat(middle - texts[at]![0]!.length)}  ${b}`;
  });
  return [heading, ...lines];
}

function outcome({ status, failures, unknowns, promised }: ComparedVerdict, runs: number, ascii: boolean): string {
  const many = runs === 1 ? "" : status === "pass" ? " in all" : ` in ${thousands(status === "fail" ? failures : unknowns)}`;
  const word = status === "pass" ? "holds" : status === "unknown" ? "unknown" : promised === "holds" ? "BROKEN" : promised === "breaks" ? "broken" : "does not hold";
  return `${markOf(status, ascii)} ${word}${many}`;
}

function toldLines({ seed, history, fates, guarantees }: ToldPair, runs: number, { ascii, width }: DiagramOptions): string[] {
  const where = runs === 1 ? "" : `under seed ${clean(seed, ascii)}${guarantees.length === 0 ? "" : `, where they differ in ${guarantees.map((name) => clean(name, ascii)).join(", ")}`}: `;
  const parts = history === undefined ? [] : [
    ...wrap(`${where}the histories are the same for ${count(history.same, "event")}, then they part`, width),
    ...history.events.map((event, side) => `  ${LETTERS[side]!}  ${eventWords(event, ascii)}`),
  ];
  const fare = fates.flatMap(({ message, fates: both }) => both.map((fate, side) => `  ${side === 0 ? `m${message}`.padEnd(8) : " ".repeat(8)}${LETTERS[side]!}  ${fateWords(fate, ascii)}`));
  const told = fare.slice(0, FEW);
  const more = fates.length - told.length / 2;
  return [...parts, ...(fates.length === 0 ? [] : ["messages that fare differently", ...told, ...(more > 0 ? [`  ... and ${count(more, "message")} more`] : [])])];
}

/** "confirm m1 on p1 at 20ms". */
export function eventWords(event: HistoryEvent | undefined, ascii: boolean): string {
  if (event === undefined) return "nothing more happens";
  const { verb, message, subscription, detail, node, at } = event;
  const more = `${subscription === undefined || subscription === "default" ? "" : ` in ${subscription}`}${detail === undefined ? "" : ` (${typeof detail === "string" ? detail : JSON.stringify(detail)})`}`;
  return clean(`${verb}${message === undefined ? "" : ` m${message}`}${more} on ${node} at ${showTime(at)}`, ascii);
}

/** "confirmed, 2 effects". */
export function fateWords(fate: Fate, ascii: boolean): string {
  const { publish, confirm, refuse, "give-up": givenUp, ...counted } = fate;
  if (publish === undefined) return "never handed over";
  const said = [confirm === undefined ? [] : "confirmed", refuse === undefined ? [] : "refused", givenUp === undefined ? [] : "given up"].flat();
  const done = Object.entries(counted).map(([outcome, times]) => `${times} ${clean(outcome.replace(/^\S+/, (verb) => (times === 1 ? verb : `${verb}s`)), ascii)}`);
  return said.length + done.length === 0 ? "nothing became of it" : [...said, ...done].join(", ");
}

function priceLines(rows: readonly PriceRow[], ascii: boolean): string[] {
  const cells = rows.map(({ label, unit, values }) => [clean(label, ascii), ...values.map((value) => amount(value, unit)), unit === "messages" ? "" : ratio(values, ascii)]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(1, ...cells.map((row) => columnsOf(row[column]!))));
  const line = (row: readonly string[]): string => `  ${row.map((cell, column) => { const room = " ".repeat(widths[column]! - columnsOf(cell)); return column === 0 ? cell + room : room + cell; }).join("  ")}`.trimEnd();
  return [line(["", ...LETTERS, ""]), ...cells.map(line)];
}

function amount(value: number | undefined, unit: PriceRow["unit"]): string {
  if (value === undefined) return "-";
  if (unit === "time") return showTime(value);
  return thousands(unit === "share" ? Number(value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)) : value);
}

/** How many times A's price B pays. */
function ratio([first, second]: PriceRow["values"], ascii: boolean): string {
  if (first === undefined || second === undefined || first <= 0 || second <= 0 || first === second) return "";
  return `${ascii ? "x" : "×"}${(second / first).toPrecision(2).replace(/e\+.*/, "")}`;
}
