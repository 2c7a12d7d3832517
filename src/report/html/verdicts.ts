import type { Verdict } from "../../scenario/result.ts";
import { element, escaped } from "../markup.ts";
import { thousands } from "../numbers.ts";
import { markOf, outcomeOf, promisedFirst } from "../verdicts.ts";

/** A table of what became of each guarantee, the promised ones first; `evidence` stands below. */
export function verdictTable<V extends Verdict>(verdicts: readonly V[], caption: string, evidence: (verdict: V) => string | undefined = () => undefined): string {
  const rows = promisedFirst(verdicts).map((verdict) => {
    const { guarantee, sentence, at } = verdict;
    const below = [...(sentence === undefined ? [] : [`${sentence}${at === undefined ? "" : ` (event ${thousands(at)})`}`]), ...[evidence(verdict) ?? []].flat()];
    return `<tr><th scope="row">${escaped(guarantee)}</th><td><span class="${colour(verdict)}"><span aria-hidden="true">${markOf(verdict.status, false)} </span>${outcomeOf(verdict)}</span>${below.map((text) => element("p", {}, escaped(text))).join("")}</td></tr>`;
  });
  return `<div class="wide" tabindex="0" role="group" aria-label="${escaped(caption)}"><table><caption class="unseen">${escaped(caption)}</caption><thead><tr><th scope="col">guarantee</th><th scope="col">verdict</th></tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table></div>`;
}

/** Red for what should not be. */
export function colour({ status, promised }: Pick<Verdict, "status" | "promised">): string {
  if (status === "pass") return promised === "breaks" ? "odd" : "holds";
  return status === "fail" && promised === "holds" ? "broken" : "odd";
}
