import type { Necessity } from "../search/necessity.ts";
import { eventWords, fateWords } from "./compare.ts";

/** Of so many messages it is said how they fare. */
const FEW = 3;

/** What a fault was necessary for, in sentences: what becomes of the guarantee without it, and what happens instead. */
export function necessityWords({ status, broken, history, fates }: Necessity, guarantee: string): readonly string[] {
  if (status === undefined) return ["Not tried without it: the runs would have taken too long."];
  const others = broken.length === 0 ? "" : `, but ${broken.map((verdict) => verdict.guarantee).join(", ")} ${broken.length === 1 ? "breaks" : "break"}`;
  const verdict = status === "fail" ? `Not needed: without it ${guarantee} breaks as well${broken.length === 0 ? "" : others.replace(", but", ", and so")}.` : `Without it ${guarantee} ${status === "pass" ? "holds" : "is unknown"}${others}.`;
  if (history === undefined) return [verdict, "The same happens, only at other times."];
  return [verdict, `Instead of "${eventWords(history.events[0], false)}": ${eventWords(history.events[1], false)}.`, ...fates.slice(0, FEW).map(({ message, fates: [, without] }) => `m${message} then: ${fateWords(without, false)}.`)];
}
