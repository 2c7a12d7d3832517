import { withParameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import { resultOf } from "../scenario/result.ts";
import type { Run } from "../scenario/result.ts";
import type { FailureFile } from "../scenario/failure-file.ts";
import { Simulation } from "../scenario/simulation.ts";
import { divergence } from "../scenario/verify.ts";
import { checkPlan } from "../world/plan-check.ts";
import { loadFailure } from "./failures.ts";
import { load, sourceOf } from "./load.ts";

/** A failure, run again against today's code. */
export interface Replay {
  readonly run: Run;
  /** The digest is the file's. */
  readonly same: boolean;
  /** The first event that differs, at the precision of the file's checkpoints. */
  readonly divergedAt?: number;
  /** The guarantee of the file still breaks. */
  readonly breaks: boolean;
  /** The scenario's source is the one the file was made from. */
  readonly sameSource: boolean;
  readonly failure: FailureFile;
  readonly simulation: Simulation;
}

/** Runs a failure file again, with the trace on. @throws InputError when the file or its scenario cannot be read. */
export async function replay(file: string, onProgress: (doing: string) => void = () => {}): Promise<Replay> {
  const { failure, target } = loadFailure(file);
  const scenario = await load(target);
  const resolved = resolve(withParameters(scenario, failure.parameters));
  const plan = checkPlan(failure.plan, resolved.world.nodes.map(({ name }) => name), `${file}: plan`);
  const simulation = new Simulation(resolved, { seed: failure.seed, plan, rates: false, trace: true, checkpoints: true, freezes: true });
  const doing = `replaying ${file}`;
  onProgress(doing);
  while (simulation.advance(8192)) onProgress(doing);
  const run = resultOf(simulation);
  const same = run.digest === failure.digest && run.events === failure.events;
  const divergedAt = same ? undefined : firstDifference(failure, simulation);
  return {
    run,
    same,
    breaks: run.verdicts.some(({ guarantee, status }) => guarantee === failure.guarantee && status === "fail"),
    sameSource: failure.scenario.hash === sourceOf(scenario)?.hash,
    failure,
    simulation,
    ...(divergedAt === undefined ? {} : { divergedAt }),
  };
}

function firstDifference(failure: FailureFile, simulation: Simulation): number | undefined {
  const { every, digests } = failure.checkpoints;
  const today = simulation.world.kernel.checkpoints!;
  if (today.every !== every) return Math.min(failure.events, simulation.world.kernel.events) + 1;
  const index = divergence(digests, today.digests);
  return index === undefined ? Math.min(failure.events, simulation.world.kernel.events) + 1 : (index + 1) * every;
}
