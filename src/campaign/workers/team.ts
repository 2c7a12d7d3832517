import type { CampaignRun } from "../../search/campaign.ts";
import type { Job } from "../../search/campaign/jobs.ts";
import type { Crew, Mate } from "./crew.ts";
import { unpacked } from "./errors.ts";
import { URGENCY, WORDS } from "./messages.ts";
import type { Done, Reference } from "./messages.ts";

/** What a thread is given at a time, ms: so much that messages cost nothing beside it, so little that nobody waits long. */
const TARGET = 15;
/** Chunks that a thread has before it: it begins the next while we hear of the last. */
const AHEAD = 2;
const MOST = 64;
/** So many runs of which a strategy wants to know more than how they were judged are kept for this thread: sending that takes about as long as the run. */
const KEPT = 16;

/** A thread in a campaign. */
interface Member {
  readonly mate: Mate;
  ready: boolean;
  /** It cannot have this scenario. */
  out: boolean;
  readonly chunks: Map<number, readonly Job[]>;
  runs: number;
}

/** What a worker is at. */
export interface WorkerState {
  readonly doing: "starting" | "waiting" | "pins" | "runs" | "shrinking" | "gone";
  /** Of the run it has, or the first it has. */
  readonly seed?: string;
  /** Runs it has made. */
  readonly runs: number;
}

/** The threads that help with one campaign. Jobs of a thread that is lost come back, and are done on this one. */
export class Team {
  /** To be done on this thread. */
  readonly returned: Job[] = [];
  readonly #members: readonly Member[];
  readonly #campaign: number;
  readonly #state = new Int32Array(new SharedArrayBuffer(8));
  #chunk = 0;
  #keeps = true;
  #heard = 0;
  /** Of a run, ms, as measured lately. */
  #cost = 1;

  constructor(crew: Crew, scenario: Reference) {
    this.#campaign = crew.campaign();
    this.#members = crew.mates.map((mate) => {
      mate.tell({ campaign: this.#campaign, scenario, state: this.#state });
      return { mate, ready: false, out: false, chunks: new Map(), runs: 0 };
    });
  }

  /** Another thread has something to do. */
  get isBusy(): boolean {
    return this.#members.some(({ chunks }) => chunks.size > 0);
  }

  get states(): readonly WorkerState[] {
    return this.#members.map(({ mate, ready, out, chunks, runs }) => {
      const job = [...chunks.values()][0]?.[0];
      const doing = mate.lost || out ? "gone" : !ready ? "starting" : job === undefined ? "waiting" : job.kind === "pin" ? "pins" : job.kind === "reduce" ? "shrinking" : "runs";
      return { doing, runs, ...(job === undefined || job.kind === "pin" ? {} : { seed: job.candidate.seed }) };
    });
  }

  /** What a run took on this thread, ms. */
  took(cost: number): void {
    this.#cost += (cost - this.#cost) / 16;
  }

  /** Takes in what threads have done. True if there was anything. @throws what a job threw, when its turn has come. */
  collect(campaign: CampaignRun): boolean {
    const answers = Atomics.load(this.#state, WORDS.answers);
    const urgency = campaign.isHurried ? URGENCY.all : campaign.isStopped ? URGENCY.runs : URGENCY.none;
    if (urgency !== URGENCY.none) Atomics.store(this.#state, WORDS.urgency, urgency);
    this.#reclaim();
    if (answers === this.#heard) return false;
    this.#heard = answers;
    for (const member of this.#members) {
      for (let message = member.mate.heard(); message !== undefined; message = member.mate.heard()) {
        // What is left from a campaign before.
        if (message.campaign !== this.#campaign) continue;
        if ("results" in message) this.#take(member, message, campaign);
        else if (message.trouble === undefined) member.ready = true;
        else member.out = true;
      }
    }
    return true;
  }

  /** Gives threads what they can begin with. `keeps`: this thread has time for runs that are better made on it. */
  handOut(campaign: CampaignRun, keeps: boolean): void {
    this.#keeps = keeps;
    for (let round = 0; round < AHEAD; round++) {
      for (const member of this.#members) {
        if (!member.ready || member.mate.lost || member.chunks.size > round) continue;
        const jobs = this.#jobs(campaign);
        if (jobs.length === 0) return;
        const chunk = ++this.#chunk;
        member.chunks.set(chunk, jobs);
        member.mate.tell({ campaign: this.#campaign, chunk, jobs });
      }
    }
  }

  /** Waits, without a turn of the event loop, until a thread has said something. @param most ms */
  wait(most: number): void {
    Atomics.wait(this.#state, WORDS.answers, this.#heard, most);
  }

  /** Nobody waits for what they do. */
  dismiss(): void {
    Atomics.store(this.#state, WORDS.urgency, URGENCY.all);
  }

  #jobs(campaign: CampaignRun): readonly Job[] {
    const jobs: Job[] = [];
    let most = 1;
    while (jobs.length < most) {
      const job = campaign.next();
      if (job === undefined) break;
      if (this.#isKept(job)) continue;
      jobs.push(job);
      if (!this.#keeps || job.kind !== "run" || job.first) break;
      if (jobs.length === 1) most = Math.min(MOST, Math.max(1, Math.floor(TARGET / this.#cost)), Math.ceil(campaign.ready / (2 * (this.#members.length + 1))));
    }
    return jobs;
  }

  /** Whether it was kept for this thread. */
  #isKept(job: Job): boolean {
    if (job.kind !== "run" || !job.learns || job.candidate.observe === undefined || this.returned.length >= KEPT) return false;
    this.returned.push(job);
    return true;
  }

  #take(member: Member, { chunk, results, error, took }: Done, campaign: CampaignRun): void {
    const jobs = member.chunks.get(chunk) ?? [];
    member.chunks.delete(chunk);
    for (const [index, result] of results.entries()) campaign.done(jobs[index]!, result);
    const runs = jobs.filter(({ kind }) => kind === "run").length;
    member.runs += runs;
    if (runs === results.length && runs > 0) this.took(took / runs);
    if (error === undefined) {
      // Given up, for it is of no use any more.
      return;
    }
    campaign.failed(jobs[results.length]!, unpacked(error));
    this.returned.push(...jobs.slice(results.length + 1));
  }

  #reclaim(): void {
    for (const { mate, chunks } of this.#members) {
      if (!mate.lost || chunks.size === 0) continue;
      this.returned.push(...[...chunks.values()].flat());
      chunks.clear();
    }
  }
}
