import type { CorpusReplay } from "../campaign/corpus/replays.ts";
import type { Campaign } from "../campaign/result.ts";
import type { Unexercised } from "../search/campaign.ts";
import type { Certificate } from "../search/strategy.ts";
import { count, thousands } from "./numbers.ts";

/** Of fewer runs nobody expects that everything happened. */
const MANY = 20;

/** A campaign, or what a file tells of one. */
export type Told = Partial<Pick<Campaign, "runs" | "workers" | "shard" | "shards" | "corpus" | "certificate" | "unexercised" | "interrupted" | "errors">>;

/** What a campaign rests on, beside its verdicts and figures: a name and a phrase each, in every format the same. */
export function campaignFacts({ runs = 0, corpus = [], certificate, unexercised, errors = [], ...made }: Told): readonly (readonly [name: string, phrase: string])[] {
  const by = madeBy(made);
  const never = neverIn(unexercised, runs);
  return [
    ...(by === "" ? [] : [["made", by] as const]),
    ...(made.interrupted === true ? [["interrupted", "what had been found by then is here"] as const] : []),
    ...(corpus.length === 0 ? [] : [["known", knownPhrase(corpus)] as const]),
    ...(certificate === undefined ? [] : [["certified", certifiedPhrase(certificate)] as const]),
    ...(never.length === 0 ? [] : [["never", never.join(", ")] as const]),
    ...errors.map(({ node, message, seed, runs: many }) => ["threw", `${node}: ${message} (in ${thousands(many)} of ${count(runs, "run")}, first with seed ${seed})`] as const),
  ];
}

/** Who made the runs, where that was not one thread. */
export function madeBy({ workers = 1, shards, shard }: Told): string {
  if (shards !== undefined) return `in ${shards} shards`;
  return [...(workers > 1 ? [`by ${workers} workers`] : []), ...(shard === undefined ? [] : [`as shard ${shard.index} of ${shard.of}`])].join(", ");
}

/** What became of the failures that were known before. */
export function knownPhrase(corpus: readonly CorpusReplay[]): string {
  const breaking = corpus.filter(({ breaks }) => breaks).length;
  const still = breaking === corpus.length ? (breaking === 1 ? "it breaks still" : "all break still") : breaking === 0 ? (corpus.length === 1 ? "it no longer breaks" : "none breaks any more") : `${breaking} of them ${breaking === 1 ? "breaks" : "break"} still`;
  return `${count(corpus.length, "failure")} tried again: ${still}`;
}

/** What was covered, and by what. */
export function certifiedPhrase({ guarantees, sentence, strategy, runs }: Certificate): string {
  return `${guarantees.join(", ")}: ${sentence} (${strategy}, ${count(runs, "run")})`;
}

/** What never happened, so that a clean verdict says nothing about it. */
export function neverIn(unexercised: Unexercised | undefined, runs: number): readonly string[] {
  return runs < MANY || unexercised === undefined ? [] : [...unexercised.faults, ...unexercised.sometimes];
}
