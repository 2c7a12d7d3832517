import type { CampaignDocument } from "../campaign/campaign-file.ts";
import { printFault } from "../world/plan-text.ts";
import { campaignText } from "./campaign.ts";
import type { CampaignFigures } from "./campaign.ts";
import { paint } from "./diagram/canvas.ts";
import { clean, wrap } from "./diagram/cells.ts";
import { diagram } from "./diagram.ts";
import type { DiagramOptions } from "./diagram.ts";
import { COURSE, courseLines } from "./explain.ts";
import { insteadWords, jumpWords, pastWords } from "./explanation-words.ts";
import type { FailureReport } from "./failure.ts";
import { necessityWords } from "./necessity.ts";
import { verdictLines } from "./verdicts.ts";

/** A failure for a terminal: what broke, what each fault was needed for, the diagram, the verdicts. No newline at its end. */
export function failureText({ run, guarantee, verdict, necessity, explanation, shown, caveat, command }: FailureReport, options: DiagramOptions): string {
  const { ascii, color, width } = options;
  const broken = verdict?.status === "fail";
  const needed = (at: number): string[] => (necessity[at] === undefined ? [] : within([...necessityWords(necessity[at], guarantee), ...(explanation === undefined || necessity[at].status === "fail" ? [] : [insteadWords(explanation.faults[at]!)])].join(" "), "    "));
  const within = (text: string, indent: string): string[] => wrap(clean(text, ascii), width - indent.length).map((line) => `${indent}${line}`);
  return [
    paint(`${clean(run.scenario, ascii)}: ${clean(guarantee, ascii)} ${broken ? "is broken" : verdict?.status === "unknown" ? "is unknown" : "holds"}`, broken ? "violation" : "effect", color),
    ...(verdict?.sentence === undefined ? [] : wrap(clean(verdict.sentence, ascii), width)),
    ...(caveat === undefined ? [] : ["", ...wrap(clean(caveat, ascii), width)]),
    "",
    run.plan.length === 0 ? "it takes no fault at all" : "what it takes",
    ...run.plan.flatMap((fault, at) => [`  ${clean(printFault(fault), ascii)}`, ...needed(at)]),
    "",
    diagram(shown, options),
    "",
    ...(explanation === undefined ? [] : [COURSE, ...courseLines(explanation, ascii).map((line) => `  ${line}`), ...within([...(explanation.jump === undefined ? [] : [jumpWords(explanation.jump)]), pastWords(explanation)].join(" "), "  "), ""]),
    ...verdictLines(run.verdicts, options),
    ...(command === undefined ? [] : ["", `replay it:  ${clean(command, ascii)}`]),
  ].join("\n");
}

/** A campaign as `check` told it, scenario by scenario. No newline at its end. */
export function campaignsText({ scenarios }: CampaignDocument, options: DiagramOptions): string {
  return scenarios.map((part) => {
    if (part.error !== undefined) return `${clean(part.name, options.ascii)}   ${clean(part.error, options.ascii)}`;
    const figures: CampaignFigures = { runs: part.runs ?? 0, events: part.events ?? 0, seconds: part.seconds ?? 0, verdicts: part.verdicts ?? [], sometimes: part.sometimes ?? {}, faults: part.faults ?? {}, interrupted: part.interrupted === true };
    return campaignText(part.name, part.title ?? "", figures, options);
  }).join("\n\n");
}
