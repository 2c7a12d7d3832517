import type { Digest } from "../kernel/digest.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { FaultFigures } from "../scenario/result.ts";
import type { Work } from "./attempt.ts";
import type { Changes } from "./campaign/changes.ts";
import { Course } from "./campaign/course.ts";
import { Findings } from "./campaign/findings.ts";
import type { Discovery } from "./campaign/findings.ts";
import { perform } from "./campaign/jobs.ts";
import type { Job, JobResult, ReduceJob } from "./campaign/jobs.ts";
import { outcomeIn } from "./campaign/record.ts";
import type { RunRecord } from "./campaign/record.ts";
import type { ReducedRun } from "./campaign/reduced.ts";
import { Tally } from "./campaign/tally.ts";
import type { Judged, Spent, Thrown, Unexercised } from "./campaign/tally.ts";
import { kindsOf } from "./kinds.ts";
import type { PinResult } from "./pins.ts";
import type { MessageSamples } from "./samples.ts";
import type { Reduction } from "./shrink.ts";
import { isOwn } from "./strategy.ts";
import type { Candidate, Certificate, Notice, StrategyMaker } from "./strategy.ts";
import type { CampaignVerdict } from "./verdicts.ts";

export type { Discovery } from "./campaign/findings.ts";
export type { Spent, Thrown, Unexercised } from "./campaign/tally.ts";

/** In so many runs with faults, each kind is taken out once, to see whether the history changes. */
const CHANGED = 8;
/** So many runs are traced, for what their messages went through, unless the first run had more events than this. */
const TRACED = 20;
const LONG = 100_000;
/** So many runs may be out at a time, or wait for one before them. */
const AHEAD = 1_024;
/** Runs are dealt to shards so many at a time. */
const ROW = 64;

/** Part `index`, from 1, of `of` parts of a campaign. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export interface CampaignPlan {
  readonly seed: string;
  readonly runs: number;
  /** Runs of the same campaign to pass over, where the strategy does not learn from them. Default 0. */
  readonly from?: number;
  /** Only this part of the runs, besides the first and those from which the strategy learns. Default: all. */
  readonly shard?: Shard;
  readonly strategy: StrategyMaker;
  /** Replays for each reduction. */
  readonly replays: number;
  /** With parameters set, promises to break only inform. */
  readonly altered: boolean;
  /** Runs the first seed twice and compares. */
  readonly verify: boolean;
  /** So many failures of each promised guarantee are reduced. Default 1. */
  readonly failures?: number;
  /** Ends at the first failure of a promised guarantee. */
  readonly first: boolean;
}

/** What is known of a campaign from before: nothing of it is done again. */
export interface Known {
  record(index: number): RunRecord | undefined;
  changes(index: number): Changes | undefined;
  reduced(index: number, guarantee: string): ReducedRun | undefined;
}

/** Told of what a campaign is made of, as it is folded in: the runs in their order. */
export interface Chronicle {
  run(index: number, candidate: Candidate, record: RunRecord): void;
  changes(index: number, changes: Changes): void;
  reduced(index: number, guarantee: string, reduced: ReducedRun): void;
}

/**
 * A campaign under way: run after run, judged, counted; first failures reduced. It hands out jobs and takes their results, in whatever
 * order these come, and folds the runs in strictly in their order; so what comes out does not depend on who does the jobs. `work` does
 * them all, one after the other. The rest may be read at any time.
 */
export class CampaignRun {
  /** What is being done: for progress. */
  phase: "pins" | "runs" | "shrinking" | "done" = "pins";
  /** The failure being reduced on this thread: which guarantee, and from how many faults. For progress. */
  reducing: { readonly guarantee: string; readonly from: number; readonly reduction: Reduction } | undefined;
  /** What is known from before. */
  known: Known | undefined;
  /** Keeps what is folded in. */
  chronicle: Chronicle | undefined;
  readonly tally: Tally;
  readonly judged: Judged;
  readonly resolved: Resolved;
  readonly #plan: CampaignPlan;
  readonly #findings = new Findings();
  /** To be handed out before any further run. */
  readonly #urgent: Job[] = [];
  /** Runs that were taken from the course, in their order: to be folded in. */
  readonly #taken: { readonly index: number; readonly candidate: Candidate; readonly skipped: boolean }[] = [];
  readonly #records = new Map<number, RunRecord>();
  /** What runs threw. */
  readonly #errors = new Map<number, unknown>();
  readonly #course: Course;
  readonly #strategy: { readonly notice?: Notice | undefined };
  readonly #from: number;
  #first: RunRecord | undefined;
  #pins = 0;
  #counted = 0;
  #changed = 0;
  #changesOpen = 0;
  /** Runs that were handed out and are not folded in. */
  #out = 0;
  #ended = false;
  #hurried = false;
  #isCut = false;

  /** @throws InputError where the strategy cannot be used with this scenario. */
  constructor(resolved: Resolved, plan: CampaignPlan) {
    this.resolved = resolved;
    this.#plan = plan;
    this.judged = { promises: resolved.promises, kinds: [...kindsOf(resolved)], altered: plan.altered };
    this.tally = new Tally(this.judged, plan.failures ?? 1);
    const strategy = plan.strategy(resolved, plan.seed);
    this.#strategy = strategy;
    this.#course = new Course(strategy);
    // Of a strategy that learns every run is needed, wherever the campaign is to begin.
    this.#from = this.#course.learnsFrom(0) ? 0 : (plan.from ?? 0);
    for (const promise of resolved.promises) {
      if (promise.plan === undefined || plan.altered) continue;
      this.#urgent.push({ kind: "pin", guarantee: promise.guarantee, plan: promise.plan });
      this.#pins++;
    }
  }

  /** Told of each discovery as it is made, in the order of the runs. */
  set onDiscovery(told: (discovery: Discovery) => void) {
    this.#findings.onDiscovery = told;
  }

  /** Does everything on this thread. */
  *work(): Work<void> {
    for (let job = this.next(); job !== undefined; job = this.next()) {
      const result = yield* this.doing(job);
      if (result !== undefined) this.done(job, result);
    }
  }

  /** Does a job on this thread; undefined when it was given up because there is no more time. */
  *doing(job: Job): Work<JobResult | undefined> {
    this.#enter(job);
    const work = perform(this.resolved, job, { hurried: () => this.#hurried, onReduction: ({ guarantee }, from, reduction) => (this.reducing = { guarantee, from, reduction }) });
    for (let step = work.next(); ; step = work.next()) {
      if (step.done === true) {
        this.reducing = undefined;
        return step.value;
      }
      if (this.#hurried && job.kind !== "reduce") return undefined;
      yield;
    }
  }

  /** The next piece that can be done; undefined while results are needed first, or when all is over (`isOver`). */
  next(): Job | undefined {
    const urgent = this.#hurried ? this.#urgent.findIndex(({ kind }) => kind === "reduce") : 0;
    if (urgent >= 0 && urgent < this.#urgent.length) return this.#urgent.splice(urgent, 1)[0];
    for (;;) {
      if (!this.#mayRun) break;
      const taken = this.#course.next();
      if (taken === undefined) break;
      const { index, candidate } = taken;
      const skipped = !this.#isMade(index);
      if (this.#isWithin(index) && this.#counted >= this.#plan.runs) {
        this.#ended = true;
        break;
      }
      this.#taken.push({ index, candidate, skipped });
      if (!skipped) this.#out++;
      if (this.#isWithin(index)) this.#counted++;
      const record = skipped ? undefined : this.known?.record(index);
      if (!skipped && record === undefined) return this.#runJob(index, candidate);
      if (record !== undefined) this.#records.set(index, record);
      this.#fold();
      if (this.#urgent.length > 0) return this.next();
    }
    if (this.isOver) this.phase = "done";
    return undefined;
  }

  /** What a job came to. Runs are folded in as soon as all before them are. */
  done(job: Job, result: JobResult): void {
    if (job.kind === "pin") {
      this.#pins--;
      this.tally.verdicts.pin(job.guarantee, result as PinResult);
    } else if (job.kind === "change") this.#change(job.index, result as Changes);
    else if (job.kind === "reduce") this.#reduce(job, result as ReducedRun);
    else this.#records.set(job.index, result as RunRecord);
    this.#fold();
    if (this.isOver) this.phase = "done";
  }

  /** A job threw: what a run throws is thrown when its turn has come, as if there had been one run after the other. */
  failed(job: Job, error: unknown): void {
    if (job.kind !== "run") throw error;
    this.#errors.set(job.index, error);
    this.#fold();
  }

  /** Nothing is left to hand out, nor to wait for. */
  get isOver(): boolean {
    if (this.#hurried) return this.#findings.open === 0;
    if (this.#findings.open > 0 || this.#urgent.length > 0 || this.#pins > 0 || this.#changesOpen > 0) return false;
    return this.#isStopped || ((this.#ended || this.#course.isOver) && this.#taken.length === 0);
  }

  /** How many runs can be handed out at once. */
  get ready(): number {
    return this.#urgent.length > 0 || !this.#mayRun ? 0 : Math.max(1, this.#course.ready);
  }

  /** How many runs the campaign has, those of other shards included; final when it is over. */
  get proposed(): number {
    return this.#counted;
  }

  /** It was ended before its time. */
  get isEnded(): boolean {
    return this.#isCut;
  }

  /** There is no more time. */
  get isHurried(): boolean {
    return this.#hurried;
  }

  /** No run that is under way is of any use. */
  get isStopped(): boolean {
    return this.#hurried || this.#isStopped;
  }

  /** Ends the campaign after the runs under way and the reduction of what they find. */
  end(): void {
    this.#ended = true;
    this.#isCut = true;
  }

  /** The same, but what is found is handed over as small as it has got, and what is under way is given up. */
  hurry(): void {
    this.end();
    this.#hurried = true;
  }

  get runs(): number {
    return this.tally.runs;
  }

  get events(): number {
    return this.tally.events;
  }

  get digest(): Digest {
    return this.tally.digest;
  }

  get discoveries(): readonly Discovery[] {
    return this.#findings.discoveries;
  }

  /** What the strategy has before it, where it can tell. */
  get notice(): Notice | undefined {
    return this.#strategy.notice;
  }

  /** What was covered, where the strategy covers anything. */
  get certificate(): Certificate | undefined {
    return this.#course.certificate;
  }

  get verdicts(): readonly CampaignVerdict[] {
    return this.tally.all;
  }

  get faults(): FaultFigures {
    return this.tally.faults;
  }

  get samples(): MessageSamples {
    return this.tally.samples.all;
  }

  get sometimes(): ReadonlyMap<string, number> {
    return this.tally.sometimes;
  }

  /** What handlers threw, by message. */
  get thrown(): ReadonlyMap<string, Thrown> {
    return this.tally.thrown;
  }

  /** By strategy, in the order in which they came. */
  get strategies(): ReadonlyMap<string, Spent> {
    return this.tally.strategies;
  }

  /** What a clean verdict says nothing about. */
  get unexercised(): Unexercised {
    return this.tally.unexercised;
  }

  /** Its first failure was all that was asked. */
  get #isStopped(): boolean {
    return this.#plan.first && this.#findings.count > 0;
  }

  /** The first run is made alone: what it tells decides how the next are read. */
  get #mayRun(): boolean {
    return !this.#ended && !this.#isStopped && this.#out < AHEAD && (this.#first !== undefined || this.#taken.every(({ skipped }) => skipped));
  }

  /** Part of what is asked for, as opposed to what others make. */
  #isMade(index: number): boolean {
    return index === this.#from || this.#course.learnsFrom(index) || this.#isWithin(index) && this.#isOurs(index);
  }

  #isWithin(index: number): boolean {
    return index >= this.#from;
  }

  /** Of this shard: runs are dealt in rows, as many as a batch has at most. */
  #isOurs(index: number): boolean {
    const { shard } = this.#plan;
    return shard === undefined || Math.floor(index / ROW) % shard.of === shard.index - 1;
  }

  #runJob(index: number, candidate: Candidate): Job {
    const first = index === this.#from;
    const sampled = !first && index - this.#from <= TRACED && this.#first!.events <= LONG;
    return { kind: "run", index, candidate, learns: this.#course.learnsFrom(index), sampled, first, verify: first && this.#plan.verify };
  }

  #enter({ kind }: Job): void {
    if (kind === "pin" || kind === "run") this.phase = kind === "pin" ? "pins" : "runs";
    else this.phase = kind === "reduce" ? "shrinking" : "runs";
  }

  /** Folds in what is complete. Pins come first: so does what is wrong with them. */
  #fold(): void {
    while (this.#taken.length > 0 && this.#pins === 0 && !this.#isStopped) {
      const { index, candidate, skipped } = this.#taken[0]!;
      if (this.#errors.has(index)) throw this.#errors.get(index);
      const record = this.#records.get(index);
      if (!skipped && record === undefined) return;
      this.#taken.shift();
      this.#records.delete(index);
      if (!skipped) this.#out--;
      if (record !== undefined) this.#add(index, candidate, record);
      this.#course.told(record === undefined || !this.#course.learnsFrom(index) ? undefined : outcomeIn(record));
    }
  }

  #add(index: number, candidate: Candidate, record: RunRecord): void {
    this.#first ??= record;
    this.chronicle?.run(index, candidate, record);
    const breaches = this.tally.add(record, { seed: candidate.seed, strategy: candidate.strategy, own: isOwn(candidate) });
    // More struck than a plan holds: the verdict stands, but there is no run to hand over.
    if (!record.overflowed) for (const { guarantee } of breaches) this.#discover({ kind: "reduce", index, candidate, guarantee, digest: record.digest, replays: this.#plan.replays });
    if (this.#changed >= CHANGED || record.struck === 0 || record.overflowed) return;
    this.#changed++;
    this.#changesOpen++;
    const known = this.known?.changes(index);
    if (known === undefined) this.#urgent.push({ kind: "change", index, candidate });
    else this.#change(index, known);
  }

  #discover(job: ReduceJob): void {
    this.#findings.found(job.index, job.guarantee);
    const known = this.known?.reduced(job.index, job.guarantee);
    if (known === undefined) this.#urgent.push(job);
    else this.#reduce(job, known);
  }

  #reduce({ index, guarantee, candidate: { seed, strategy } }: ReduceJob, result: ReducedRun): void {
    if (!this.#hurried) this.chronicle?.reduced(index, guarantee, result);
    this.#findings.reduced(index, { ...result, index, guarantee, seed, strategy, runsToFind: index - this.#from + 1 });
  }

  #change(index: number, changes: Changes): void {
    this.#changesOpen--;
    this.chronicle?.changes(index, changes);
    this.tally.figures.changed(changes);
  }
}
