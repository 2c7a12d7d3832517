import type { MessagePort } from "node:worker_threads";
import type { Parameters } from "../../scenario/parameters.ts";
import type { Job, JobResult } from "../../search/campaign/jobs.ts";

/** A scenario as another thread finds it. */
export interface Reference {
  /** What `load` takes. */
  readonly target: string;
  /** Of its source: a file that has changed since is another scenario. */
  readonly hash: string;
  readonly set: Parameters;
}

/** To a thread: the scenario of the jobs that follow. */
export interface Begin {
  readonly campaign: number;
  readonly scenario: Reference;
  /** Shared: see `State`. */
  readonly state: Int32Array;
}

/** To a thread: jobs, in their order. */
export interface Chunk {
  readonly campaign: number;
  readonly chunk: number;
  readonly jobs: readonly Job[];
}

/** From a thread: it has the scenario; or why it has not. */
export interface Ready {
  readonly campaign: number;
  readonly trouble?: string;
}

/** From a thread: what the jobs came to, as far as they were done. */
export interface Done {
  readonly campaign: number;
  readonly chunk: number;
  readonly results: readonly JobResult[];
  /** What the job after the last result threw. */
  readonly error?: ThrownError;
  /** Wall-clock ms. */
  readonly took: number;
}

/** An error on its way between threads. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Of a NondeterminismError. */
  readonly event?: number;
}

export type ToThread = Begin | Chunk;
export type FromThread = Ready | Done;

/** What a thread is started with. */
export interface ThreadData {
  readonly port: MessagePort;
}

/** Places in the words that all threads of a campaign share. */
export const WORDS = { answers: 0, urgency: 1 } as const;

/** How far a campaign is to be hurried: not; runs are of no use any more; and reductions are to come to their end as well. */
export const URGENCY = { none: 0, runs: 1, all: 2 } as const;
