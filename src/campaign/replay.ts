import { resultOf } from "../scenario/result.ts";
import type { Run } from "../scenario/result.ts";
import type { FailureFile } from "../scenario/failure-file.ts";
import { Simulation } from "../scenario/simulation.ts";
import { checkpointsOf, divergence } from "../scenario/verify.ts";
import { InputError, suggestion } from "../kernel/errors.ts";
import { checkPlan } from "../world/plan-check.ts";
import { printable } from "../world/step-key.ts";
import { loadFailure, loadOrigin } from "./failures.ts";
import { sourceOf } from "./load.ts";
import { VERSION } from "./version.ts";

/** A failure, run again against today's code. */
export interface Replay {
  readonly run: Run;
  /** The digest is the file's. */
  readonly same: boolean;
  /** The first event that differs, at the precision of the file's checkpoints. */
  readonly divergedAt?: number;
  /** The guarantee of the file still breaks. */
  readonly breaks: boolean;
  /** The scenario's source, and this program's version, are those the file was made with. */
  readonly sameSource: boolean;
  /** The file as it was read. */
  readonly failure: FailureFile;
  /** The run's trace and history hang on it, for views. */
  readonly simulation: Simulation;
}

/** Runs a failure file again, with the trace on. @throws InputError when the file or its scenario cannot be read. */
export async function replay(file: string): Promise<Replay> {
  const { failure, target } = loadFailure(file);
  const { scenario, resolved } = await loadOrigin(file, failure, target);
  const plan = checkPlan(failure.plan, resolved.world.nodes.map(({ name }) => name), `${printable(file)}: plan`);
  const simulation = new Simulation(resolved, { seed: failure.seed, plan, rates: false, trace: true, checkpoints: true, freezes: true });
  while (simulation.advance());
  const run = resultOf(simulation);
  const verdict = run.verdicts.find(({ guarantee }) => guarantee === failure.guarantee);
  if (verdict === undefined) throw new InputError(`${printable(file)}: guarantee: ${resolved.name} judges no "${printable(failure.guarantee)}"${suggestion(failure.guarantee, run.verdicts.map(({ guarantee }) => guarantee))}`);
  const same = run.digest === failure.digest && run.events === failure.events;
  return {
    run,
    same,
    breaks: verdict.status === "fail",
    sameSource: failure.scenario.hash === sourceOf(scenario)?.hash && failure.faultline === VERSION,
    failure,
    simulation,
    ...(same ? {} : { divergedAt: divergence({ ...failure.checkpoints, events: failure.events }, checkpointsOf(simulation)).event }),
  };
}
