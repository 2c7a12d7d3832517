import type { Matrix, MatrixProtocol } from "../../search/matrix.ts";
import { matrixTable } from "../../view/matrix-table.ts";
import { element, escaped } from "../markup.ts";
import { howToRun } from "../matrix.ts";
import { count } from "../numbers.ts";
import { markOf } from "../verdicts.ts";

const WORDS = { pass: "never broke", fail: "broke", unknown: "nobody knows" };

/** A table for each protocol: kinds of fault down, guarantees across. */
export function matrixTables({ protocols, runs, seed }: Matrix): string {
  return `<section aria-labelledby="matrix-heading"><h2 id="matrix-heading">Kinds of fault, each alone</h2>${element("p", { class: "muted" }, escaped(`${count(runs, "run")} for each; seed ${seed}.`))}${protocols.map(protocol).join("\n")}</section>`;
}

function protocol(of: MatrixProtocol): string {
  const { columns, rows, notes } = matrixTable(of);
  const body = rows.map(({ label, cells }) => `<tr><th scope="row">${label}</th>${cells.map(({ status, note }) => `<td class="${status === "pass" ? "holds" : status === "fail" ? "broken" : "odd"}"><span aria-hidden="true">${markOf(status, false)}</span><span class="unseen">${WORDS[status]}</span>${note === undefined ? "" : ` (${note})`}</td>`).join("")}</tr>`);
  return `<section><h3>${escaped(of.scenario)}</h3>${element("p", { class: "muted" }, escaped(of.title))}<div class="wide" tabindex="0" role="group" aria-label="${escaped(`Kinds of fault by guarantees: ${of.scenario}`)}"><table><thead><tr><th scope="col">fault</th>${columns.map(({ guarantee, promised }) => `<th scope="col">${escaped(guarantee)}${promised === "nothing" ? "" : ` (${promised})`}</th>`).join("")}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>${notes.length === 0 ? "" : `<ol>${notes.map(({ counterexample }) => `<li>${counterexample.lines.length === 0 ? "no fault at all" : element("code", {}, escaped(counterexample.lines.join("; ")))} with ${element("code", {}, escaped(howToRun(counterexample, false)))}</li>`).join("")}</ol>`}</section>`;
}
