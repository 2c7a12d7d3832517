import type { CampaignDocument, CampaignPart, ToldCounterexample } from "../../campaign/campaign-file.ts";
import { showTime } from "../../kernel/time.ts";
import { replayCommand } from "../../scenario/replay-command.ts";
import type { Matrix } from "../../search/matrix.ts";
import { spreadOfCounts, spreadOfTimes } from "../../view/distributions.ts";
import { campaignFacts } from "../campaign-facts.ts";
import { evidence } from "../campaign.ts";
import { element, escaped } from "../markup.ts";
import { count, thousands } from "../numbers.ts";
import { barChart, distributionChart } from "./charts.ts";
import { matrixTables } from "./matrix.ts";
import { command, facts, page } from "./page.ts";
import { verdictTable } from "./verdicts.ts";

/** What stands beside a campaign. */
export interface Companions {
  /** What `faultline matrix` found: its tables stand below. */
  readonly matrix?: Matrix | undefined;
  /** Where the page of a failure file is, from this page; undefined when there is none. */
  readonly pageOf?: (failureFile: string) => string | undefined;
}

/** A campaign as one page: verdicts with how sure they are, and what they rest on. */
export function campaignHtml({ version, seed, scenarios }: CampaignDocument, { matrix, pageOf = () => undefined }: Companions = {}): string {
  const sum = (of: (part: CampaignPart) => number): number => scenarios.reduce((total, part) => total + of(part), 0);
  const seconds = sum((part) => part.seconds ?? 0);
  const workers = Math.max(...scenarios.map((part) => part.workers ?? 1));
  const runs = sum((part) => part.runs ?? 0);
  const odd = scenarios.filter(({ asPromised }) => !asPromised).length;
  const only = scenarios.length === 1 ? scenarios[0]!.name : count(scenarios.length, "scenario");
  const stopped = scenarios.some(({ interrupted = false }) => interrupted) && scenarios.every(({ asPromised, interrupted = false, verdicts = [] }) => asPromised || (interrupted && verdicts.every((verdict) => verdict.asPromised)));
  const heading = stopped ? "Interrupted, with nothing found so far that was not promised" : odd === 0 ? "Everything is as promised" : scenarios.length === 1 ? "Not as promised" : `${thousands(odd)} of ${count(scenarios.length, "scenario")} not as promised`;
  return page({
    title: `${heading} - ${only}`,
    skip: ["scenarios", "the scenarios"],
    faultline: version,
    main: [
      `<section aria-labelledby="what"><p class="eyebrow">${escaped(only)}</p><h1 id="what"><span class="${odd === 0 ? "holds" : "broken"}">${heading}</span></h1>
${facts("facts", [["runs", thousands(runs)], ["events", thousands(sum((part) => part.events ?? 0))], ["seconds", seconds.toFixed(1)], ...(workers > 1 ? [["workers", thousands(workers)] as const] : []), ["runs a second", seconds > 0 ? thousands(Math.round(runs / seconds)) : "-"], ["seed", escaped(seed)]])}</section>`,
      scenarios.length > 1 ? overview(scenarios) : "",
      `<div id="scenarios">${[...scenarios].sort((a, b) => Number(a.asPromised) - Number(b.asPromised)).map((part) => partOf(part, scenarios.indexOf(part), scenarios.length > 3, pageOf)).join("\n")}</div>`,
      matrix === undefined ? "" : matrixTables(matrix),
    ],
    footer: `<p>Made by Faultline ${escaped(version)}. This file needs no network and no other file.</p>`,
  });
}

function overview(scenarios: readonly CampaignPart[]): string {
  const rows = scenarios.map(({ name, asPromised, error, runs = 0, verdicts = [] }, at) => `<tr><th scope="row"><a href="#scenario-${at}">${escaped(name)}</a></th><td><span class="${asPromised ? "holds" : "broken"}">${asPromised ? "as promised" : error === undefined ? "NOT as promised" : "could not be judged"}</span></td><td>${verdicts.filter(({ promised }) => promised !== "nothing").map(({ guarantee, promised }) => `${escaped(guarantee)} ${promised}`).join(", ")}</td><td class="number">${thousands(runs)}</td></tr>`);
  return `<section aria-labelledby="all-heading"><h2 id="all-heading">All scenarios</h2><div class="wide" tabindex="0" role="group" aria-label="All scenarios"><table><thead><tr><th scope="col">scenario</th><th scope="col">outcome</th><th scope="col">promises</th><th scope="col" class="number">runs</th></tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table></div></section>`;
}

/** Of many, those that are as promised are closed. */
function partOf(part: CampaignPart, at: number, many: boolean, pageOf: (file: string) => string | undefined): string {
  const { name, title, error, runs = 0, verdicts = [], counterexamples } = part;
  if (error !== undefined) return `<article id="scenario-${at}"><h2>${escaped(name)}</h2><p class="broken">${escaped(error)}</p></article>`;
  const told = campaignFacts(part).map(([called, phrase]) => [called, escaped(phrase)] as const);
  return `<article><details${part.asPromised && many ? "" : " open"}><summary><h2>${escaped(name)}</h2><span class="${part.asPromised ? "holds" : "broken"}">${part.asPromised ? "as promised" : "NOT as promised"}</span></summary>
<div id="scenario-${at}">
${title === undefined ? "" : element("p", { class: "muted" }, escaped(title))}
${verdictTable(verdicts, `What became of each guarantee of ${name}`, (verdict) => evidence(verdict, runs))}
${counterexamples.length === 0 ? "" : `<section><h3>What broke</h3><ol class="plan">${counterexamples.map((one, which) => counterexample(one, `replay-${at}-${which}`, one.file === undefined ? undefined : pageOf(one.file))).join("\n")}</ol></section>`}
<section><h3>What this rests on</h3>${told.length === 0 ? "" : facts("beside", told)}<div class="charts">${charts(part)}</div></section>
</div></details></article>`;
}

function counterexample({ guarantee, lines, sentence, runsToFind, seed, file }: ToldCounterexample, id: string, page: string | undefined): string {
  const how = lines.length === 0 ? "no fault at all" : lines.map((line) => element("code", {}, escaped(line))).join("<br>");
  return `<li><strong>${escaped(guarantee)}</strong> ${escaped(sentence)}<br>${how}<p>${runsToFind > 0 ? `Found in run ${thousands(runsToFind)}, ` : ""}seed ${escaped(seed)}.${page === undefined ? "" : ` <a href="${escaped(page)}">See what happened</a>`}</p>${file === undefined ? "" : command(id, replayCommand(file))}</li>`;
}

function charts({ strategies = {}, faults = {}, samples, sometimes = {} }: CampaignPart): string {
  const of = <T>(record: { readonly [name: string]: T }): [string, T][] => Object.entries(record);
  const tried = of(strategies).map(([label, { runs, failures }]) => ({ label, value: runs, broken: failures, words: `${thousands(failures)} of ${thousands(runs)}` }));
  const struck = of(faults).filter(([, { injected }]) => injected > 0).map(([label, { injected, reached }]) => ({ label, value: injected, words: reached < injected ? `${thousands(injected)}, ${thousands(reached)} noticed` : thousands(injected) }));
  const reached = of(sometimes).map(([label, value]) => ({ label: label.length > 20 ? `${label.slice(0, 19)}…` : label, value }));
  return [
    tried.length === 0 ? "" : barChart("Failures by strategy", "runs in which a promised guarantee broke", tried),
    samples === undefined ? "" : distributionChart("From hand-over to confirm", spreadOfTimes(samples.toConfirm), showTime, false),
    samples === undefined ? "" : distributionChart("From hand-over to effect", spreadOfTimes(samples.toEffect), showTime, false),
    samples === undefined ? "" : distributionChart("Attempts for a message", spreadOfCounts(samples.attempts), String, true),
    struck.length === 0 ? "" : barChart("Faults that struck", "over all runs", struck),
    reached.length === 0 ? "" : barChart("Sometimes", "how often each was reached", reached),
  ].join("\n");
}
