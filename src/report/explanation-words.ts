import { showTime } from "../kernel/time.ts";
import type { ExplainedFault, Explanation, Jump, Likelihood, Tried } from "../search/explain.ts";
import { count, thousands } from "./numbers.ts";

/** Of the moments of a course at most so many are told: where the likelihood changes. */
export const TURNS = 12;
/** Shares of fifty futures differ by so much without a reason. */
const NOISE = 0.1;

/** The faults that are needed, and those without each of which it breaks as well: what else breaks it in their place says nothing. */
export function byNeed(faults: readonly ExplainedFault[]): readonly [needed: readonly ExplainedFault[], idle: readonly ExplainedFault[]] {
  return [faults.filter(({ need }) => need !== "idle"), faults.filter(({ need }) => need === "idle")];
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
  return `Needed${{ any: ", but ", place: "; ", exact: ", and " }[need]}${instead[0]!.toLowerCase()}${instead.slice(1)}`;
}

/** What else would have done in the place of a fault that is needed. */
export function insteadWords(explained: ExplainedFault): string {
  const { fault: { fault }, need } = explained;
  const would = { any: `Nearly any ${fault} will do.`, place: "Only the place and time matter, not what happens there.", exact: "Very little else will do.", idle: "Anything will do." }[need];
  return [would, ...triesOf(explained)].join(" ");
}

function triesOf({ fault: { fault }, need, elsewhere, otherwise }: ExplainedFault): string[] {
  const also = [...told(elsewhere, `${fault} elsewhere`), ...told(otherwise, "something else at this place")];
  const examples = need === "exact" ? [] : (need === "any" ? elsewhere : otherwise).examples.slice(0, 1);
  return also.length === 0 ? [] : [`${also.join("; ")}${examples.map((line) => `, such as: ${line}`).join("")}.`];
}

function told({ tried, broke }: Tried, what: string): string[] {
  return tried === 0 ? [] : [`${thousands(broke)} of ${thousands(tried)} tries of ${what} break it too`];
}

/** What the violation goes back to, and how much came before it besides: of that nobody knows whether it matters. */
export function pastWords({ past, beside }: Explanation): string {
  const others = Math.max(0, beside);
  return `The violation goes back to ${count(past.length, "step")}, those about its messages and what set them off or struck them; ${count(others, "other event")} came before it.`;
}

/** When the failure became likely. */
export function jumpWords({ from, to, struck }: Jump): string {
  const percent = ({ broke, tried }: Likelihood): string => `${Math.round((100 * broke) / tried)} %`;
  const when = from.at === to.at ? `at ${showTime(to.at)}` : `between ${showTime(from.at)} and ${showTime(to.at)}`;
  return `It became likely ${when}: from ${percent(from)} to ${percent(to)}${struck.length > 0 ? `, when this struck: ${struck.join("; ")}` : ""}.`;
}

/** The whole of an explanation in sentences, as a screen reader says them. */
export function explanationSentences(explanation: Explanation): readonly string[] {
  const { sentence, faults, likelihoods, jump } = explanation;
  const [needed, idle] = byNeed(faults);
  const course = turnsOf(likelihoods, TURNS).map(({ at, broke, tried, struck }) => `${Math.round((100 * broke) / tried)} % at ${showTime(at)}${struck.length > 0 ? ` after ${count(struck.length, "fault")}` : ""}`);
  return [
    sentence,
    ...(faults.length === 0 ? ["It takes no fault: what chance has drawn is enough."] : needed.map((fault) => `${fault.line}: ${needWords(fault)}`)),
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

/** The moments at which the likelihood is another than it was, by more than chance makes of it, or a fault has struck; at most so many, the last among them. */
export function turnsOf(likelihoods: readonly Likelihood[], most: number): readonly Likelihood[] {
  const turns: Likelihood[] = [];
  for (const [index, moment] of likelihoods.entries()) {
    const before = turns.at(-1);
    const isTurn = before === undefined || index === likelihoods.length - 1 || moment.struck.length !== before.struck.length || Math.abs(shareOf(moment) - shareOf(before)) >= NOISE;
    // Of several at one time the last stands for all.
    if (isTurn && before?.at === moment.at) turns.pop();
    if (isTurn) turns.push(moment);
  }
  return turns.length <= most ? turns : [...turns.slice(0, most - 1), turns.at(-1)!];
}
