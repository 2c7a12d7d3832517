import { InputError } from "../kernel/errors.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Scenario } from "../scenario/types.ts";
import { witness } from "../search/counterexample.ts";
import { explainRun } from "../search/explain.ts";
import type { Explanation } from "../search/explain.ts";
import { checkPlan } from "../world/plan-check.ts";
import { printable } from "../world/step-key.ts";
import { replay } from "./replay.ts";
import type { Replay } from "./replay.ts";
import type { Failing } from "./shrink.ts";
import { resultInTurns } from "./turns.ts";

/** Who wants to know how it goes, and who may end it. */
export interface ExplainOptions {
  /** Ends it early: it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called some fifty times a second. */
  readonly onProgress?: () => void;
}

/**
 * Explains a failure: what each fault of its plan is needed for, when it became likely, and what it goes back to. Takes about a thousand
 * runs of small scenarios, fewer of long ones.
 * @throws InputError when the plan does not break the guarantee.
 */
export async function explain(scenario: Scenario, { seed, plan, guarantee }: Failing, options: ExplainOptions = {}): Promise<Explanation> {
  const resolved = resolve(scenario);
  return explained(witness(resolved, { seed, plan: checkPlan(plan, resolved.world.nodes.map(({ name }) => name)) }), guarantee, options);
}

/** The same for a failure file, against today's code. @throws InputError also when the file or its scenario cannot be read. */
export async function explainFile(file: string, options: ExplainOptions = {}): Promise<Replay & { readonly explanation: Explanation }> {
  const again = await replay(file);
  return { ...again, explanation: await explained(again.simulation, again.failure.guarantee, options) };
}

async function explained(simulation: Simulation, guarantee: string, { signal, onProgress }: ExplainOptions): Promise<Explanation> {
  const { resolved, findings, options: { seed } } = simulation;
  if (findings.find((one) => one.guarantee === guarantee)?.status !== "fail") throw new InputError(`this plan does not break ${printable(guarantee)} in ${resolved.name} under seed ${JSON.stringify(seed)}, so there is nothing to explain; replay it to see what it does`);
  const explanation = await resultInTurns(explainRun(simulation, guarantee), { signal, onTurn: onProgress });
  if (explanation === undefined) signal!.throwIfAborted();
  return explanation!;
}
