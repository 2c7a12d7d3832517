import { InputError } from "../kernel/errors.ts";
import { seedText } from "../kernel/chance.ts";
import { withParameters } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Scenario } from "../scenario/types.ts";
import { MatrixRun } from "../search/matrix.ts";
import type { Matrix, MatrixProtocol } from "../search/matrix.ts";
import { inTurns } from "./turns.ts";

/** How to make a matrix; everything has a default. */
export interface MatrixOptions {
  /** For each protocol and kind of fault. Default 50. */
  readonly runs?: number;
  /** Default "1". Run i of each campaign has the seed S/i. */
  readonly seed?: string | number;
  /** Replays for each reduction. Default 500. */
  readonly replays?: number;
  /** Parameters by path, set on every scenario. Default: none. */
  readonly set?: Parameters;
  /** Ends it early, with the protocols that are finished. */
  readonly signal?: AbortSignal;
  /** Called some fifty times a second. */
  readonly onProgress?: (run: MatrixRun, scenario: Scenario, index: number) => void;
}

/**
 * Puts each scenario's protocol under each kind of fault alone, by chance, and looks at every guarantee: a counterexample, reduced, or so
 * many runs without one. @throws InputError for bad input, NondeterminismError when the first run of a scenario, repeated, differs.
 */
export async function matrix(scenarios: readonly Scenario[], options: MatrixOptions = {}): Promise<Matrix> {
  const seed = seedText(options.seed ?? "1");
  const runs = options.runs ?? 50;
  if (!Number.isSafeInteger(runs) || runs < 1) throw new InputError(`matrix: runs: ${runs} is not a whole number of at least 1`);
  const resolved = scenarios.map((scenario) => resolve(withParameters(scenario, options.set ?? {})));
  const protocols: MatrixProtocol[] = [];
  let finished = true;
  for (const [index, one] of resolved.entries()) {
    const run = new MatrixRun(one, { seed, runs, replays: options.replays ?? 500 });
    finished = await inTurns(run.work(), { signal: options.signal, onTurn: () => options.onProgress?.(run, scenarios[index]!, index) });
    if (!finished) break;
    protocols.push(run.protocol);
  }
  return { seed, runs, protocols, interrupted: !finished };
}
