import { invariant } from "../kernel/errors.ts";
import type { Work } from "../search/attempt.ts";
import type { CampaignRun } from "../search/campaign.ts";
import type { Job, JobResult } from "../search/campaign/jobs.ts";
import type { Notice } from "../search/strategy.ts";
import type { Crew } from "./workers/crew.ts";
import type { Reference } from "./workers/messages.ts";
import { Team } from "./workers/team.ts";
import type { WorkerState } from "./workers/team.ts";

/** Wall-clock time between two turns of the event loop, ms: how soon an interrupt is heard. */
const TURN = 20;
/** So many runs tell how long one takes. */
const ENOUGH = 32;
/** Threads that nobody asked for are worth it when so much is still to be done, ms; when they are there already, less. */
const WORTH = 700;
const WORTH_AGAIN = 150;

/** Who may help. */
export interface Help {
  readonly crew: Crew;
  readonly scenario: Reference;
  /** A person wants them, however short the campaign. */
  readonly asked: boolean;
}

/** How a campaign is driven. */
export interface Driving {
  readonly runs: number;
  /** Wall-clock ms: no run begins after it, and nothing is reduced any further after twice of it. */
  readonly limit: number;
  readonly help: Help | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (campaign: CampaignRun, workers: readonly WorkerState[]) => void;
  /** Called at each turn. */
  readonly onTurn?: () => void;
  readonly onNotice?: (notice: Notice, seconds: number) => void;
}

/** How it went. */
export interface Driven {
  readonly interrupted: boolean;
  /** Threads that made runs. */
  readonly workers: number;
}

/** Drives a campaign to its end, on this thread and those of the crew. What broke is never lost: when there is no time to reduce it, it is handed over as it is. */
export async function drive(campaign: CampaignRun, driving: Driving): Promise<Driven> {
  const driver = new Driver(campaign, driving);
  try {
    await driver.drive();
  } finally {
    driver.team?.dismiss();
  }
  return { interrupted: driving.signal?.aborted === true, workers: 1 + (driver.team?.states.filter(({ runs }) => runs > 0).length ?? 0) };
}

class Driver {
  team: Team | undefined;
  readonly #campaign: CampaignRun;
  readonly #driving: Driving;
  readonly #began = performance.now();
  #mine: { readonly job: Job; readonly work: Work<JobResult | undefined>; readonly began: number } | undefined;
  #announced = false;
  /** Time spent with runs on this thread, ms, and how many. */
  #running = 0;
  #made = 0;

  constructor(campaign: CampaignRun, driving: Driving) {
    this.#campaign = campaign;
    this.#driving = driving;
    if (driving.help?.asked === true) this.#call(driving.help);
  }

  async drive(): Promise<void> {
    const { signal, onProgress, onTurn } = this.#driving;
    let turned = this.#began;
    let news = false;
    for (;;) {
      const campaign = this.#campaign;
      if (this.team?.collect(campaign) === true) news = true;
      this.team?.handOut(campaign, this.#mine?.job.kind !== "reduce");
      if (this.#own()) news = true;
      else if (campaign.isOver) break;
      else if (campaign.isCatchingUp) news = true;
      else {
        invariant(this.team?.isBusy === true, "a campaign that is not over has nothing to do");
        this.team.wait(TURN);
      }
      const now = performance.now();
      this.#look(now);
      if (now - turned < TURN) continue;
      turned = now;
      onTurn?.();
      if (news) onProgress?.(campaign, this.#states);
      news = false;
      await new Promise<void>((done) => void setImmediate(done));
      if (signal?.aborted === true) campaign.hurry();
    }
    onProgress?.(this.#campaign, this.#states);
  }

  /** A step of a job on this thread; false where there is none. */
  #own(): boolean {
    const campaign = this.#campaign;
    if (this.#mine === undefined) {
      const job = this.#returned() ?? campaign.next();
      if (job === undefined) return false;
      this.#mine = { job, work: campaign.doing(job), began: performance.now() };
    }
    const { job, work, began } = this.#mine;
    let step: IteratorResult<undefined, JobResult | undefined>;
    try {
      step = work.next();
    } catch (error) {
      this.#mine = undefined;
      campaign.failed(job, error);
      return true;
    }
    if (step.done !== true) return true;
    this.#mine = undefined;
    if (job.kind === "run") this.#measured(performance.now() - began);
    if (step.value !== undefined) campaign.done(job, step.value);
    return true;
  }

  /** What is for this thread alone, unless it is a run that is of no use any more. */
  #returned(): Job | undefined {
    const { returned = [] } = this.team ?? {};
    for (let job = returned.shift(); job !== undefined; job = returned.shift()) if (job.kind !== "run" || !this.#campaign.isStopped) return job;
    return undefined;
  }

  #measured(took: number): void {
    this.#running += took;
    this.#made++;
    this.team?.took(took);
  }

  /** Looks at the clock. */
  #look(now: number): void {
    const { limit, runs, help, onNotice } = this.#driving;
    const campaign = this.#campaign;
    if (now - this.#began > limit && campaign.runs > 0) campaign.end();
    if (now - this.#began > 2 * limit && campaign.runs > 0) campaign.hurry();
    if (this.#made < ENOUGH) return;
    const cost = this.#running / this.#made;
    if (!this.#announced && campaign.notice !== undefined) {
      this.#announced = true;
      onNotice?.(campaign.notice, ((cost / 1_000) * campaign.notice.plans) / (1 + (help?.crew.size ?? 0)));
    }
    if (help === undefined || this.team !== undefined) return;
    const left = Math.min((runs - campaign.runs) * cost, limit - (now - this.#began));
    if (left > (help.crew.isStarted ? WORTH_AGAIN : WORTH)) this.#call(help);
  }

  #call({ crew, scenario }: Help): void {
    this.team = new Team(crew, scenario);
  }

  get #states(): readonly WorkerState[] {
    const { job } = this.#mine ?? {};
    const doing = job === undefined ? "waiting" : job.kind === "pin" ? "pins" : job.kind === "reduce" ? "shrinking" : "runs";
    return [{ doing, runs: this.#made, ...(job === undefined || job.kind === "pin" ? {} : { seed: job.candidate.seed }) }, ...(this.team?.states ?? [])];
  }
}
