import { InputError } from "../kernel/errors.ts";
import type { FailureFile } from "../scenario/failure-file.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Scenario } from "../scenario/types.ts";
import { witness } from "../search/counterexample.ts";
import { explainRun } from "../search/explain.ts";
import type { Explanation } from "../search/explain.ts";
import { checkPlan } from "../world/plan-check.ts";
import { printable } from "../world/step-key.ts";
import { loadFailure, loadOrigin } from "./failures.ts";
import { sourceOf } from "./load.ts";
import type { Failing } from "./shrink.ts";
import { inTurns } from "./turns.ts";
import { VERSION } from "./version.ts";

/** Who wants to know how it goes, and who may end it. */
export interface ExplainOptions {
  /** Ends it early: it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called some fifty times a second. */
  readonly onProgress?: () => void;
}

/** An explanation, and the traced run it is about, for views. */
export interface Explained {
  readonly explanation: Explanation;
  readonly simulation: Simulation;
}

/**
 * Explains a failure: what each fault of its plan is needed for, when it became likely, and what it goes back to. Takes about a thousand
 * runs of small scenarios, fewer of long ones.
 * @throws InputError when the plan does not break the guarantee.
 */
export async function explain(scenario: Scenario, failing: Failing, options: ExplainOptions = {}): Promise<Explanation> {
  return (await explained(resolve(scenario), failing, options)).explanation;
}

/** The explanation of a failure file. */
export interface ExplainedFile extends Explained {
  readonly failure: FailureFile;
  readonly scenario: Scenario;
  /** The run is that of the file, by its digest. */
  readonly same: boolean;
  /** The scenario's source, and this program's version, are those the file was made with. */
  readonly sameSource: boolean;
}

/** The same for a failure file, against today's code. @throws InputError also when the file or its scenario cannot be read. */
export async function explainFile(file: string, options: ExplainOptions = {}): Promise<ExplainedFile> {
  const { failure, target } = loadFailure(file);
  const { scenario, resolved } = await loadOrigin(file, failure, target);
  const plan = checkPlan(failure.plan, resolved.world.nodes.map(({ name }) => name), `${printable(file)}: plan`);
  const found = await explained(resolved, { seed: failure.seed, plan, guarantee: failure.guarantee }, options);
  const { digest, events } = found.simulation.world.kernel;
  return { ...found, failure, scenario, same: digest.toString() === failure.digest && events === failure.events, sameSource: failure.scenario.hash === sourceOf(scenario)?.hash && failure.faultline === VERSION };
}

async function explained(resolved: Resolved, { seed, plan, guarantee }: Failing, { signal, onProgress }: ExplainOptions): Promise<Explained> {
  const simulation = witness(resolved, { seed, plan: checkPlan(plan, resolved.world.nodes.map(({ name }) => name)) });
  const finding = simulation.findings.find((one) => one.guarantee === guarantee);
  if (finding?.status !== "fail") throw new InputError(`this plan does not break ${printable(guarantee)} in ${resolved.name} under seed ${JSON.stringify(seed)}, so there is nothing to explain; replay it to see what it does`);
  let explanation: Explanation | undefined;
  const work = (function* () {
    explanation = yield* explainRun(simulation, guarantee);
  })();
  if (!(await inTurns(work, { signal, onTurn: onProgress }))) signal!.throwIfAborted();
  return { explanation: explanation!, simulation };
}
