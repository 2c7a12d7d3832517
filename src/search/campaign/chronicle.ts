import type { Candidate } from "../strategy.ts";
import type { Changes } from "./changes.ts";
import type { RunRecord } from "./record.ts";
import type { ReducedRun } from "./reduced.ts";

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
