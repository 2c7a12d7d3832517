import type { FaultFigures } from "../scenario/result.ts";
import type { WorkerState } from "../campaign/workers/team.ts";
import type { CampaignRun } from "../search/campaign.ts";
import type { CampaignVerdict } from "../search/verdicts.ts";
import type { Certificate } from "../search/strategy.ts";

/** A failure of a campaign: found, and reduced. */
export interface FoundFailure {
  readonly guarantee: string;
  readonly strategy: string;
  /** Number of the run that failed, from 1. */
  readonly run: number;
  /** Faults that had struck there, and those that are left. */
  readonly from: number;
  readonly to: number;
  readonly minimal: string;
  readonly sentence: string;
}

/** How far a campaign is, as values. */
export interface CampaignProgress {
  readonly phase: CampaignRun["phase"];
  readonly runs: number;
  /** What each worker is at; the first is the thread that drives. */
  readonly workers: readonly WorkerState[];
  /** Runs asked for. */
  readonly of: number;
  readonly events: number;
  /** Wall-clock ms so far. */
  readonly elapsed: number;
  /** Runs a second; 0 before the first. */
  readonly rate: number;
  /** Wall-clock ms still to go at this rate; undefined before the first run and when it is done. */
  readonly left: number | undefined;
  readonly verdicts: readonly CampaignVerdict[];
  readonly failures: readonly FoundFailure[];
  /** The failure that is being reduced: the faults it had, those left so far, and the replays that took. */
  readonly reducing: { readonly guarantee: string; readonly from: number; readonly to: number; readonly replays: number } | undefined;
  /** In the order in which they came: runs, how many of them broke a promise, and of how many guarantees it found the first failure. */
  readonly strategies: readonly { readonly name: string; readonly runs: number; readonly failures: number; readonly found: number }[];
  /** Everything within these bounds was tried, and held. */
  readonly certificate: Certificate | undefined;
  /** Kinds of fault that could have struck and never reached the protocol. */
  readonly unexercised: readonly string[];
  readonly faults: FaultFigures;
  readonly sometimes: readonly { readonly name: string; readonly count: number }[];
}

/** Reads a campaign under way. @param of runs asked for; elapsed: wall-clock ms since it began. */
export function campaignProgress(campaign: CampaignRun, of: number, elapsed: number, workers: readonly WorkerState[] = []): CampaignProgress {
  const { phase, discoveries, tally } = campaign;
  const { runs, events, all: verdicts, faults, sometimes } = tally;
  const rate = elapsed > 0 ? runs / (elapsed / 1_000) : 0;
  return {
    phase, runs, of, events, elapsed, rate, verdicts, faults, workers,
    left: phase === "done" || rate === 0 ? undefined : ((of - runs) / rate) * 1_000,
    failures: discoveries.map(({ guarantee, strategy, runsToFind, faultsFound, plan, minimal, sentence }) => ({ guarantee, strategy, run: runsToFind, from: faultsFound, to: plan.length, minimal, sentence })),
    reducing: reducingOf(campaign),
    strategies: [...tally.strategies].map(([name, spent]) => ({ name, runs: spent.runs, failures: spent.failures, found: spent.found.length })),
    certificate: campaign.certificate,
    unexercised: runs === 0 ? [] : tally.unexercised.faults,
    sometimes: [...sometimes].map(([name, count]) => ({ name, count })),
  };
}

function reducingOf({ reducing }: CampaignRun): CampaignProgress["reducing"] {
  if (reducing === undefined) return undefined;
  const { guarantee, from, reduction } = reducing;
  return { guarantee, from, to: reduction.best?.plan.length ?? from, replays: reduction.replays };
}
