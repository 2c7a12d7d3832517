import type { Conformance, ConformanceRow } from "../campaign/conform/conformance.ts";
import { paint } from "./diagram/canvas.ts";
import { clean, wrap } from "./diagram/cells.ts";
import type { DiagramOptions } from "./diagram.ts";
import { count } from "./numbers.ts";

/** A conformance table for people, row by row. No newline at its end. */
export function conformanceText(found: Conformance, { ascii, width, color }: DiagramOptions): string {
  const lines = found.rows.flatMap((row) => rowLines(row, ascii, color));
  const differences = found.random?.differences ?? [];
  const scripts = differences.flatMap(({ row, model }) => [...clean(row, ascii).split("\n"), `    the model: ${observed(model, ascii)}`, ""]);
  return [...lines, ...(lines.length > 0 ? [""] : []), ...scripts, ...summary(found).flatMap((line) => wrap(clean(line, ascii), width))].join("\n");
}

/** What ran, against what, and how it came out. */
export function summary(found: Conformance): string[] {
  const { counts, broker, modelOnly, random, interrupted } = found;
  const real = broker === undefined ? "Only the model's half ran" : `Both halves ran: the model, and ${broker.product} ${broker.version} at ${broker.url}`;
  const left = modelOnly.rows.length === 0 || broker === undefined ? "" : `; ${count(modelOnly.rows.length, "row")} on the model alone (${modelOnly.rows.join(", ")}): ${modelOnly.because}`;
  const ran = `${real}${broker === undefined ? `: ${modelOnly.because}` : left}.`;
  if (random !== undefined) {
    return [ran, `${count(random.scripts, "random script")}, ${count(random.operations, "operation")}, seed ${random.seed}: ${count(random.scripts - random.differences.length, "script")} the same${random.again > 0 ? ` (${random.again} when played again)` : ""}, ${random.differences.length} different${interrupted ? "; interrupted" : ""}.`];
  }
  return [ran, `${count(found.rows.length, "row")}: ${counts.same} same, ${counts.different} different, ${counts.versionSpecific} version-specific${interrupted ? "; interrupted" : ""}.`];
}

function rowLines(row: ConformanceRow, ascii: boolean, color: boolean): string[] {
  const { id, title, verdict, real, difference, versions } = row;
  const shown = `${String(id).padStart(4)}  ${verdict.padEnd(16)}  ${clean(title, ascii)}${real ? "" : " (model only)"}`;
  if (difference === undefined) return [shown];
  const { after, expected, model, broker } = difference;
  const about = [
    `after ${after}`,
    ...(versions === undefined ? [] : [`the row is of ${versions.join(", ")}`]),
    `row     ${observed(expected, ascii)}`,
    `model   ${observed(model, ascii)}`,
    ...(broker === undefined ? [] : [`broker  ${observed(broker, ascii)}`]),
  ];
  return [paint(shown, "bold", color), ...about.map((line) => `        ${clean(line, ascii)}`)];
}

function observed(lines: readonly string[], ascii: boolean): string {
  return lines.length === 0 ? "nothing" : clean(lines.join(" · "), ascii);
}
