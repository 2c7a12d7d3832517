import { seedText } from "../kernel/chance.ts";
import type { Plan } from "../world/fault.ts";
import { checkPlan } from "../world/plan-check.ts";
import { withParameters } from "./parameters.ts";
import type { Parameters } from "./parameters.ts";
import { resolve } from "./resolve.ts";
import { resultOf } from "./result.ts";
import type { Run } from "./result.ts";
import { Simulation } from "./simulation.ts";
import type { Scenario } from "./types.ts";
import { verified } from "./verify.ts";

/** Events between two turns of the event loop in `runAsync`. */
const SLICE = 8192;

/** How to run a scenario; everything has a default. */
export interface RunOptions {
  /** Default: the scenario's. */
  readonly seed?: string | number;
  /** Faults to strike, as objects or text. A given plan turns rates off unless they are said to be on. Default: none. */
  readonly plan?: Plan | readonly string[];
  /** Faults by chance. Default "on" without a plan, "off" with one. */
  readonly rates?: "on" | "off";
  /** Parameters by path, as `--set` takes them. Default: none. */
  readonly set?: Parameters;
  /** Keep trace and history, for views: some 40 bytes a record, 2,000,000 records at most. Default false. */
  readonly trace?: boolean;
  /** Run twice and compare after every event. Default false. @throws NondeterminismError at the first difference. */
  readonly verify?: boolean;
  /** Told the history as lines of a history file (docs/history.md), as it happens. Default: nobody is. */
  readonly history?: (line: string) => void;
}

/** Runs a scenario to its end, on this thread, at once. @throws InputError for bad input, ambient time or chance in a handler included. */
export function run(scenario: Scenario, options: RunOptions = {}): Run {
  const simulation = prepare(scenario, options);
  while (simulation.advance());
  return options.verify === true ? verified(simulation) : resultOf(simulation);
}

/** The same, letting the event loop turn every 8,192 events. Rejects with what `run` throws. */
export async function runAsync(scenario: Scenario, options: RunOptions = {}): Promise<Run> {
  const simulation = prepare(scenario, options);
  while (simulation.advance(SLICE)) await new Promise<void>((done) => void setTimeout(done, 0));
  return options.verify === true ? verified(simulation) : resultOf(simulation);
}

/** A simulation ready to step, as `run` would run it. */
export function prepare(scenario: Scenario, options: RunOptions = {}): Simulation {
  const resolved = resolve(options.set === undefined ? scenario : withParameters(scenario, options.set));
  const nodes = resolved.world.nodes.map(({ name }) => name);
  const plan = options.plan === undefined ? [] : checkPlan(options.plan, nodes);
  return new Simulation(resolved, {
    seed: options.seed === undefined ? resolved.seed : seedText(options.seed),
    plan,
    rates: (options.rates ?? (options.plan === undefined ? "on" : "off")) === "on",
    trace: options.trace === true,
    checkpoints: options.verify === true,
    freezes: true,
    ...(options.history === undefined ? {} : { record: options.history }),
  });
}
