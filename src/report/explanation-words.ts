import { showTime } from "../kernel/time.ts";
import type { ExplainedFault, Explanation, Jump, Likelihood, Tried } from "../search/explain.ts";
import { count, thousands } from "./numbers.ts";

/** What a fault is needed for, in a sentence or two. */
export function needWords(explained: ExplainedFault): string {
  const { need } = explained;
  if (need === "idle") return ["Not needed: it breaks without it as well.", ...triesOf(explained)].join(" ");
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

/** What the violation goes back to. */
export function pastWords({ past, beside }: Explanation): string {
  return `The violation goes back to ${count(past.length, "step")}; ${thousands(Math.max(0, beside))} other${beside === 1 ? "" : "s"} before it told it nothing.`;
}

/** When the failure became likely. */
export function jumpWords({ from, to, struck }: Jump): string {
  const percent = ({ broke, tried }: Likelihood): string => `${Math.round((100 * broke) / tried)} %`;
  const when = from.at === to.at ? `at ${showTime(to.at)}` : `between ${showTime(from.at)} and ${showTime(to.at)}`;
  return `It became likely ${when}: from ${percent(from)} to ${percent(to)}${struck.length > 0 ? `, when this struck: ${struck.join("; ")}` : ""}.`;
}

/** Part of the futures of a moment in which it broke, 0 to 1. */
export function shareOf({ broke, tried }: Likelihood): number {
  return broke / tried;
}

/** The moments at which the likelihood is another than before, or a fault has struck; at most so many, the last among them. */
export function turnsOf(likelihoods: readonly Likelihood[], most: number): readonly Likelihood[] {
  const turns = likelihoods.filter((moment, index) => index === 0 || index === likelihoods.length - 1 || Math.abs(shareOf(moment) - shareOf(likelihoods[index - 1]!)) >= 0.05 || moment.struck.length !== likelihoods[index - 1]!.struck.length);
  return turns.length <= most ? turns : [...turns.slice(0, most - 1), turns.at(-1)!];
}
