import { Digest } from "../kernel/digest.ts";
import type { Resolved } from "../scenario/resolve.ts";
import { frozenPlan } from "../scenario/result.ts";
import type { FaultFigures } from "../scenario/result.ts";
import { NondeterminismError, verified } from "../scenario/verify.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { HandlerError } from "../world/steps.ts";
import { attempt } from "./attempt.ts";
import type { Work } from "./attempt.ts";
import { inBatches } from "./batches.ts";
import { Figures } from "./figures.ts";
import { checkPin } from "./pins.ts";
import { Samples } from "./samples.ts";
import { Reduction } from "./shrink.ts";
import type { Shrunk } from "./shrink.ts";
import { kindsOf } from "./kinds.ts";
import { optionsOf, outcomeOf } from "./outcome.ts";
import { isOwn } from "./strategy.ts";
import type { Candidate, Certificate, Notice, Outcome, Strategy, StrategyMaker } from "./strategy.ts";
import { Verdicts } from "./verdicts.ts";
import type { CampaignVerdict } from "./verdicts.ts";

/** So many different errors of handlers are kept. */
const ERRORS = 5;
/** In so many runs with faults, each kind is taken out once, to see whether the history changes. */
const SAMPLED = 8;
/** So many runs are traced, for what their messages went through, while runs have no more events than this on average. */
const TRACED = 20;
const LONG = 100_000;

/** In place of an outcome from which nobody learns. */
const UNREAD: Outcome = { findings: [], struck: 0, events: 0, digest: "", fingerprint: "" };

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

/** Handlers that threw the same message: the first of them, and in how many runs there was one. */
export interface Thrown extends HandlerError {
  readonly seed: string;
  readonly runs: number;
}

/** What a strategy spent and brought. */
export interface Spent {
  readonly runs: number;
  /** Runs in which a promised guarantee broke. */
  readonly failures: number;
  /** Guarantees of which it found the first failure. */
  readonly found: readonly string[];
}

/** What never happened in a whole campaign. */
export interface Unexercised {
  /** Kinds of fault that could have struck and never reached the protocol. */
  readonly faults: readonly string[];
  /** What `ctx.sometimes` asked for and was never so. */
  readonly sometimes: readonly string[];
}

export interface CampaignPlan {
  readonly seed: string;
  readonly runs: number;
  /** Runs of the same campaign to pass over, where the strategy does not learn from them. Default 0. */
  readonly from?: number;
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
  readonly samples: Samples = new Samples();
  /** What handlers threw, by message. */
  readonly thrown: Map<string, Thrown> = new Map();
  /** What is being done: for progress. */
  phase: "pins" | "runs" | "shrinking" | "done" = "pins";
  /** The failure being reduced: which guarantee, and from how many faults. For progress. */
  reducing: { readonly guarantee: string; readonly from: number; readonly reduction: Reduction } | undefined;
  /** The seed being run: for a watchdog. */
  seed = "";
  /** Told of each discovery as it is made. */
  onDiscovery: (discovery: Discovery) => void = () => {};
  readonly resolved: Resolved;
  readonly #plan: CampaignPlan;
  readonly #promised: ReadonlySet<string>;
  readonly #spent = new Map<string, { -readonly [field in keyof Spent]: Spent[field] }>();
  readonly #verdicts: Verdicts;
  #strategy: Strategy | undefined;
  #sampled = 0;
  #ended = false;
  #hurried = false;

  constructor(resolved: Resolved, plan: CampaignPlan) {
    this.resolved = resolved;
    this.#plan = plan;
    this.#promised = new Set(resolved.promises.map(({ guarantee }) => guarantee));
    this.#verdicts = new Verdicts(resolved, plan.altered);
  }

  *work(): Work<void> {
    const strategy = this.#plan.strategy(this.resolved, this.#plan.seed);
    this.seed = this.resolved.seed;
    for (const promise of this.resolved.promises) {
      if (promise.plan === undefined || this.#plan.altered) continue;
      this.#verdicts.pin(promise.guarantee, yield* checkPin(this.resolved, promise.guarantee, promise.plan));
    }
    this.#strategy = strategy;
    // Of a strategy that learns every run is needed, wherever the campaign is to begin.
    let skipped = strategy.learn === undefined ? (this.#plan.from ?? 0) : 0;
    const next = (candidate: Candidate): Work<Outcome | undefined> => this.#next(candidate);
    yield* inBatches(strategy, function* (candidate) {
      return skipped-- > 0 ? UNREAD : yield* next(candidate);
    });
    this.phase = "done";
  }

  /** What the strategy has before it, where it can tell. */
  get notice(): Notice | undefined {
    return this.#strategy?.notice;
  }

  /** What was covered, where the strategy covers anything. */
  get certificate(): Certificate | undefined {
    return this.#strategy?.certificate;
  }

  /** A candidate of the campaign: run, unless it belongs to the part that is passed over; undefined ends the campaign. */
  *#next(candidate: Candidate): Work<Outcome | undefined> {
    if (this.runs >= this.#plan.runs || this.#ended || (this.#plan.first && this.discoveries.length > 0)) return undefined;
    this.phase = "runs";
    return yield* this.#one(candidate);
  }

  /** Ends the campaign after the run under way and the reduction of what that found. */
  end(): void {
    this.#ended = true;
  }

  /** The same, but what is found is handed over as small as it has got. */
  hurry(): void {
    this.#ended = true;
    this.#hurried = true;
  }

  get verdicts(): readonly CampaignVerdict[] {
    return this.#verdicts.all;
  }

  get faults(): FaultFigures {
    return this.figures.all;
  }

  /** By strategy, in the order in which they came. */
  get strategies(): ReadonlyMap<string, Spent> {
    return this.#spent;
  }

  /** What a clean verdict says nothing about. */
  get unexercised(): Unexercised {
    const all = this.figures.all;
    return {
      faults: [...kindsOf(this.resolved)].filter((kind) => (all[kind]?.reached ?? 0) === 0).sort(),
      sometimes: [...this.sometimes].filter(([, times]) => times === 0).map(([name]) => name),
    };
  }

  *#one(candidate: Candidate): Work<Outcome> {
    this.seed = candidate.seed;
    const first = this.runs === 0;
    const traced = !first && this.runs <= TRACED && this.events <= this.runs * LONG;
    const simulation = yield* attempt(this.resolved, { ...optionsOf(candidate), ...(traced ? { trace: true } : {}), freezes: first, checkpoints: first && this.#plan.verify });
    this.runs++;
    this.events += simulation.world.kernel.events;
    this.digest.word(simulation.world.kernel.digest.high);
    this.digest.word(simulation.world.kernel.digest.low);
    for (const [name, count] of simulation.delivery.sometimesCounts) this.sometimes.set(name, (this.sometimes.get(name) ?? 0) + count);
    this.figures.add(simulation.world.struck.figures);
    this.#collect(simulation);
    if (traced) this.samples.add(simulation);
    if (first && this.#plan.verify) verified(simulation);
    const broken = this.#verdicts.add(simulation, isOwn(candidate));
    this.#spend(candidate, simulation, broken);
    for (const guarantee of broken) yield* this.#discover(simulation, candidate, guarantee);
    if (this.#sampled < SAMPLED && simulation.world.struck.count > 0 && !this.#ended) {
      this.phase = "runs";
      this.#sampled++;
      yield* this.figures.sample(simulation);
    }
    return this.#strategy?.learn === undefined ? UNREAD : outcomeOf(simulation, candidate);
  }

  #spend({ strategy }: Candidate, simulation: Simulation, found: readonly string[]): void {
    let spent = this.#spent.get(strategy);
    if (spent === undefined) this.#spent.set(strategy, (spent = { runs: 0, failures: 0, found: [] }));
    spent.runs++;
    if (simulation.findings.some(({ guarantee, status }) => status === "fail" && this.#promised.has(guarantee))) spent.failures++;
    if (found.length > 0) spent.found = [...spent.found, ...found];
  }

  #collect({ world, options }: Simulation): void {
    const seen = new Set<string>();
    for (const error of world.steps.errors) {
      const known = this.thrown.get(error.message);
      if (seen.has(error.message) || (known === undefined && this.thrown.size >= ERRORS)) continue;
      seen.add(error.message);
      this.thrown.set(error.message, known === undefined ? { ...error, seed: options.seed, runs: 1 } : { ...known, runs: known.runs + 1 });
    }
  }

  *#discover(simulation: Simulation, candidate: Candidate, guarantee: string): Work<void> {
    this.phase = "shrinking";
    // More struck than a plan holds: the verdict stands, but there is no run to hand over.
    if (simulation.world.struck.overflowed) return;
    const struck = frozenPlan(simulation);
    const reduction = new Reduction(this.resolved, candidate.seed, struck, guarantee, this.#plan.replays);
    this.reducing = { guarantee, from: struck.length, reduction };
    yield* this.#unlessHurried(reduction.work());
    this.reducing = undefined;
    if (reduction.best === undefined && !this.#hurried) yield* this.#repeat(simulation);
    // The frozen run is the drawn run: if only the frozen one does not break, freezing is broken, and that is ours.
    const reduced: Shrunk = reduction.best ?? { plan: struck, parameters: {}, minimal: "capped", replays: 1, polishing: 0, sentence: simulation.findings.find((finding) => finding.guarantee === guarantee)?.sentence ?? "" };
    const discovery: Discovery = { ...reduced, guarantee, seed: candidate.seed, runsToFind: this.runs, strategy: candidate.strategy, faultsFound: struck.length };
    this.discoveries.push(discovery);
    this.onDiscovery(discovery);
  }

  /** Gives the work up when there is no more time for it. */
  *#unlessHurried(work: Work<void>): Work<void> {
    while (!this.#hurried && work.next().done !== true) yield;
  }

  /** A run whose failure did not come back: was it a function of its seed? @throws NondeterminismError */
  *#repeat(simulation: Simulation): Work<void> {
    const again = yield* attempt(this.resolved, simulation.options);
    const { events } = simulation.world.kernel;
    if (again.world.kernel.digest.toString() !== simulation.world.kernel.digest.toString()) throw new NondeterminismError(simulation, events, `differ by event ${events}`);
  }
}
