import { resultOf } from "../scenario/result.ts";
import type { Run } from "../scenario/result.ts";
import type { FailureFile } from "../scenario/failure-file.ts";
import { Simulation } from "../scenario/simulation.ts";
import { stopBefore } from "../scenario/stop.ts";
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

/** How a failure is replayed. */
export interface ReplayOptions {
  /**
   * After the replay, does the run once more and stops the debugger of this process (a `debugger` statement) in front of the
   * handler of the violating event; not when nothing breaks any more. Default false.
   */
  readonly inspect?: boolean;
  /** The event to stop before, from 1. Default: the violating one. */
  readonly before?: number;
  /** Called before that run, with the event: the moment to wait for a debugger. */
  readonly onInspect?: (event: number, replay: Replay) => void;
}

/** Runs a failure file again, with the trace on. @throws InputError when the file or its scenario cannot be read. */
export async function replay(file: string, options: ReplayOptions = {}): Promise<Replay> {
  const { failure, target } = loadFailure(file);
  const { scenario, resolved } = await loadOrigin(file, failure, target);
  const plan = checkPlan(failure.plan, resolved.world.nodes.map(({ name }) => name), `${printable(file)}: plan`);
  const simulation = new Simulation(resolved, { seed: failure.seed, plan, rates: false, trace: true, checkpoints: true, freezes: true });
  while (simulation.advance());
  const run = resultOf(simulation);
  const verdict = run.verdicts.find(({ guarantee }) => guarantee === failure.guarantee);
  if (verdict === undefined) throw new InputError(`${printable(file)}: guarantee: ${resolved.name} judges no "${printable(failure.guarantee)}"${suggestion(failure.guarantee, run.verdicts.map(({ guarantee }) => guarantee))}`);
  const same = run.digest === failure.digest && run.events === failure.events;
  const found: Replay = {
    run,
    same,
    breaks: verdict.status === "fail",
    sameSource: failure.scenario.hash === sourceOf(scenario)?.hash && failure.faultline === VERSION,
    failure,
    simulation,
    ...(same ? {} : { divergedAt: divergence({ ...failure.checkpoints, events: failure.events }, checkpointsOf(simulation)).event }),
  };
  const event = options.inspect === true ? (options.before ?? verdict.at) : undefined;
  if (event === undefined) return found;
  if (event > run.events) throw new InputError(`there is no event ${event} to stop before: the run has ${run.events}`);
  options.onInspect?.(event, found);
  stopBefore(simulation, event);
  return found;
}
