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
import { afterWords, byNeed, faultlessWords, headWords, idleWords, jumpWords, needWords, pastWords, percentOf, shareOf, turnsOf } from "./explanation-words.ts";
import { count } from "./numbers.ts";
import { flagLines, setFlags } from "./setting.ts";
import type { Setting } from "./setting.ts";

/** Columns of a bar. */
const BAR = 20;

/** Above the course of the likelihood. */
export const COURSE = "how likely the failure was, had the rest been left to chance";

/** Why a failure happens, for people: what each fault is needed for, when it became likely, and the diagram. No newline at its end. */
export function explanationText(explanation: Explanation, simulation: Simulation, options: DiagramOptions & { readonly scenario: string; readonly setting: Setting }): string {
  const { ascii, color, scenario, setting } = options;
  const { guarantee, faults, likelihoods, runs } = explanation;
  const whole = spaceTime(simulation);
  return [
    paint(`${clean(scenario, ascii)}: why ${clean(guarantee, ascii)} breaks`, "violation", color),
    ...reasonLines(explanation, options, [paint("in this setting", "dim", color), ...flagLines([`--seed ${setting.seed}`, ...setFlags(setting.parameters)], options)]),
    "",
    diagram(relevantTo(whole, chiefViolation(whole.violations, [guarantee]) ?? []), options),
    "",
    `${count(runs, "run")} over ${count(likelihoods.length, "moment")} and ${count(faults.length, "fault")}`,
  ].join("\n");
}

/** The same without title and diagram, line by line: the sentence, lines on its `setting`, the faults, those that are needed first, the course, the past. */
export function reasonLines(explanation: Explanation, { ascii, color, width }: DiagramOptions, setting: readonly string[] = []): readonly string[] {
  const { faults, jump } = explanation;
  const lines = (text: string, indent: string): string[] => wrap(clean(text, ascii), width - indent.length).map((line) => `${indent}${line}`);
  const title = (text: string): string => paint(text, "dim", color);
  const entry = (line: string): string[] => lines(line, "  ").map((part) => paint(part, "fault", color));
  const [needed, idle] = byNeed(faults);
  return [
    ...lines(headWords(explanation), ""),
    "",
    ...(setting.length === 0 ? [] : [...setting, ""]),
    ...(faults.length === 0 ? [...lines(faultlessWords(explanation), "").map(title), ""] : []),
    ...(needed.length === 0 ? [] : [title("what each fault is needed for"), ...needed.flatMap((fault) => [...entry(fault.line), ...lines(needWords(fault), "    ")]), ""]),
    ...(idle.length === 0 ? [] : [...lines(idleWords(idle), "").map(title), ...idle.flatMap(({ line }) => entry(line)), ""]),
    title(COURSE),
    ...courseLines(explanation, ascii).map((line) => `  ${line}`),
    ...(jump === undefined ? [] : lines(jumpWords(jump), "  ")),
    "",
    ...lines(pastWords(explanation), ""),
  ];
}

/** The course of the likelihood as bars, a row for each turn. */
export function courseLines({ likelihoods }: Explanation, ascii: boolean): readonly string[] {
  const shown = turnsOf(likelihoods);
  const widest = Math.max(...shown.map(({ at }) => showTime(at).length));
  return shown.map((moment) => {
    const filled = Math.round(shareOf(moment) * BAR);
    const bar = (ascii ? "#" : "█").repeat(filled) + (ascii ? "." : "░").repeat(BAR - filled);
    return `${showTime(moment.at).padStart(widest)}  ${bar}  ${percentOf(moment).padStart(5)}${afterWords(moment, "  ")}`;
  });
}
