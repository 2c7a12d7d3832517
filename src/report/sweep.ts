import { writeDuration } from "../kernel/time.ts";
import type { StepOutput } from "../search/steps.ts";
import type { Cut, Sweep, SweptStep } from "../search/sweep.ts";
import { brokenCuts, sweepRows } from "../view/sweep-rows.ts";
import type { BrokenCut, SweepRow } from "../view/sweep-rows.ts";
import { paint } from "./diagram/canvas.ts";
import { clean, columnsOf, wrap } from "./diagram/cells.ts";
import type { DiagramOptions } from "./diagram.ts";
import { count, thousands } from "./numbers.ts";
import { packed } from "./pieces.ts";
import type { Piece } from "./pieces.ts";
import { markOf, styleOf } from "./verdicts.ts";

/** A strip of more lines says less than the rows below it, and is left out. */
const STRIP = 8;
/** Labels take at most so many columns. */
const LABEL = 34;
/** Of the steps that are like another, so many are named. */
const ALIKE = 6;

/** A sweep for people: a strip of verdicts for each node, its steps in rows with the outputs between the verdicts, and a plan for what breaks. No newline at its end. */
export function sweepText(sweep: Sweep, options: DiagramOptions): string {
  const { ascii, color, width } = options;
  const { scenario, seed, how, for: lasting, plan, nodes, already, cuts, failed, unknown, interrupted, steps, guarantees } = sweep;
  const mark = (status: Cut["status"]): string => markOf(status, ascii);
  const rows = nodes.map((node) => ({ node, steps: steps.filter((step) => step.node === node) })).map((one) => ({ ...one, rows: sweepRows(one.steps) }));
  const broken = rows.flatMap((one) => one.rows).flatMap(brokenCuts);
  const hold = guarantees.filter((guarantee) => !already.some((verdict) => verdict.guarantee === guarantee) && !broken.some(({ cut }) => cut.verdicts.some((verdict) => verdict.guarantee === guarantee)));
  const crash = `${how === "power" ? "power loss" : how} ${lasting === "forever" ? "for good" : `for ${writeDuration(lasting)}`}`;
  return [
    paint(clean(scenario, ascii), "bold", color),
    ...wrap(`one crash a run, at every cut: ${crash}; seed ${clean(seed, ascii)}${plan.length > 0 ? `; besides, ${count(plan.length, "fault")} of a plan` : ""}`, width),
    ...wrap(`${mark("pass")} a crash there breaks nothing   ${mark("fail")} it breaks what is promised   ${mark("unknown")} nobody knows`, width),
    ...rows.flatMap((one) => ["", ...nodeLines(one.node, one.steps, one.rows, options)]),
    ...(broken.length === 0 ? [] : ["", "what breaks, and by which plan", ...broken.flatMap((one) => brokenLines(one, options))]),
    "",
    `${count(cuts, "cut")} in ${count(steps.length, "step")}: ${thousands(cuts - failed - unknown)} hold, ${thousands(failed)} break something${unknown > 0 ? `, ${thousands(unknown)} unknown` : ""}${interrupted ? "; interrupted" : ""}`,
    ...(hold.length === 0 || cuts === 0 ? [] : wrap(`holds at every cut: ${hold.map((name) => clean(name, ascii)).join(", ")}`, width - 2).map((line) => `  ${line}`)),
    ...already.flatMap(({ guarantee, status, sentence }) => wrap(`left out: ${clean(guarantee, ascii)}, which is ${status === "fail" ? "broken" : "unknown"} without a crash, too${sentence === undefined ? "" : ` (${clean(sentence, ascii)})`}`, width - 2).map((line) => `  ${line}`)),
  ].join("\n");
}

function nodeLines(node: string, steps: readonly SweptStep[], rows: readonly SweepRow[], { width, ascii, color }: DiagramOptions): string[] {
  const cuts = steps.reduce((sum, step) => sum + step.cuts.length, 0);
  const title = `${paint(clean(node, ascii), "bold", color)}   ${count(cuts, "cut")} in ${count(steps.length, "step")}`;
  if (cuts === 0) return [title];
  const strip = packed(steps.flatMap((step) => markPieces(step, ascii)), width - 2, color);
  const label = (row: SweepRow): string => clean(row.label, ascii);
  const digits = Math.max(...rows.map((row) => thousands(row.steps.length).length));
  const longest = Math.min(LABEL, Math.max(...rows.map((row) => columnsOf(label(row)))));
  const indent = 2 + digits + 2 + longest + 2;
  return [
    title,
    ...(strip.length > STRIP ? [] : [...strip.map((line) => `  ${line}`), ""]),
    ...rows.flatMap((row) => {
      const head = `  ${thousands(row.steps.length).padStart(digits)}x ${label(row)}`;
      const lines = packed(outputPieces(row, ascii), Math.max(20, width - indent), color).map((line) => " ".repeat(indent) + line);
      // A long name has a line of its own.
      return columnsOf(head) > indent - 2 ? [head, ...lines] : [head + lines[0]!.slice(columnsOf(head)), ...lines.slice(1)];
    }),
  ];
}

/** The verdicts of one step, not torn apart. */
function markPieces(step: SweptStep, ascii: boolean): Piece[] {
  const worst = step.cuts.find(({ status }) => status === "fail") ?? step.cuts.find(({ status }) => status === "unknown");
  return [{ text: step.cuts.map(({ status }) => markOf(status, ascii)).join(""), style: styleOfCut(worst) }];
}

function outputPieces(row: SweepRow, ascii: boolean): Piece[] {
  return row.steps[0]!.cuts.flatMap((cut, at): Piece[] => [
    { text: markOf(cut.status, ascii), style: styleOfCut(cut) },
    ...(row.outputs[at] === undefined ? [] : [{ text: wordsOf(row.outputs[at], ascii), style: "plain" as const }]),
  ]);
}

function styleOfCut(cut: Cut | undefined): Piece["style"] {
  const [worst] = [...(cut?.verdicts ?? [])].sort((a, b) => Number(b.status === "fail" && b.promised === "holds") - Number(a.status === "fail" && a.promised === "holds"));
  return worst === undefined ? "effect" : styleOf(worst);
}

function brokenLines({ row, cut, before, behind }: BrokenCut, { width, ascii, color }: DiagramOptions): string[] {
  const words = (output: StepOutput): string => wordsOf(output, ascii);
  const place = before === undefined ? (behind === undefined ? "in a step that puts nothing out" : `before ${words(behind)}`) : behind === undefined ? `after ${words(before)}` : `between ${words(before)} and ${words(behind)}`;
  const sentences = [...new Set(cut.verdicts.map(({ sentence }) => sentence ?? ""))];
  const others = row.steps.slice(1, 1 + ALIKE).map(({ step }) => clean(step, ascii));
  const more = row.steps.length - 1 - others.length;
  const alike = ["likewise in", ...others.map((step, at) => (at < others.length - 1 ? `${step},` : step)), ...(more > 0 ? [`and ${count(more, "more step")}`] : [])];
  const below = [place, ...sentences.map((sentence) => `${cut.verdicts.filter((verdict) => (verdict.sentence ?? "") === sentence).map(({ guarantee, status }) => `${clean(guarantee, ascii)}${status === "unknown" ? " unknown" : ""}`).join(", ")}: ${clean(sentence, ascii)}`)];
  return [
    // The plan in one piece, however long: it is there to be copied.
    `  ${paint(markOf(cut.status, ascii), styleOfCut(cut), color)} ${clean(cut.entry, ascii)}`,
    ...[...below.flatMap((text) => wrap(text, width - 6)), ...(others.length === 0 ? [] : packed(alike.map((text) => ({ text, style: "plain" })), width - 6, color))].map((line) => `      ${line}`),
  ];
}

/** "send ack", "transaction with effect", "confirm". */
function wordsOf({ what, name, effects }: StepOutput, ascii: boolean): string {
  const named = clean(name, ascii);
  switch (what) {
    case "say": return named;
    case "write": case "remove": case "effect": case "close": return what;
    case "transaction": return effects > 0 ? "transaction with effect" : what;
    default: return named === "" ? what : `${what} ${named}`;
  }
}
