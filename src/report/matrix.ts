import type { Counterexample } from "../search/counterexample.ts";
import type { Matrix, MatrixProtocol } from "../search/matrix.ts";
import { matrixTable } from "../view/matrix-table.ts";
import { paint } from "./diagram/canvas.ts";
import { clean, wrap } from "./diagram/cells.ts";
import type { DiagramOptions } from "./diagram.ts";
import { tableLines } from "./matrix-table.ts";
import { count } from "./numbers.ts";
import { markOf } from "./verdicts.ts";

/** Of a counterexample so many entries are printed. */
const ENTRIES = 12;

/** A matrix for people: a table for each protocol, kinds of fault down, guarantees across, and the counterexamples below. No newline at its end. */
export function matrixText({ protocols, runs, seed, interrupted }: Matrix, options: DiagramOptions): string {
  const { ascii, width } = options;
  const marks = `${markOf("pass", ascii)} never broke   ${markOf("fail", ascii)} broke: its number is that of a plan below   ${markOf("unknown", ascii)} nobody knows`;
  return [
    ...wrap(`${count(runs, "run")} for each kind of fault, each kind alone; seed ${clean(seed, ascii)}${interrupted ? "; interrupted" : ""}`, width),
    ...wrap(marks, width),
    ...protocols.flatMap((protocol) => ["", ...protocolLines(protocol, options)]),
  ].join("\n");
}

function protocolLines(protocol: MatrixProtocol, options: DiagramOptions): string[] {
  const { ascii, color, width } = options;
  const table = matrixTable(protocol);
  const stranger = table.rows.some(({ tolerated }) => !tolerated);
  const [first = "", ...more] = wrap(`${clean(protocol.scenario, ascii)}   ${clean(protocol.title, ascii)}`, width);
  const below = [
    ...(stranger ? [`* ${protocol.tolerates === undefined ? "its nodes do not say what they tolerate" : "not among what its nodes declare to tolerate"}`] : []),
    ...(table.untouched.length > 0 ? [`neither promised nor broken: ${table.untouched.map((name) => clean(name, ascii)).join(", ")}`] : []),
    ...(protocol.never.length > 0 ? [`never reached it: ${protocol.never.join(", ")}`] : []),
  ];
  return [
    first.replace(clean(protocol.scenario, ascii), (name) => paint(name, "bold", color)),
    ...more,
    ...tableLines(table, options),
    ...table.notes.flatMap(({ number, counterexample }) => noteLines(number, counterexample, ascii)),
    ...below.flatMap((text) => wrap(text, width - 2)).map((line) => paint(`  ${line}`, "dim", color)),
  ];
}

/** Whole lines, however long: they are there to be copied. */
function noteLines(number: number, counterexample: Counterexample, ascii: boolean): string[] {
  const { lines } = counterexample;
  const shown = lines.length === 0 ? ["no fault at all"] : lines.length > ENTRIES ? [...lines.slice(0, ENTRIES), `... and ${count(lines.length - ENTRIES, "more entry").replace("entrys", "entries")}`] : lines;
  const head = `${number}`.padStart(4);
  return shown.map((text, at) => `${at === 0 ? head : "    "}  ${clean(text, ascii)}${at === shown.length - 1 ? `   (${howToRun(counterexample, ascii)})` : ""}`);
}

/** What `run` needs beside the plan to see it: "seed 1/3", and what was set. */
export function howToRun({ seed, parameters = {} }: Counterexample, ascii: boolean): string {
  return [`--seed ${clean(seed, ascii)}`, ...Object.entries(parameters).map(([path, value]) => `--set ${clean(path, ascii)}=${clean(String(value), ascii)}`)].join(" ");
}
