import { joined } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Scenario } from "../scenario/types.ts";
import { differing } from "../scenario/verify.ts";
import { counterexampleOf, witness } from "../search/counterexample.ts";
import type { Counterexample, Reduced } from "../search/counterexample.ts";
import { UnwrittenError, writeFailure } from "./failures.ts";

/** Where a failure goes. */
export interface Destination {
  /** Folder for failure files. Default: none are written. */
  readonly out?: string;
  /** Told when one could not be written. Default: thrown. */
  readonly onUnwritten?: (error: UnwrittenError) => void;
}

/** Runs a reduced failure once more, and writes it down. @throws NondeterminismError when it does not break now. */
export function handedOver(scenario: Scenario, resolved: Resolved, parameters: Parameters, reduced: Reduced, { out, onUnwritten }: Destination): { readonly counterexample: Counterexample; readonly simulation: Simulation } {
  const simulation = witness(resolved, reduced);
  const broken = simulation.findings.some(({ guarantee, status }) => guarantee === reduced.guarantee && status === "fail");
  if (!broken) throw differing(simulation, simulation.world.kernel.events, `of the same plan did and did not break ${reduced.guarantee}`);
  const counterexample = counterexampleOf(reduced, simulation);
  if (out === undefined) return { counterexample, simulation };
  try {
    return { counterexample: { ...counterexample, file: writeFailure(out, scenario, joined(parameters, reduced.parameters), counterexample, simulation) }, simulation };
  } catch (error) {
    if (!(error instanceof UnwrittenError) || onUnwritten === undefined) throw error;
    onUnwritten(error);
    return { counterexample, simulation };
  }
}
