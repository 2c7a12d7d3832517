import { InputError, suggestion } from "../kernel/errors.ts";
import { seedText } from "../kernel/chance.ts";
import { micros } from "../kernel/time.ts";
import type { Duration, Micros } from "../kernel/time.ts";
import { withParameters } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { Scenario } from "../scenario/types.ts";
import { SweepRun } from "../search/sweep.ts";
import type { Sweep } from "../search/sweep.ts";
import type { Plan } from "../world/fault.ts";
import { checkPlan } from "../world/plan-check.ts";
import type { CrashKind } from "../world/spec.ts";
import { inTurns } from "./turns.ts";

/** What to sweep; everything has a default. */
export interface SweepOptions {
  /** Whose steps. Default: those of all nodes. */
  readonly nodes?: readonly string[];
  /** How the node crashes. Default "power". */
  readonly how?: CrashKind;
  /** How long it is down. Default "500ms". */
  readonly for?: Duration | "forever";
  /** Default: the scenario's. */
  readonly seed?: string | number;
  /** Faults that strike in every run, beside the crash. Default: none. */
  readonly plan?: Plan | readonly string[];
  /** Parameters by path. Default: none. */
  readonly set?: Parameters;
  /** What is looked at. Default: all that is promised, to hold or to break; where nothing is, all that is judged. */
  readonly guarantees?: readonly string[];
  /** Cuts to leave out at the beginning. Default 0. */
  readonly from?: number;
  /** Ends the sweep early, with what was found. */
  readonly signal?: AbortSignal;
  /** Called some fifty times a second. */
  readonly onProgress?: (sweep: SweepRun) => void;
}

/**
 * Crashes nodes at every cut: in each step of the run without chance, after each number of its outputs, one crash a run. A verdict is that of
 * the whole run under `plan` and the crash. Costs a run for each cut. @throws InputError for bad input, NondeterminismError when runs do not repeat.
 */
export async function sweep(scenario: Scenario, options: SweepOptions = {}): Promise<Sweep> {
  const resolved = resolve(options.set === undefined ? scenario : withParameters(scenario, options.set));
  const names = resolved.world.nodes.map(({ name }) => name);
  const nodes = options.nodes === undefined ? names : names.filter((name) => options.nodes!.includes(name));
  for (const name of options.nodes ?? []) if (!names.includes(name)) throw new InputError(`sweep: there is no node ${JSON.stringify(name)}${suggestion(name, names)}`);
  const guarantees = lookedAt(resolved, options.guarantees);
  const how = options.how ?? "power";
  if (!["power", "kill", "stop"].includes(how)) throw new InputError(`sweep: a crash cannot be ${JSON.stringify(how)}; it is power, kill or stop`);
  const lasting: Micros | "forever" = options.for === "forever" ? "forever" : micros(options.for ?? "500ms", "sweep: for");
  if (lasting !== "forever" && lasting < 0) throw new InputError(`sweep: for: ${JSON.stringify(options.for)} is negative; a node is down for 0us or longer`);
  const seed = options.seed === undefined ? resolved.seed : seedText(options.seed);
  const run = new SweepRun(resolved, { seed, plan: checkPlan(options.plan ?? [], names), nodes, how, for: lasting, guarantees }, options.from);
  const finished = await inTurns(run.work(), { signal: options.signal, onTurn: () => options.onProgress?.(run) });
  return run.result(!finished);
}

function lookedAt({ promises, kinds, own }: Resolved, asked: readonly string[] | undefined): readonly string[] {
  const judged = [...kinds.map(({ kind }) => kind.name), ...own.map(({ name }) => name)];
  for (const name of asked ?? []) if (!judged.includes(name)) throw new InputError(`sweep: no guarantee ${JSON.stringify(name)} is judged here${suggestion(name, judged)}`);
  const promised = promises.map(({ guarantee }) => guarantee);
  return asked ?? (promised.length > 0 ? promised : judged);
}
