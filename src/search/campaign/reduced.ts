import type { Resolved } from "../../scenario/resolve.ts";
import { frozenPlan } from "../../scenario/result.ts";
import { differing } from "../../scenario/verify.ts";
import { attempt } from "../attempt.ts";
import type { Work } from "../attempt.ts";
import { optionsOf } from "../outcome.ts";
import { Reduction } from "../shrink.ts";
import type { Shrunk } from "../shrink.ts";
import type { ReduceJob } from "./jobs.ts";

/** A run that broke a guarantee, reduced. */
export interface ReducedRun extends Shrunk {
  /** How many faults had struck in it. */
  readonly faultsFound: number;
}

/** Told of a reduction when it begins, from how many faults. */
export type OnReduction = (job: ReduceJob, from: number, reduction: Reduction) => void;

/**
 * Makes the run again, frozen, and reduces its plan; as small as it has got when there is no more time for it.
 * @throws NondeterminismError when the run comes out otherwise.
 */
export function* reduced(resolved: Resolved, job: ReduceJob, hurried: () => boolean, onReduction?: OnReduction): Work<ReducedRun> {
  const { candidate, guarantee, digest, replays } = job;
  const simulation = yield* attempt(resolved, optionsOf(candidate));
  const { kernel } = simulation.world;
  if (kernel.digest.toString() !== digest) throw differing(simulation, kernel.events, `differ by event ${kernel.events}`);
  const struck = frozenPlan(simulation);
  const reduction = new Reduction(resolved, candidate.seed, struck, guarantee, replays);
  onReduction?.(job, struck.length, reduction);
  const work = reduction.work();
  while (!hurried() && work.next().done !== true) yield;
  // The frozen run is the drawn run: if only the frozen one does not break, freezing is broken, and that is ours.
  const best: Shrunk = reduction.best ?? { plan: struck, parameters: {}, minimal: "capped", replays: 1, polishing: 0, sentence: simulation.findings.find((finding) => finding.guarantee === guarantee)?.sentence ?? "" };
  return { ...best, faultsFound: struck.length };
}
