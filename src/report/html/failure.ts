import { showTime } from "../../kernel/time.ts";
import { printFault } from "../../world/plan-text.ts";
import { clean } from "../diagram/cells.ts";
import { Words } from "../diagram/words.ts";
import type { Explanation } from "../../search/explain.ts";
import { afterWords, insteadWords, jumpWords, pastWords, percentOf, shareOf, turnsOf } from "../explanation-words.ts";
import type { FailureReport } from "../failure.ts";
import { attributes, element, escaped } from "../markup.ts";
import { necessityWords } from "../necessity.ts";
import { count, thousands } from "../numbers.ts";
import { setFlags } from "../setting.ts";
import { described, drawing } from "../svg/drawing.ts";
import { barChart } from "./charts.ts";
import type { BarOf } from "./charts.ts";
import { diagramKey } from "./key.ts";
import { command, facts, page, section } from "./page.ts";
import { knowsPast, storyList } from "./story.ts";
import { verdictTable } from "./verdicts.ts";

/** A failure as one page that needs nothing else. */
export function failureHtml(report: FailureReport): string {
  const { run, guarantee, faultline } = report;
  return page({
    title: `${guarantee} ${isBroken(report) ? "is broken" : "holds"} - ${run.scenario}`,
    skip: ["stage", "the diagram"],
    faultline,
    main: [head(report), needs(report), happened(report), why(report), section("promises", "Every promise", verdictTable(run.verdicts, "What became of each guarantee in this run")), figures(report), section("in-words", "The story, moment by moment", storyList(report))],
    footer: `<p>Made by Faultline ${escaped(faultline)}. This file needs no network and no other file.</p>`,
  });
}

function isBroken({ verdict }: FailureReport): boolean {
  return verdict?.status === "fail";
}

function head(report: FailureReport): string {
  const { run, guarantee, verdict, title, caveat } = report;
  const outcome = isBroken(report) ? "is broken" : verdict?.status === "unknown" ? "is unknown" : "holds";
  return `<section aria-labelledby="what">
<p class="eyebrow">${escaped(run.scenario)}</p>
<h1 id="what"><span class="${isBroken(report) ? "broken" : "holds"}">${escaped(guarantee)}</span> ${outcome}</h1>
${verdict?.sentence === undefined ? "" : element("p", { class: "lede" }, escaped(verdict.sentence))}
${element("p", { class: "muted" }, escaped(title))}
${caveat === undefined ? "" : element("p", { class: "caveat", role: "note" }, escaped(caveat))}
${facts("facts", [
    ...(verdict?.at === undefined ? [] : [["broken at event", thousands(verdict.at)] as const]),
    ["the run", `${count(run.events, "event")}, ${showTime(run.time)} of virtual time`], ["seed", escaped(run.seed)], ["digest", run.digest],
  ])}
</section>`;
}

function needs({ run, guarantee, necessity, explanation, parameters, command: typed }: FailureReport): string {
  const { plan } = run;
  const set = setFlags(parameters);
  const needed = necessity.filter(({ status }) => status !== undefined && status !== "fail").length;
  const how = plan.length === 0 ? "It takes no fault at all." : `It takes ${count(plan.length, "fault")}${necessity.length === plan.length && needed === plan.length ? (needed === 1 ? ", and without it the promise holds." : ", and none of them can be left out.") : "."}`;
  return section("needs", "What it takes",
    element("p", {}, escaped(how)),
    plan.length === 0 ? "" : `<ol class="plan">\n${plan.map((fault, at) => `<li>${element("code", {}, escaped(printFault(fault)))}${necessity[at] === undefined ? "" : element("p", {}, [...necessityWords(necessity[at], guarantee), ...needIn(explanation, at)].map(escaped).join(" "))}</li>`).join("\n")}\n</ol>`,
    set.length === 0 ? "" : `<p class="note">In this setting: ${set.map((one) => element("code", {}, escaped(one))).join(", ")}</p>`,
    run.missed.length === 0 ? "" : `<p class="note">Struck nothing: ${run.missed.map((fault) => element("code", {}, escaped(printFault(fault)))).join(", ")}</p>`,
    typed === undefined ? "" : command("replay", typed));
}

/** What else would have done in a fault's place. That it is needed has been said. */
function needIn(explanation: Explanation | undefined, at: number): readonly string[] {
  const fault = explanation?.faults[at];
  return fault === undefined || fault.need === "idle" ? [] : [insteadWords(fault)];
}

/** When the failure became likely, and what it goes back to. */
function why({ explanation, run }: FailureReport): string {
  if (explanation === undefined) return "";
  const { likelihoods, jump } = explanation;
  const bars = turnsOf(likelihoods).map((moment): BarOf => ({ label: showTime(moment.at), value: Math.round(100 * shareOf(moment)), words: `${percentOf(moment)}${afterWords(moment, ", ")}` }));
  return section("why", "When it became likely",
    element("p", {}, escaped(`At moments of the run all that came after was left to chance${run.plan.length === 0 ? "" : ", with the faults that had struck by then"}.${jump === undefined ? "" : ` ${jumpWords(jump)}`} ${pastWords(explanation)}`)),
    `<div class="charts">${barChart("How often it broke then", `${count(likelihoods.length, "moment")}, ${count(Math.max(...likelihoods.map(({ tried }) => tried)), "future")} of each at most`, bars, 100)}</div>`);
}

function happened(report: FailureReport): string {
  const { shown, whole } = report;
  const { markup, width, height, left } = drawing(shown);
  const words = new Words(shown, false);
  const idle = whole.lanes.filter(({ name }) => !shown.lanes.some((lane) => lane.name === name)).map(({ name }) => words.clean(name));
  const notes = [
    ...(left === "" ? [] : [`Not shown: ${left}. To see more: report with --all, or --message m1.`]),
    ...(idle.length === 0 ? [] : [`Without a part in this: ${idle.join(", ")}.`]),
    ...(knowsPast(report) ? [] : ["The causal past is left out: the run is too long. To have it: report with --until EVENT, or make the run shorter."]),
    ...(whole.truncated ? ["The trace was full before the run was over: what came later is missing."] : []),
  ];
  const tool = (id: string, label: string, more: { readonly [name: string]: string | undefined } = {}): string => element("button", { type: "button", id, ...more }, label);
  return section("diagram", "What happened",
    `<div class="tools" role="toolbar" aria-label="Diagram" hidden data-needs-script>${[
      tool("back", "← Back"), tool("forward", "Forward →"), ...(shown.violations.length > 0 ? [tool("broken", "What broke")] : []), tool("follow", "Follow message", { "aria-pressed": "false" }), ...(knowsPast(report) ? [tool("past", "Causal past", { "aria-pressed": "true" })] : []),
      '<span class="gap"></span>', tool("farther", "−", { "aria-label": "Zoom out" }), tool("fit", "Fit"), tool("nearer", "+", { "aria-label": "Zoom in" }),
    ].join("")}</div>`,
    `<div class="bench"><div class="stage" id="stage" tabindex="0" role="group" aria-roledescription="space-time diagram" aria-label="${escaped(described(shown, words))}">
<svg class="diagram" role="img" aria-label="Space-time diagram"${attributes({ viewBox: `0 0 ${width} ${height}`, width, height })}>
${markup}
</svg></div>`,
    `<aside class="panel" id="panel" aria-live="polite" aria-label="Selected moment">${hint()}</aside></div>`,
    diagramKey(shown),
    ...notes.map((note) => element("p", { class: "note" }, escaped(note))),
    '<div class="tip" id="tip" role="tooltip" hidden></div>');
}

function hint(): string {
  const keys: readonly (readonly [string, string])[] = [["← →", "step through the moments"], ["V", "what broke"], ["C", "causal past on, off"], ["F", "follow the message"], ["+ − 0", "zoom"], ["Esc", "leave"]];
  return `<p>Select a moment: click it, or step.</p><dl class="keys" data-needs-script hidden>${keys.map(([key, what]) => `<dt><kbd>${key}</kbd></dt><dd>${what}</dd>`).join("")}</dl>`;
}

function figures({ run }: FailureReport): string {
  const list = (heading: string, values: { readonly [name: string]: number }): string => {
    const pairs = Object.entries(values);
    return pairs.length === 0 ? "" : `<div>${element("h3", {}, heading)}<dl>${pairs.map(([name, value]) => `${element("dt", {}, escaped(clean(name, false)))}${element("dd", {}, thousands(value))}`).join("")}</dl></div>`;
  };
  const faults = Object.fromEntries(Object.entries(run.faults).filter(([, { injected }]) => injected > 0).map(([kind, { injected }]) => [kind, injected]));
  return section("figures", "Counted", `<div class="figures">${list("History", run.history)}${list("Faults that struck", faults)}${list("Highest", run.gauges)}${list("Reached", run.sometimes)}</div>`);
}
