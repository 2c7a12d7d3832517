import type { Matrix, MatrixProtocol } from "../search/matrix.ts";
import { matrixSummary } from "../view/matrix-summary.ts";
import type { SummaryCell } from "../view/matrix-summary.ts";
import { matrixTable } from "../view/matrix-table.ts";
import { clean } from "./diagram/cells.ts";
import { howToRun } from "./matrix.ts";
import { count } from "./numbers.ts";

/** One table: protocols down, guarantees across, and in each cell the kinds of fault that break it, each alone. No newline at its end. */
export function matrixSummaryMarkdown(matrix: Matrix): string {
  const { guarantees, rows } = matrixSummary(matrix);
  return markdownTable(["protocol", ...guarantees], rows.map(({ scenario, cells }) => [code(scenario), ...cells.map(summaryText)]));
}

/** Everything: a table and its counterexamples for each protocol, below headings of the third level. No newline at its end. */
export function matrixMarkdown(matrix: Matrix): string {
  return matrix.protocols.flatMap((protocol) => [`### ${text(protocol.scenario)}`, "", `${text(protocol.title)}.`, "", ...protocolLines(protocol, matrix.runs), ""]).join("\n").trimEnd();
}

function protocolLines(protocol: MatrixProtocol, runs: number): string[] {
  const { columns, rows, notes, untouched } = matrixTable(protocol);
  const promised = columns.map(({ guarantee, promised: word }) => `${guarantee}${word === "nothing" ? "" : ` (${word})`}`);
  const body = rows.map(({ label, tolerated, reached, cells }) => [
    `${label}${tolerated ? "" : " \\*"}`,
    ...cells.map(({ status, note }) => (status === "pass" ? `✓ ${count(runs, "run")}` : status === "fail" ? `✗ ${note === undefined ? "" : `(${note})`}`.trim() : "unknown")),
    label === "no fault" ? "" : String(reached),
  ]);
  const below = [
    ...(rows.some(({ tolerated }) => !tolerated) ? [`\\* ${protocol.tolerates === undefined ? "Its nodes do not say what they tolerate." : "Not among what its nodes declare to tolerate."}`] : []),
    ...(untouched.length > 0 ? [`Neither promised nor broken: ${untouched.map(text).join(", ")}.`] : []),
    ...(protocol.never.length > 0 ? [`Never reached it: ${protocol.never.join(", ")}.`] : []),
  ];
  return [
    markdownTable(["fault", ...promised, "reached"], body),
    ...(notes.length === 0 ? [] : ["", ...notes.map(({ number, counterexample }) => `${number}. ${counterexample.lines.length === 0 ? "no fault at all" : code(counterexample.lines.join("; "))} with ${code(howToRun(counterexample, false))}`)]),
    ...(below.length === 0 ? [] : ["", below.join(" ")]),
  ];
}

function summaryText({ breaks, unknown }: SummaryCell): string {
  if (unknown === "everywhere") return "unknown";
  const known = breaks === "never" ? "✓" : breaks === "without a fault" ? `✗ ${breaks}` : `✗ ${breaks.join(", ")}`;
  return unknown.length === 0 ? known : `${breaks === "never" ? "" : `${known}; `}unknown: ${unknown.map((fault) => fault ?? "no fault").join(", ")}`;
}

function markdownTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heading.map(text)), line(heading.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text of others': nothing in it is markup. */
function text(written: string): string {
  return clean(written, false).replace(/[\\`*_<>[\]#]/g, (sign) => `\\${sign}`);
}

function code(written: string): string {
  const shown = clean(written, false);
  return shown.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}
