import { hexadecimal } from "../kernel/hash.ts";
import { seedText } from "../kernel/chance.ts";
import { micros } from "../kernel/time.ts";
import type { Duration } from "../kernel/time.ts";
import { joined, withParameters } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import type { FaultFigures } from "../scenario/result.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { NondeterminismError } from "../scenario/verify.ts";
import type { Scenario } from "../scenario/types.ts";
import { CampaignRun } from "../search/campaign.ts";
import type { Spent, Thrown, Unexercised } from "../search/campaign.ts";
import type { CampaignVerdict } from "../search/verdicts.ts";
import { counterexampleOf, witness } from "../search/counterexample.ts";
import type { Counterexample } from "../search/counterexample.ts";
import type { MessageSamples } from "../search/samples.ts";
import type { Certificate, Notice } from "../search/strategy.ts";
import { strategyNamed } from "../search/strategies.ts";
import { UnwrittenError, writeFailure } from "./failures.ts";

/** Wall-clock time between two turns of the event loop, ms: how soon an interrupt is heard. */
const TURN = 20;

/** So many runs tell how long one takes. */
const ENOUGH = 32;

/** How to run a campaign; everything has a default. */
export interface CheckOptions {
  /** Default 1,000. */
  readonly runs?: number;
  /** The first of these runs, from 0: part of a larger campaign. Pinned plans are tried with run 0 only. Default 0. */
  readonly from?: number;
  /** Wall-clock limit: no run begins after it, and nothing is reduced any further after twice of it. Default: none. */
  readonly time?: Duration;
  /** Default "1". Run i has the seed S/i, which can be typed. */
  readonly seed?: string | number;
  /** "auto" (default), "lineage", "exhaustive", "moments", "pct", "rounds", "swarm", "random", "mixed"; some take bounds: "exhaustive(faults=2)". */
  readonly strategy?: string;
  /** One for now. */
  readonly workers?: number;
  /** Folder for failure files. Default: none are written. */
  readonly out?: string;
  /** Parameters by path; promises to break then only inform. Default: none. */
  readonly set?: Parameters;
  /** Replays for each reduction. Default 500. */
  readonly replays?: number;
  /** End at the first failure of a promised guarantee. Default false. */
  readonly first?: boolean;
  /** Ends the campaign early, with what was found. */
  readonly signal?: AbortSignal;
  /** Called some fifty times a second, and after each run at most. */
  readonly onProgress?: (campaign: CampaignRun) => void;
  /** Told once what the strategy has before it, where it can tell, and about how many seconds that takes. */
  readonly onNotice?: (notice: Notice, seconds: number) => void;
  /** Told of each counterexample when it has been reduced and written. */
  readonly onCounterexample?: (counterexample: Counterexample, simulation: Simulation) => void;
  /** Told when a failure file could not be written, with its content. The campaign goes on. */
  readonly onUnwritten?: (error: UnwrittenError) => void;
}

/** What a campaign came to. */
export interface Campaign {
  /** Runs that were judged; replays of shrinking are not among them. */
  readonly runs: number;
  /** Events of these runs together. */
  readonly events: number;
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** Over the digests of all runs, in order. */
  readonly digest: string;
  /** One for each guarantee judged. */
  readonly verdicts: readonly CampaignVerdict[];
  /** The first failure of each promised guarantee, reduced. */
  readonly counterexamples: readonly Counterexample[];
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

/**
 * Runs a campaign on this thread: many seeds, each judged; the first failure of each promised guarantee is reduced.
 * @throws InputError for bad input, NondeterminismError when the first run, repeated, differs.
 */
export async function check(scenario: Scenario, options: CheckOptions = {}): Promise<Campaign> {
  const parameters = options.set ?? {};
  const resolved = resolve(options.set === undefined ? scenario : withParameters(scenario, options.set));
  const from = options.from ?? 0;
  const campaign = new CampaignRun(resolved, {
    seed: seedText(options.seed ?? "1"),
    runs: options.runs ?? 1_000,
    from,
    strategy: strategyNamed(options.strategy ?? "auto"),
    replays: options.replays ?? 500,
    altered: from > 0 || Object.keys(parameters).length > 0,
    verify: true,
    first: options.first === true,
  });
  const counterexamples: Counterexample[] = [];
  campaign.onDiscovery = (discovery) => {
    const simulation = witness(resolved, discovery);
    const broken = simulation.findings.some(({ guarantee, status }) => guarantee === discovery.guarantee && status === "fail");
    if (!broken) throw new NondeterminismError(simulation, simulation.world.kernel.events, `of the same plan did and did not break ${discovery.guarantee}`);
    let counterexample = counterexampleOf(discovery, simulation);
    if (options.out !== undefined) {
      try {
        counterexample = { ...counterexample, file: writeFailure(options.out, scenario, joined(parameters, discovery.parameters), counterexample, simulation) };
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
    strategies: Object.fromEntries(campaign.strategies),
    ...(campaign.certificate === undefined ? {} : { certificate: campaign.certificate }),
    unexercised: campaign.unexercised,
    sometimes: Object.fromEntries(campaign.sometimes),
    faults: campaign.faults,
    samples: campaign.samples.all,
    errors: [...campaign.thrown.values()],
    interrupted,
  };
}

/** Returns true when it was interrupted. What broke is never lost: when there is no time to reduce it, it is handed over as it is. */
async function drive(campaign: CampaignRun, began: number, limit: number, options: CheckOptions): Promise<boolean> {
  const work = campaign.work();
  let turned = began;
  let announced = false;
  let last = began;
  let running = 0;
  while (work.next().done !== true) {
    const now = performance.now();
    // Reducing is not what the runs before it will cost.
    if (campaign.phase === "runs") running += now - last;
    last = now;
    if (!announced && campaign.notice !== undefined && campaign.runs >= ENOUGH) {
      announced = true;
      options.onNotice?.(campaign.notice, (running / 1_000 / campaign.runs) * campaign.notice.plans);
    }
    if (now - began > limit && campaign.runs > 0) campaign.end();
    if (now - began > 2 * limit && campaign.runs > 0) campaign.hurry();
    if (now - turned < TURN) continue;
    turned = now;
    options.onProgress?.(campaign);
    await new Promise<void>((done) => void setImmediate(done));
    if (options.signal?.aborted !== true) continue;
    if (campaign.phase !== "shrinking") return true;
    campaign.hurry();
  }
  options.onProgress?.(campaign);
  return options.signal?.aborted === true;
}
