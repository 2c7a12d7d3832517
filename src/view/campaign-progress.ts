import type { FaultFigures } from "../scenario/result.ts";
import type { CampaignRun, CampaignVerdict } from "../search/campaign.ts";

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
  /** Failures found first, by strategy. */
  readonly strategies: readonly { readonly name: string; readonly found: number }[];
  readonly faults: FaultFigures;
  readonly sometimes: readonly { readonly name: string; readonly count: number }[];
}

/** Reads a campaign under way. @param of runs asked for; elapsed: wall-clock ms since it began. */
export function campaignProgress(campaign: CampaignRun, of: number, elapsed: number): CampaignProgress {
  const { phase, runs, events, verdicts, discoveries, faults, sometimes } = campaign;
  const rate = elapsed > 0 ? runs / (elapsed / 1_000) : 0;
  const names = [...new Set(discoveries.map(({ strategy }) => strategy))];
  return {
    phase, runs, of, events, elapsed, rate, verdicts, faults,
    left: phase === "done" || rate === 0 ? undefined : ((of - runs) / rate) * 1_000,
    failures: discoveries.map(({ guarantee, strategy, runsToFind, faultsFound, plan, minimal, sentence }) => ({ guarantee, strategy, run: runsToFind, from: faultsFound, to: plan.length, minimal, sentence })),
    strategies: names.map((name) => ({ name, found: discoveries.filter(({ strategy }) => strategy === name).length })),
    sometimes: [...sometimes].map(([name, count]) => ({ name, count })),
  };
}
