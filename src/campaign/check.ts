import { hexadecimal } from "../kernel/hash.ts";
import { seedText } from "../kernel/chance.ts";
import { micros } from "../kernel/time.ts";
import type { Duration } from "../kernel/time.ts";
import { withParameters } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import type { FaultFigures } from "../scenario/result.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Scenario } from "../scenario/types.ts";
import { CampaignRun } from "../search/campaign.ts";
import type { CampaignVerdict } from "../search/campaign.ts";
import { counterexampleOf, witness } from "../search/counterexample.ts";
import type { Counterexample } from "../search/counterexample.ts";
import { strategyNamed } from "../search/strategy.ts";
import { UnwrittenError, writeFailure } from "./failures.ts";

/** Wall-clock time between two turns of the event loop, ms: how soon an interrupt is heard. */
const TURN = 20;

/** How to run a campaign; everything has a default. */
export interface CheckOptions {
  /** Default 1,000. */
  readonly runs?: number;
  /** Wall-clock limit; the campaign then ends after the run under way. Default: none. */
  readonly time?: Duration;
  /** Default "1". Run i has the seed S/i, which can be typed. */
  readonly seed?: string | number;
  /** "mixed" (default), "random", "swarm". */
  readonly strategy?: string;
  /** One for now. */
  readonly workers?: number;
  /** Folder for failure files. Default: none are written. */
  readonly out?: string;
  readonly set?: Parameters;
  /** Replays for each reduction. Default 500. */
  readonly replays?: number;
  /** End at the first failure of a promised guarantee. Default false. */
  readonly first?: boolean;
  readonly signal?: AbortSignal;
  /** Called some fifty times a second, and after each run at most. */
  readonly onProgress?: (campaign: CampaignRun) => void;
  /** Told of each counterexample when it has been reduced and written. */
  readonly onCounterexample?: (counterexample: Counterexample, simulation: Simulation) => void;
  /** Told when a failure file could not be written, with its content. The campaign goes on. */
  readonly onUnwritten?: (error: UnwrittenError) => void;
}

/** What a campaign came to. */
export interface Campaign {
  readonly runs: number;
  readonly events: number;
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** Over the digests of all runs, in order. */
  readonly digest: string;
  readonly verdicts: readonly CampaignVerdict[];
  readonly counterexamples: readonly Counterexample[];
  readonly sometimes: { readonly [name: string]: number };
  readonly faults: FaultFigures;
  /** It was interrupted; what had been found is here. */
  readonly interrupted: boolean;
}

/**
 * Runs a campaign on this thread: many seeds, each judged; the first failure of each promised guarantee is reduced.
 * @throws InputError for bad input, NondeterminismError when the first run, repeated, differs.
 */
export async function check(scenario: Scenario, options: CheckOptions = {}): Promise<Campaign> {
  const parameters = options.set ?? {};
  const resolved = resolve(options.set === undefined ? scenario : withParameters(scenario, options.set));
  const campaign = new CampaignRun(resolved, {
    seed: seedText(options.seed ?? "1"),
    runs: options.runs ?? 1_000,
    strategy: strategyNamed(options.strategy ?? "mixed"),
    replays: options.replays ?? 500,
    altered: Object.keys(parameters).length > 0,
    verify: true,
    first: options.first === true,
  });
  const counterexamples: Counterexample[] = [];
  campaign.onDiscovery = (discovery) => {
    const simulation = witness(resolved, discovery);
    let counterexample = counterexampleOf(discovery, simulation);
    if (options.out !== undefined) {
      try {
        counterexample = { ...counterexample, file: writeFailure(options.out, scenario, parameters, counterexample, simulation) };
      } catch (error) {
        if (!(error instanceof UnwrittenError) || options.onUnwritten === undefined) throw error;
        options.onUnwritten(error);
      }
    }
    counterexamples.push(counterexample);
    options.onCounterexample?.(counterexample, simulation);
  };
  const began = performance.now();
  const limit = options.time === undefined ? Infinity : micros(options.time, "time") / 1_000;
  const interrupted = await drive(campaign, began, limit, options);
  return {
    runs: campaign.runs,
    events: campaign.events,
    seconds: (performance.now() - began) / 1_000,
    digest: hexadecimal(campaign.digest.high, campaign.digest.low),
    verdicts: campaign.verdicts,
    counterexamples,
    sometimes: Object.fromEntries(campaign.sometimes),
    faults: campaign.faults,
    interrupted,
  };
}

/** Returns true when it was interrupted. */
async function drive(campaign: CampaignRun, began: number, limit: number, options: CheckOptions): Promise<boolean> {
  const work = campaign.work();
  let turned = began;
  for (let count = 0; ; count++) {
    if (work.next().done === true) break;
    const now = performance.now();
    if (now - began > limit && campaign.runs > 0) break;
    if (now - turned < TURN) continue;
    turned = now;
    options.onProgress?.(campaign);
    await new Promise<void>((done) => void setImmediate(done));
    if (options.signal?.aborted === true) return true;
  }
  options.onProgress?.(campaign);
  return false;
}
