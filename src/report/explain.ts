import { showTime } from "../kernel/time.ts";
import type { ExplainedFault, Explanation, Likelihood, Tried } from "../search/explain.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { relevantTo } from "../view/relevant.ts";
import { spaceTime } from "../view/space-time.ts";
import { chiefViolation } from "../view/violations.ts";
import { paint } from "./diagram/canvas.ts";
import { clean, wrap } from "./diagram/cells.ts";
import { diagram } from "./diagram.ts";
import type { DiagramOptions } from "./diagram.ts";
import { count, thousands } from "./numbers.ts";

/** Columns of a bar. */
const BAR = 20;
/** Of the moments at most so many are listed: where the likelihood changes. */
const ROWS = 12;

/** Why a failure happens, for people: what each fault is needed for, when it became likely, and the diagram. No newline at its end. */
export function explanationText(explanation: Explanation, simulation: Simulation, options: DiagramOptions & { readonly scenario: string }): string {
  const { ascii, color, width, scenario } = options;
  const { guarantee, sentence, at, faults, likelihoods, past, beside, runs } = explanation;
  const whole = spaceTime(simulation);
  const lines = (text: string, indent: string): string[] => wrap(clean(text, ascii), width - indent.length).map((line) => `${indent}${line}`);
  return [
    paint(`${clean(scenario, ascii)}: why ${clean(guarantee, ascii)} breaks`, "violation", color),
    ...lines(`${sentence} (${showTime(at)}, event ${thousands(explanation.event)})`, ""),
    "",
    faults.length === 0 ? "it takes no fault: what chance has drawn is enough" : `what each fault is needed for`,
    ...faults.flatMap((fault) => [`  ${clean(fault.line, ascii)}`, ...lines(needIn(fault), "    ")]),
    "",
    "how likely the failure was, had the rest been left to chance",
    ...courseIn(explanation, ascii).map((line) => `  ${line}`),
    ...(explanation.jump === undefined ? [] : lines(jumpIn(explanation), "  ")),
    "",
    ...lines(`The violation goes back to ${count(past.length, "step")}; ${thousands(Math.max(0, beside))} other${beside === 1 ? "" : "s"} before it told it nothing.`, ""),
    "",
    diagram(relevantTo(whole, chiefViolation(whole.violations, [guarantee]) ?? []), options),
    "",
    `${count(runs, "run")} over ${count(likelihoods.length, "moment")} and ${count(faults.length, "fault")}`,
  ].join("\n");
}

function needIn({ fault: { fault }, need, elsewhere, otherwise }: ExplainedFault): string {
  const also = [...told(elsewhere, `${fault} elsewhere`), ...told(otherwise, "something else at this place")];
  const examples = [...(need === "any" ? elsewhere : otherwise).examples].slice(0, 1).map((line) => `, such as: ${line}`).join("");
  const others = also.length === 0 ? "" : ` ${also.join("; ")}${need === "exact" ? "" : examples}.`;
  switch (need) {
    case "idle": return `Not needed: it breaks without it as well.${others}`;
    case "any": return `Needed, but nearly any ${fault} will do.${others}`;
    case "place": return `Needed; only the place and time matter, not what happens there.${others}`;
    case "exact": return `Needed, and very little else will do.${others}`;
  }
}

function told({ tried, broke }: Tried, what: string): string[] {
  return tried === 0 ? [] : [`${thousands(broke)} of ${thousands(tried)} tries of ${what} break it too`];
}

/** A row for each moment at which the likelihood is another than before. */
function courseIn({ likelihoods }: Explanation, ascii: boolean): string[] {
  const share = ({ broke, tried }: Likelihood): number => broke / tried;
  const turns = likelihoods.filter((moment, index) => index === 0 || index === likelihoods.length - 1 || Math.abs(share(moment) - share(likelihoods[index - 1]!)) >= 0.05 || moment.struck.length !== likelihoods[index - 1]!.struck.length);
  const shown = turns.length <= ROWS ? turns : [...turns.slice(0, ROWS - 1), turns.at(-1)!];
  const widest = Math.max(...shown.map(({ at }) => showTime(at).length));
  return shown.map((moment) => {
    const filled = Math.round(share(moment) * BAR);
    const bar = (ascii ? "#" : "█").repeat(filled) + (ascii ? "." : "░").repeat(BAR - filled);
    return `${showTime(moment.at).padStart(widest)}  ${bar}  ${String(Math.round(share(moment) * 100)).padStart(3)} %${moment.struck.length > 0 ? `  after ${count(moment.struck.length, "fault")}` : ""}`;
  });
}

function jumpIn({ jump }: Explanation): string {
  const { from, to, struck } = jump!;
  const percent = ({ broke, tried }: Likelihood): string => `${Math.round((100 * broke) / tried)} %`;
  const when = from.at === to.at ? `at ${showTime(to.at)}` : `between ${showTime(from.at)} and ${showTime(to.at)}`;
  return `It became likely ${when}: from ${percent(from)} to ${percent(to)}${struck.length > 0 ? `, when this struck: ${struck.join("; ")}` : ""}.`;
}
