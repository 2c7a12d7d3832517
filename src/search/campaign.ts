import type { Status } from "../guarantees/judge.ts";
import { Digest } from "../kernel/digest.ts";
import { logarithm, exponential } from "../kernel/logarithm.ts";
import type { Resolved } from "../scenario/resolve.ts";
import { frozenPlan } from "../scenario/result.ts";
import type { FaultFigures, Verdict } from "../scenario/result.ts";
import { verified } from "../scenario/verify.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { attempt } from "./attempt.ts";
import type { Work } from "./attempt.ts";
import { Figures } from "./figures.ts";
import { checkPin } from "./pins.ts";
import type { PinResult } from "./pins.ts";
import { shrinkPlan } from "./shrink.ts";
import type { Shrunk } from "./shrink.ts";
import type { Candidate, StrategyMaker } from "./strategy.ts";

/** In so many runs with faults, each kind is taken out once, to see whether the history changes. */
const SAMPLED = 8;

/** A first failure of a promised guarantee, found and reduced. */
export interface Discovery extends Shrunk {
  readonly guarantee: string;
  readonly seed: string;
  /** Number of the run, from 1. */
  readonly runsToFind: number;
  readonly strategy: string;
  /** How many faults had struck in the run that failed. */
  readonly faultsFound: number;
}

/** What one guarantee came to over a campaign. */
export interface CampaignVerdict extends Verdict {
  readonly failures: number;
  /** As promised: `holds` passed, `breaks` was found or its pinned plan does break. */
  readonly asPromised: boolean;
  /** With no failure: the failure rate per run, in the scenario's own distribution, is below this at 95 %. */
  readonly upperBound95?: number;
  /** What is wrong with the pinned plan. */
  readonly pin?: PinResult;
}

export interface CampaignPlan {
  readonly seed: string;
  readonly runs: number;
  readonly strategy: StrategyMaker;
  /** Replays for each reduction. */
  readonly replays: number;
  /** With parameters set, promises to break only inform. */
  readonly altered: boolean;
  /** Runs the first seed twice and compares. */
  readonly verify: boolean;
  /** Ends at the first failure of a promised guarantee. */
  readonly first: boolean;
}

/** A campaign under way: run after run, judged, counted; first failures reduced. Drive `work`, read the rest at any time. */
export class CampaignRun {
  runs = 0;
  events = 0;
  readonly digest: Digest = new Digest();
  readonly discoveries: Discovery[] = [];
  readonly sometimes: Map<string, number> = new Map();
  readonly figures: Figures = new Figures();
  /** What is being done: for progress. */
  phase: "pins" | "runs" | "shrinking" | "done" = "pins";
  /** The seed being run: for a watchdog. */
  seed = "";
  /** Told of each discovery as it is made. */
  onDiscovery: (discovery: Discovery) => void = () => {};
  readonly resolved: Resolved;
  readonly #plan: CampaignPlan;
  readonly #statuses = new Map<string, { failures: number; unknowns: number; ownRuns: number; first: Verdict | undefined }>();
  readonly #pins = new Map<string, PinResult>();
  #obligations = 0;
  #sampled = 0;

  constructor(resolved: Resolved, plan: CampaignPlan) {
    this.resolved = resolved;
    this.#plan = plan;
  }

  *work(): Work<void> {
    const strategy = this.#plan.strategy(this.resolved, this.#plan.seed);
    this.seed = this.resolved.seed;
    for (const promise of this.resolved.promises) {
      if (promise.plan === undefined || this.#plan.altered) continue;
      this.#pins.set(promise.guarantee, yield* checkPin(this.resolved, promise.guarantee, promise.plan));
    }
    while (this.runs < this.#plan.runs && !(this.#plan.first && this.discoveries.length > 0)) {
      this.phase = "runs";
      yield* this.#one(strategy.candidate(this.runs));
    }
    this.phase = "done";
  }

  get verdicts(): readonly CampaignVerdict[] {
    return [...this.#statuses].map(([guarantee, counted]) => this.#verdict(guarantee, counted));
  }

  get faults(): FaultFigures {
    return this.figures.all;
  }

  *#one(candidate: Candidate): Work<void> {
    this.seed = candidate.seed;
    const first = this.runs === 0;
    const simulation = yield* attempt(this.resolved, { seed: candidate.seed, plan: [], rates: true, ...(candidate.chances === undefined ? {} : { chances: candidate.chances }), freezes: first, checkpoints: first && this.#plan.verify });
    this.runs++;
    this.events += simulation.world.kernel.events;
    this.digest.word(simulation.world.kernel.digest.high);
    this.digest.word(simulation.world.kernel.digest.low);
    this.#obligations += simulation.delivery.obligations.total;
    for (const [name, count] of simulation.delivery.sometimesCounts) this.sometimes.set(name, (this.sometimes.get(name) ?? 0) + count);
    this.figures.add(simulation.world.struck.figures);
    if (first && this.#plan.verify) verified(simulation);
    const broken = this.#count(simulation, candidate);
    if (this.#sampled < SAMPLED && simulation.world.struck.count > 0) {
      this.#sampled++;
      yield* this.figures.sample(simulation);
    }
    for (const guarantee of broken) yield* this.#discover(simulation, candidate, guarantee);
  }

  /** Counts the findings; returns the promised guarantees that broke for the first time. */
  #count(simulation: Simulation, candidate: Candidate): string[] {
    const broken: string[] = [];
    for (const { guarantee, status, at, sentence } of simulation.findings) {
      let counted = this.#statuses.get(guarantee);
      if (counted === undefined) this.#statuses.set(guarantee, (counted = { failures: 0, unknowns: 0, ownRuns: 0, first: undefined }));
      if (status === "unknown") {
        counted.unknowns++;
        if (counted.first === undefined) counted.first = { guarantee, status, promised: "nothing", ...(sentence === undefined ? {} : { sentence }) };
      } else if (candidate.chances === undefined) counted.ownRuns++;
      if (status !== "fail") continue;
      if (++counted.failures > 1) continue;
      counted.first = { guarantee, status, promised: "nothing", ...(at === undefined ? {} : { at }), ...(sentence === undefined ? {} : { sentence }) };
      if (this.resolved.promises.some((promise) => promise.guarantee === guarantee)) broken.push(guarantee);
    }
    return broken;
  }

  *#discover(simulation: Simulation, candidate: Candidate, guarantee: string): Work<void> {
    this.phase = "shrinking";
    const struck = frozenPlan(simulation);
    const shrunk = yield* shrinkPlan(this.resolved, candidate.seed, struck, guarantee, this.#plan.replays);
    // The frozen run is the drawn run: if it does not break, freezing is broken, and that is ours.
    const reduced: Shrunk = shrunk ?? { plan: struck, minimal: "capped", replays: 1, sentence: simulation.findings.find((finding) => finding.guarantee === guarantee)?.sentence ?? "" };
    const discovery: Discovery = { ...reduced, guarantee, seed: candidate.seed, runsToFind: this.runs, strategy: candidate.strategy, faultsFound: struck.length };
    this.discoveries.push(discovery);
    this.onDiscovery(discovery);
  }

  #verdict(guarantee: string, counted: { failures: number; unknowns: number; ownRuns: number; first: Verdict | undefined }): CampaignVerdict {
    const promised = this.resolved.promises.find((promise) => promise.guarantee === guarantee)?.promised ?? "nothing";
    const pin = this.#pins.get(guarantee);
    const empty = this.#obligations === 0 && OWED.includes(guarantee);
    const status: Status = counted.failures > 0 ? "fail" : counted.unknowns > 0 || empty ? "unknown" : "pass";
    const pinned = pin === undefined ? counted.failures > 0 : pin.breaks && pin.smallest;
    const asPromised = promised === "holds" ? status === "pass" : promised === "breaks" ? this.#plan.altered || pinned : true;
    const sentence = counted.first?.sentence ?? (empty ? "no message was ever owed, so nothing was tested" : undefined);
    return {
      guarantee, status, promised, failures: counted.failures, asPromised,
      ...(counted.first?.at === undefined ? {} : { at: counted.first.at }),
      ...(sentence === undefined ? {} : { sentence }),
      ...(status === "pass" && counted.ownRuns > 0 ? { upperBound95: upperBound(counted.ownRuns) } : {}),
      ...(pin === undefined ? {} : { pin }),
    };
  }
}

/** Guarantees about what is owed: without any obligation they say nothing. */
const OWED = ["at-least-once", "effectively-once", "progress"];

/** None of n independent runs failed: the one-sided 95 % bound of Clopper and Pearson, 1 - 0.05^(1/n), about 3/n. */
export function upperBound(runs: number): number {
  return 1 - exponential(logarithm(0.05) / runs);
}
