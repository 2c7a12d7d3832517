import type { Resolved } from "../../scenario/resolve.ts";
import { verified } from "../../scenario/verify.ts";
import type { Plan } from "../../world/fault.ts";
import { attempt } from "../attempt.ts";
import type { Work } from "../attempt.ts";
import { optionsOf } from "../outcome.ts";
import { checkPin } from "../pins.ts";
import type { PinResult } from "../pins.ts";
import type { Candidate } from "../strategy.ts";
import { changesIn } from "./changes.ts";
import type { Changes } from "./changes.ts";
import { recordOf } from "./record.ts";
import type { RunRecord } from "./record.ts";
import { reduced } from "./reduced.ts";
import type { OnReduction, ReducedRun } from "./reduced.ts";

/** Tries the pinned plan of a promise. */
export interface PinJob {
  readonly kind: "pin";
  readonly guarantee: string;
  readonly plan: Plan;
}

/** Makes a run of the campaign. */
export interface RunJob {
  readonly kind: "run";
  /** Its number, from 0. */
  readonly index: number;
  readonly candidate: Candidate;
  readonly learns: boolean;
  readonly sampled: boolean;
  /** The first run: with frozen packets. */
  readonly first: boolean;
  /** Twice, and compares. */
  readonly verify: boolean;
}

/** Makes a run again without the faults of each kind in turn. */
export interface ChangeJob {
  readonly kind: "change";
  readonly index: number;
  readonly candidate: Candidate;
}

/** Reduces what broke a guarantee in a run. */
export interface ReduceJob {
  readonly kind: "reduce";
  readonly index: number;
  readonly candidate: Candidate;
  readonly guarantee: string;
  /** Of the run that broke it. */
  readonly digest: string;
  /** Replays at most. */
  readonly replays: number;
}

/** A piece of a campaign. Plain data: whoever has the scenario can do it, on any thread, and comes to the same result. */
export type Job = PinJob | RunJob | ChangeJob | ReduceJob;

/** What a job came to. Plain data. */
export type JobResult = PinResult | RunRecord | Changes | ReducedRun;

/** How a job is to be done: told of a reduction when it begins; and when it is to come to its end. */
export interface Conditions {
  readonly hurried: () => boolean;
  readonly onReduction?: OnReduction;
}

/** Does a job. @throws NondeterminismError, InputError */
export function* perform(resolved: Resolved, job: Job, { hurried, onReduction }: Conditions): Work<JobResult> {
  switch (job.kind) {
    case "pin": return yield* checkPin(resolved, job.guarantee, job.plan);
    case "change": return yield* changesIn(resolved, job.candidate);
    case "reduce": return yield* reduced(resolved, job, hurried, onReduction);
    case "run": return yield* recorded(resolved, job);
  }
}

function* recorded(resolved: Resolved, { candidate, first, verify, sampled, learns }: RunJob): Work<RunRecord> {
  const simulation = yield* attempt(resolved, { ...optionsOf(candidate), ...(sampled ? { trace: true } : {}), freezes: first, checkpoints: verify });
  if (verify) verified(simulation);
  return recordOf(simulation, candidate, { learns, sampled });
}
