import { showTime } from "../kernel/time.ts";
import type { Explanation } from "../search/explain.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { relevantTo } from "../view/relevant.ts";
import { spaceTime } from "../view/space-time.ts";
import { chiefViolation } from "../view/violations.ts";
import { paint } from "./diagram/canvas.ts";
import { clean, wrap } from "./diagram/cells.ts";
import { diagram } from "./diagram.ts";
import type { DiagramOptions } from "./diagram.ts";
import { jumpWords, needWords, pastWords, shareOf, turnsOf } from "./explanation-words.ts";
import { count, thousands } from "./numbers.ts";

/** Columns of a bar. */
const BAR = 20;
/** Of the moments at most so many are listed: where the likelihood changes. */
const ROWS = 12;

/** Above the course of the likelihood. */
export const COURSE = "how likely the failure was, had the rest been left to chance";

/** Why a failure happens, for people: what each fault is needed for, when it became likely, and the diagram. No newline at its end. */
export function explanationText(explanation: Explanation, simulation: Simulation, options: DiagramOptions & { readonly scenario: string }): string {
  const { ascii, color, width, scenario } = options;
  const { guarantee, sentence, at, faults, likelihoods, runs } = explanation;
  const whole = spaceTime(simulation);
  const lines = (text: string, indent: string): string[] => wrap(clean(text, ascii), width - indent.length).map((line) => `${indent}${line}`);
  return [
    paint(`${clean(scenario, ascii)}: why ${clean(guarantee, ascii)} breaks`, "violation", color),
    ...lines(`${sentence} (${showTime(at)}, event ${thousands(explanation.event)})`, ""),
    "",
    faults.length === 0 ? "it takes no fault: what chance has drawn is enough" : `what each fault is needed for`,
    ...faults.flatMap((fault) => [`  ${clean(fault.line, ascii)}`, ...lines(needWords(fault), "    ")]),
    "",
    COURSE,
    ...courseLines(explanation, ascii).map((line) => `  ${line}`),
    ...(explanation.jump === undefined ? [] : lines(jumpWords(explanation.jump), "  ")),
    "",
    ...lines(pastWords(explanation), ""),
    "",
    diagram(relevantTo(whole, chiefViolation(whole.violations, [guarantee]) ?? []), options),
    "",
    `${count(runs, "run")} over ${count(likelihoods.length, "moment")} and ${count(faults.length, "fault")}`,
  ].join("\n");
}

/** The course of the likelihood as bars, a row for each turn. */
export function courseLines({ likelihoods }: Explanation, ascii: boolean): readonly string[] {
  const shown = turnsOf(likelihoods, ROWS);
  const widest = Math.max(...shown.map(({ at }) => showTime(at).length));
  return shown.map((moment) => {
    const filled = Math.round(shareOf(moment) * BAR);
    const bar = (ascii ? "#" : "█").repeat(filled) + (ascii ? "." : "░").repeat(BAR - filled);
    return `${showTime(moment.at).padStart(widest)}  ${bar}  ${String(Math.round(shareOf(moment) * 100)).padStart(3)} %${moment.struck.length > 0 ? `  after ${count(moment.struck.length, "fault")}` : ""}`;
  });
}
