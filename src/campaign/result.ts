import { hexadecimal } from "../kernel/hash.ts";
import type { FaultFigures } from "../scenario/result.ts";
import type { Shard } from "../search/campaign.ts";
import type { Spent, Tally, Thrown, Unexercised } from "../search/campaign/tally.ts";
import type { Counterexample } from "../search/counterexample.ts";
import type { CorpusReplay } from "./corpus/replays.ts";
import type { MessageSamples } from "../search/samples.ts";
import type { Certificate } from "../search/strategy.ts";
import type { CampaignVerdict } from "../search/verdicts.ts";

/** What a campaign came to. */
export interface Campaign {
  /** Runs that were judged; replays of shrinking are not among them. */
  readonly runs: number;
  /** Events of these runs together. */
  readonly events: number;
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** Threads that made runs; of shards that were merged, those of all of them. */
  readonly workers: number;
  /** The part that was made, and where it was written, to be merged with the others. */
  readonly shard?: Shard & { readonly file: string };
  /** Of how many shards it was merged. */
  readonly shards?: number;
  /** Over the digests of all runs, in order. */
  readonly digest: string;
  /** One for each guarantee judged. */
  readonly verdicts: readonly CampaignVerdict[];
  /** Failures of promised guarantees, reduced: of each the first, or as many as were asked for; those that came to the same plan are one. */
  readonly counterexamples: readonly Counterexample[];
  /** What became of the failures that were known from before, where there is a corpus. */
  readonly corpus?: readonly CorpusReplay[];
  /** By strategy: its runs, how many of them broke a promised guarantee, and of which it found the first failure. */
  readonly strategies: { readonly [name: string]: Spent };
  /** Everything within these bounds was tried, and held. Absent when a strategy covers nothing, or is not through. */
  readonly certificate?: Certificate;
  /** What never happened in all these runs, so that a clean verdict says nothing about it. */
  readonly unexercised: Unexercised;
  /** How often each `ctx.sometimes` was so; 0 where it was asked and never so. */
  readonly sometimes: { readonly [name: string]: number };
  /** By kind of fault, over all runs; `changed` over the first eight in which a fault struck. */
  readonly faults: FaultFigures;
  /** What messages went through in twenty runs, from the second on; of long ones, in fewer. */
  readonly samples: MessageSamples;
  /** Handlers that threw, by message: the first of each, and in how many runs. */
  readonly errors: readonly Thrown[];
  /** It was interrupted; what had been found is here. */
  readonly interrupted: boolean;
}

/** What a campaign has beside what was counted over its runs. */
export type Beside = Pick<Campaign, "seconds" | "workers" | "counterexamples" | "interrupted" | "shard" | "shards" | "corpus"> & { readonly certificate: Certificate | undefined };

/** A campaign's outcome, from what was counted, in this process or in others. */
export function campaignOf(tally: Tally, { seconds, workers, shard, shards, corpus, counterexamples, certificate, interrupted }: Beside): Campaign {
  return {
    runs: tally.runs,
    events: tally.events,
    seconds,
    workers,
    ...(shard === undefined ? {} : { shard }),
    ...(shards === undefined ? {} : { shards }),
    digest: hexadecimal(tally.digest.high, tally.digest.low),
    verdicts: tally.all,
    counterexamples,
    ...(corpus === undefined ? {} : { corpus }),
    strategies: Object.fromEntries(tally.strategies),
    ...(certificate === undefined ? {} : { certificate }),
    unexercised: tally.unexercised,
    sometimes: Object.fromEntries(tally.sometimes),
    faults: tally.faults,
    samples: tally.samples.all,
    errors: [...tally.thrown.values()],
    interrupted,
  };
}
