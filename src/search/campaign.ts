import type { Resolved } from "../scenario/resolve.ts";
import type { Work } from "./attempt.ts";
import type { Changes } from "./campaign/changes.ts";
import type { Chronicle, Known } from "./campaign/chronicle.ts";
import { Course } from "./campaign/course.ts";
import { Findings } from "./campaign/findings.ts";
import type { Discovery } from "./campaign/findings.ts";
import { perform } from "./campaign/jobs.ts";
import type { Job, JobResult, ReduceJob } from "./campaign/jobs.ts";
import { Order } from "./campaign/order.ts";
import { Part } from "./campaign/part.ts";
import type { CampaignPlan } from "./campaign/plan.ts";
import { outcomeIn } from "./campaign/record.ts";
import type { RunRecord } from "./campaign/record.ts";
import type { ReducedRun } from "./campaign/reduced.ts";
import { Tally } from "./campaign/tally.ts";
import type { Judged } from "./campaign/tally.ts";
import { kindsOf } from "./kinds.ts";
import type { PinResult } from "./pins.ts";
import type { Reduction } from "./shrink.ts";
import { standing } from "./standing.ts";
import { isOwn } from "./strategy.ts";
import type { Candidate, Certificate, Notice } from "./strategy.ts";

export type { Discovery } from "./campaign/findings.ts";
export type { Shard } from "./campaign/part.ts";
export type { Spent, Thrown, Unexercised } from "./campaign/tally.ts";

/** In so many runs with faults, each kind is taken out once, to see whether the history changes. */
export const CHANGED = 8;
/** So many runs are traced, for what their messages went through, unless the first run had more events than this. */
const TRACED = 20;
const LONG = 100_000;
/** So many runs that are known are folded in at a time. */
const KNOWN = 256;
/** So many runs may be out at a time, or wait for one before them. */
const AHEAD = 1_024;

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
  readonly #order = new Order();
  readonly #course: Course;
  readonly #part: Part;
  readonly #strategy: { readonly notice?: Notice | undefined };
  #first: RunRecord | undefined;
  #pins = 0;
  #counted = 0;
  #changed = 0;
  #changesOpen = 0;
  #ended = false;
  #hurried = false;
  #isCut = false;
  /** It was asked for the next job and has only folded in what is known. */
  #catchesUp = false;

  /** @throws InputError where the strategy cannot be used with this scenario. */
  constructor(resolved: Resolved, plan: CampaignPlan) {
    this.resolved = resolved;
    this.#plan = plan;
    this.judged = { promises: resolved.promises, kinds: [...kindsOf(resolved)], altered: plan.altered };
    this.tally = new Tally(this.judged, plan.failures ?? 1);
    const strategy = plan.strategy(resolved, plan.seed);
    this.#strategy = strategy;
    this.#course = new Course(strategy);
    this.#part = new Part(this.#course, plan.from ?? 0, plan.shard);
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
    for (let job = this.next(); job !== undefined || this.#catchesUp; job = this.next()) {
      const result = job === undefined ? undefined : yield* this.doing(job);
      if (result === undefined) yield;
      else this.done(job!, result);
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

  /** The next piece that can be done; undefined while results are needed first, while it `isCatchingUp`, or when all is over (`isOver`). */
  next(): Job | undefined {
    this.#catchesUp = false;
    const urgent = this.#hurried ? this.#urgent.findIndex(({ kind }) => kind === "reduce") : 0;
    if (urgent >= 0 && urgent < this.#urgent.length) return this.#urgent.splice(urgent, 1)[0];
    for (let known = 0; this.#mayRun; ) {
      const taken = this.#course.next();
      if (taken === undefined) break;
      const { index, candidate } = taken;
      const counts = this.#part.counts(index);
      if (counts && this.#counted >= this.#plan.runs) {
        this.#ended = true;
        break;
      }
      if (counts) this.#counted++;
      const isMade = this.#part.isMade(index);
      this.#order.take(index, candidate, !isMade);
      const record = isMade ? this.known?.record(index) : undefined;
      if (isMade && record === undefined) return this.#runJob(index, candidate);
      if (record !== undefined) this.#order.done(index, record);
      this.#fold();
      if (this.#urgent.length > 0) return this.next();
      if (++known < KNOWN) continue;
      this.#catchesUp = true;
      return undefined;
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
    else this.#order.done(job.index, result as RunRecord);
    this.#fold();
    if (this.isOver) this.phase = "done";
  }

  /** A job threw: what a run throws is thrown when its turn has come. */
  failed(job: Job, error: unknown): void {
    if (job.kind !== "run") throw error;
    this.#order.failed(job.index, error);
    this.#fold();
  }

  /** Nothing is left to hand out, nor to wait for. */
  get isOver(): boolean {
    if (this.#hurried) return this.#findings.open === 0;
    if (this.#findings.open > 0 || this.#urgent.length > 0 || this.#pins > 0 || this.#changesOpen > 0) return false;
    return this.#isStopped || ((this.#ended || this.#course.isOver) && this.#order.isEmpty);
  }

  /** It has folded in some of what is known from before, and is to be asked for the next job again: there may be many millions. */
  get isCatchingUp(): boolean {
    return this.#catchesUp;
  }

  /** How many runs can be handed out at once. */
  get ready(): number {
    return this.#urgent.length > 0 || !this.#mayRun ? 0 : Math.max(1, this.#course.ready);
  }

  /** How many runs the campaign has, those of other shards included; final when it is over. */
  get proposed(): number {
    return this.#counted;
  }

  /** It was ended before all its runs were handed out, or what broke was reduced. */
  get isCut(): boolean {
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
    if (!this.#ended && !this.#course.isOver) this.#isCut = true;
    this.#ended = true;
  }

  /** The same, but what is found is handed over as small as it has got, and what is under way is given up. */
  hurry(): void {
    this.end();
    this.#isCut ||= !this.isOver;
    this.#hurried = true;
  }

  get runs(): number {
    return this.tally.runs;
  }

  get discoveries(): readonly Discovery[] {
    return this.#findings.discoveries;
  }

  /** What the strategy has before it, where it can tell. */
  get notice(): Notice | undefined {
    return this.#strategy.notice;
  }

  /** What was covered, where the strategy covers anything, and of that what nothing else has broken. */
  get certificate(): Certificate | undefined {
    return standing(this.#course.certificate, this.tally.all);
  }

  /** Its first failure was all that was asked. */
  get #isStopped(): boolean {
    return this.#plan.first && this.#findings.count > 0;
  }

  /** The first run is made alone: what it tells decides how the next are read. */
  get #mayRun(): boolean {
    return !this.#ended && !this.#isStopped && this.#order.out < AHEAD && (this.#first !== undefined || this.#order.isElsewhere);
  }

  #runJob(index: number, candidate: Candidate): Job {
    const first = index === this.#part.from;
    const sampled = !first && index - this.#part.from <= TRACED && this.#first!.events <= LONG;
    return { kind: "run", index, candidate, learns: this.#course.learnsFrom(index), sampled, first, verify: first && this.#plan.verify };
  }

  #enter({ kind }: Job): void {
    if (kind === "pin" || kind === "run") this.phase = kind === "pin" ? "pins" : "runs";
    else this.phase = kind === "reduce" ? "shrinking" : "runs";
  }

  /** Folds in what is complete. Pins come first: so does what is wrong with them. */
  #fold(): void {
    while (this.#pins === 0 && !this.#isStopped) {
      if (this.#order.hasFailed) {
        // What broke before it is reduced first, whoever is at it.
        this.#ended = true;
        if (this.#findings.open > 0 || this.#changesOpen > 0) return;
      }
      const turn = this.#order.next();
      if (turn === undefined) return;
      const { index, candidate, record } = turn;
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
    this.#findings.reduced(index, { ...result, index, guarantee, seed, strategy, runsToFind: index - this.#part.from + 1 });
  }

  #change(index: number, changes: Changes): void {
    this.#changesOpen--;
    this.chronicle?.changes(index, changes);
    this.tally.figures.changed(changes);
  }
}
