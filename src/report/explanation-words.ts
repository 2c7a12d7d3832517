import { showTime } from "../kernel/time.ts";
import type { ExplainedFault, Explanation, Jump, Likelihood, Tried } from "../search/explain.ts";
import { count, thousands } from "./numbers.ts";

/** Of the moments of a course at most so many are told: where the likelihood changes. */
const TURNS = 12;
/** Fewer tries than this show nothing. */
const ENOUGH = 5;
/** Shares of fifty futures differ by so much without a reason. */
const NOISE = 0.1;

/** The faults that are needed, and those without each of which it breaks as well: what else breaks it in their place says nothing. */
export function byNeed(faults: readonly ExplainedFault[]): readonly [needed: readonly ExplainedFault[], idle: readonly ExplainedFault[]] {
  return [faults.filter(({ need }) => need !== "idle"), faults.filter(({ need }) => need === "idle")];
}

/** What broke and when. A sentence that names the time already has only the event added. */
export function headWords({ sentence, at, event }: Explanation): string {
  const time = showTime(at);
  const isSaid = sentence.split(/\s+/).some((word) => word.replace(/[.,:;]$/, "") === time);
  return `${sentence} (${isSaid ? "" : `${time}, `}event ${thousands(event)})`;
}

/** Of a plan without a fault: what breaks it, as a heading. */
export function faultlessWords({ likelihoods: [first] }: Explanation): string {
  return first !== undefined && shareOf(first) === 1 ? "it takes no fault and no chance: it breaks in every run that was tried" : "it takes no fault: what chance has drawn is enough";
}

/** A heading for those that are not needed. */
export function idleWords(idle: readonly ExplainedFault[]): string {
  return idle.length === 1 ? "not needed: it breaks without it as well" : "not needed: without any one of them it breaks as well";
}

/** What a fault is needed for, in a sentence or two. */
export function needWords(explained: ExplainedFault): string {
  const { need } = explained;
  if (need === "idle") return "Not needed: it breaks without it as well.";
  const instead = insteadWords(explained);
  if (!isTold(explained)) return ["Needed.", ...(instead === "" ? [] : [instead])].join(" ");
  return `Needed${{ any: ", but ", some: ", but ", place: "; ", exact: ", and " }[need]}${instead[0]!.toLowerCase()}${instead.slice(1)}`;
}

/** What else would have done in the place of a fault that is needed: of too few tries only these, of none nothing. */
export function insteadWords(explained: ExplainedFault): string {
  const { fault, need } = explained;
  const would = { any: `Nearly any ${fault.fault}${isTimed(fault) ? " about that time" : ""} will do.`, place: isCut(fault) ? "Only the place matters, not the manner of the crash." : "Only the place and time matter, not what happens there.", some: "Some others will do.", exact: "Very little else will do.", idle: "Anything will do." }[need];
  return [...(isTold(explained) ? [would] : []), ...triesOf(explained)].join(" ");
}

/** So much was tried that something can be said of what would do. */
function isTold({ need, elsewhere, otherwise }: ExplainedFault): boolean {
  const tried = { any: elsewhere.tried, place: otherwise.tried, some: elsewhere.tried + otherwise.tried, exact: elsewhere.tried + otherwise.tried, idle: ENOUGH }[need];
  return tried >= ENOUGH;
}

function isTimed(fault: ExplainedFault["fault"]): boolean {
  return "at" in fault && !("packet" in fault);
}

/** A crash in a step: in its place only others are tried. */
function isCut(fault: ExplainedFault["fault"]): boolean {
  return fault.fault === "crash" && "in" in fault;
}

function triesOf(explained: ExplainedFault): string[] {
  const { fault, need, elsewhere, otherwise } = explained;
  const also = [...told(elsewhere, `${fault.fault} ${isTimed(fault) ? "at times near it" : "elsewhere"}`), ...told(otherwise, isCut(fault) ? "another crash at this place" : "something else at this place")];
  const all = { any: elsewhere.examples, place: otherwise.examples, some: [...elsewhere.examples, ...otherwise.examples], exact: [], idle: otherwise.examples }[need];
  const examples = isTold(explained) ? all.slice(0, 1) : [];
  return also.length === 0 ? [] : [`${also.join("; ")}${examples.map((line) => `, such as: ${line}`).join("")}.`];
}

function told({ tried, broke }: Tried, what: string): string[] {
  return tried === 0 ? [] : [`${thousands(broke)} of ${thousands(tried)} tries of ${what} break it too`];
}

/** What the violation goes back to, and how much came before it besides: of that nobody knows whether it matters. */
export function pastWords({ past, beside }: Explanation): string {
  const others = Math.max(0, beside);
  return `The violation goes back to ${count(past.length, "step")}: what is about its messages, what set that off, and what faults struck; ${count(others, "other event")} came before it.`;
}

/** When the failure became likely. */
export function jumpWords({ from, to, struck }: Jump): string {
  const [earlier, later] = [showTime(from.at), showTime(to.at)];
  // Times that differ may be printed alike.
  const when = earlier === later ? `at ${later}` : `between ${earlier} and ${later}`;
  return `It became likely ${when}: from ${percentOf(from)} to ${percentOf(to)}${struck.length > 0 ? `, when this struck: ${struck.join("; ")}` : ""}.`;
}

/** The whole of an explanation in sentences, as a screen reader says them. */
export function explanationSentences(explanation: Explanation): readonly string[] {
  const { sentence, faults, likelihoods, jump } = explanation;
  const [needed, idle] = byNeed(faults);
  const course = turnsOf(likelihoods).map((moment) => `${percentOf(moment)} at ${showTime(moment.at)}${afterWords(moment, " ")}`);
  return [
    sentence,
    ...(faults.length === 0 ? [`I${faultlessWords(explanation).slice(1)}.`] : needed.map((fault) => `${fault.line}: ${needWords(fault)}`)),
    ...(idle.length === 0 ? [] : [`${idleWords(idle)}: ${idle.map(({ line }) => line).join("; ")}`]),
    `How likely the failure was, had the rest been left to chance: ${course.join(", ")}.`,
    ...(jump === undefined ? [] : [jumpWords(jump)]),
    pastWords(explanation),
  ];
}

/** Part of the futures of a moment in which it broke, 0 to 1. */
export function shareOf({ broke, tried }: Likelihood): number {
  return broke / tried;
}

/** The same as a whole percentage. */
export function percentOf(moment: Likelihood): string {
  return `${Math.round(100 * shareOf(moment))} %`;
}

/** How many faults had struck by then, behind what was said before; nothing where none had. */
export function afterWords({ struck }: Likelihood, before: string): string {
  return struck.length === 0 ? "" : `${before}after ${count(struck.length, "fault")}`;
}

/** The moments at which the likelihood is another than it was, by more than chance makes of it, or a fault has struck; twelve at most, the last among them. */
export function turnsOf(likelihoods: readonly Likelihood[]): readonly Likelihood[] {
  const turns: Likelihood[] = [];
  for (const [index, moment] of likelihoods.entries()) {
    const before = turns.at(-1);
    const isTurn = before === undefined || index === likelihoods.length - 1 || moment.struck.length !== before.struck.length || Math.abs(shareOf(moment) - shareOf(before)) >= NOISE;
    // Of several at one time the last stands for all.
    if (isTurn && before?.at === moment.at) turns.pop();
    if (isTurn) turns.push(moment);
  }
  return turns.length <= TURNS ? turns : [...turns.slice(0, TURNS - 1), turns.at(-1)!];
}
