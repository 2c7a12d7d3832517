import { availableParallelism } from "node:os";
import { join } from "node:path";
import { seedText } from "../kernel/chance.ts";
import { InputError } from "../kernel/errors.ts";
import { micros } from "../kernel/time.ts";
import type { Duration } from "../kernel/time.ts";
import { withParameters } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Scenario } from "../scenario/types.ts";
import { CampaignRun } from "../search/campaign.ts";
import type { Shard } from "../search/campaign.ts";
import { isSameFailure } from "../search/counterexample.ts";
import type { Counterexample } from "../search/counterexample.ts";
import type { Notice } from "../search/strategy.ts";
import { shardedStrategy, strategyNamed } from "../search/strategies.ts";
import { KnownFailures } from "./corpus/corpus.ts";
import { drive } from "./drive.ts";
import type { UnwrittenError } from "./failures.ts";
import { handedOver } from "./handed-over.ts";
import { Books } from "./journal/books.ts";
import type { Identity } from "./journal/header.ts";
import { sourceOf } from "./load.ts";
import { campaignOf } from "./result.ts";
import type { Campaign } from "./result.ts";
import { stemOf } from "./scenario-stem.ts";
import { resultInTurns } from "./turns.ts";
import { VERSION } from "./version.ts";
import { Crew } from "./workers/crew.ts";
import type { WorkerState } from "./workers/team.ts";

export type { Campaign } from "./result.ts";

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
  /**
   * Threads that make runs, this one among them; the outcome is the same for any number. Default: all cores for a scenario that was
   * loaded from a file, once the campaign is seen to take a while; 1 for one made in memory, which no other thread can have.
   */
  readonly workers?: number;
  /**
   * A file in which every run is written down as it is counted. When it is there already, the campaign goes on where it ends, and comes
   * out as if it had never been interrupted; it must be of this very campaign. Default: none.
   */
  readonly journal?: string;
  /**
   * Only part `index`, from 1, of `of` parts, written into `<out>/shards`, to be merged with the others. `auto` is "auto(learn=1024)"
   * then: see `merge`. Default: all.
   */
  readonly shard?: Shard;
  /** Told of each line of a journal or of the corpus that is damaged: what a journal told is done again, what a corpus told is lost. */
  readonly onDamaged?: (what: string) => void;
  /** Called some fifty times a second while a journal is read. */
  readonly onReading?: () => void;
  /**
   * A folder that keeps every reduced failure, a file for each scenario. Those known from before are tried first, beside the pinned plans;
   * one that breaks a guarantee which is promised to hold is a failure at once. Not with `shard`, for it is another on each machine. Default: none.
   */
  readonly corpus?: string;
  /** Folder for failure files. Default: none are written. */
  readonly out?: string;
  /** Parameters by path; promises to break then only inform. Default: none. */
  readonly set?: Parameters;
  /** Replays for each reduction. Default 500. */
  readonly replays?: number;
  /**
   * So many failing runs of each promised guarantee are reduced: the first. Those that come to the same plan are one counterexample.
   * Default 1.
   */
  readonly failures?: number;
  /** End at the first failure of a promised guarantee. Default false. */
  readonly first?: boolean;
  /** Ends the campaign early, with what was found. */
  readonly signal?: AbortSignal;
  /** Called some fifty times a second, and after each run at most. */
  readonly onProgress?: (campaign: CampaignRun, workers: readonly WorkerState[]) => void;
  /** Told once what the strategy has before it, where it can tell, and about how many seconds that takes. */
  readonly onNotice?: (notice: Notice, seconds: number) => void;
  /** Told of each counterexample when it has been reduced and written. */
  readonly onCounterexample?: (counterexample: Counterexample, simulation: Simulation) => void;
  /** Told when the corpus could not be written. Default: thrown, at the end. */
  readonly onUnkept?: (error: InputError) => void;
  /** Told when a failure file could not be written, with its content. The campaign goes on. */
  readonly onUnwritten?: (error: UnwrittenError) => void;
}

/**
 * Runs a campaign: many seeds, each judged; the first failures of each promised guarantee are reduced.
 * @throws InputError for bad input, NondeterminismError when the first run, repeated, differs.
 */
export async function check(scenario: Scenario, options: CheckOptions = {}): Promise<Campaign> {
  for (const name of ["workers", "failures"] as const) {
    const given = options[name];
    if (given !== undefined && !(Number.isSafeInteger(given) && given >= 1)) throw new InputError(`${name}: ${String(given)} is not a whole number of at least 1`);
  }
  const crew = new Crew((options.workers ?? availableParallelism()) - 1);
  try {
    return await checkBy(crew, scenario, options);
  } finally {
    await crew.end();
  }
}

/** The same with threads that are there already, or stay for further campaigns. */
export async function checkBy(crew: Crew, scenario: Scenario, options: CheckOptions = {}): Promise<Campaign> {
  const began = performance.now();
  const parameters = options.set ?? {};
  const resolved = resolve(options.set === undefined ? scenario : withParameters(scenario, options.set));
  const { from = 0, runs = 1_000, replays = 500, shard } = options;
  const asked = options.strategy ?? "auto";
  const strategy = shard === undefined ? asked : shardedStrategy(asked, resolved);
  const plan = { seed: seedText(options.seed ?? "1"), runs, replays, failures: options.failures ?? 1, first: options.first === true };
  const campaign = new CampaignRun(resolved, { ...plan, from, strategy: strategyNamed(strategy), altered: from > 0 || Object.keys(parameters).length > 0, verify: true, ...(shard === undefined ? {} : { shard }) });
  const source = sourceOf(scenario);
  const identity: Identity = { faultline: VERSION, scenario: { name: resolved.name, title: scenario.title, ...(source === undefined ? {} : { hash: source.hash }) }, parameters, strategy, ...plan, from };
  const limit = options.time === undefined ? Infinity : micros(options.time, "time") / 1_000;
  const books = await resultInTurns(Books.open(campaign, identity, options.out === undefined ? "" : stemOf(scenario, resolved.name, join(options.out, "shards")), options), { signal: options.signal, onTurn: options.onReading });
  if (books === undefined) return campaignOf(campaign.tally, { seconds: (performance.now() - began) / 1_000, workers: 1, counterexamples: [], certificate: undefined, interrupted: true });
  try {
    const known = new KnownFailures(scenario, campaign, parameters, shard === undefined && from === 0, options);
    const counterexamples: Counterexample[] = [...known.counterexamples];
    campaign.onDiscovery = (discovery) => {
      const same = counterexamples.find((one) => isSameFailure(one, discovery));
      if (same !== undefined) {
        books.found(discovery.index, same);
        return;
      }
      const { counterexample, simulation } = handedOver(scenario, resolved, parameters, discovery, options);
      // What could not be written cannot be kept either, and is told once.
      if (options.out === undefined || counterexample.file !== undefined) known.add(discovery);
      counterexamples.push(counterexample);
      books.found(discovery.index, counterexample);
      options.onCounterexample?.(counterexample, simulation);
    };
    const help = source === undefined || crew.size === 0 ? undefined : { crew, scenario: { target: source.name ?? source.path, hash: source.hash, set: parameters }, asked: options.workers !== undefined };
    const { interrupted, workers } = await drive(campaign, { ...options, runs, limit, help, onTurn: () => books.flush() });
    const complete = !interrupted && !campaign.isCut;
    // Not before the end, so that a campaign that goes on knows no more than it did when it began.
    if (complete || options.journal === undefined) known.save();
    const seconds = (performance.now() - began) / 1_000;
    const file = books.close({ complete, total: campaign.proposed, seconds, workers, certificate: campaign.certificate, pins: campaign.tally.verdicts.pins });
    return campaignOf(campaign.tally, { seconds, workers, counterexamples, certificate: campaign.certificate, interrupted, ...(known.replays === undefined ? {} : { corpus: known.replays }), ...(shard === undefined || file === undefined ? {} : { shard: { ...shard, file } }) });
  } finally {
    books.leave();
  }
}
