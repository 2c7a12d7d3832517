import { loadFailure, loadOrigin } from "../../campaign/failures.ts";
import { load } from "../../campaign/load.ts";
import { VERSION } from "../../campaign/version.ts";
import { RunScreen } from "../../dashboard/run/screen.ts";
import type { Conditions } from "../../dashboard/run/branch.ts";
import type { Subject } from "../../dashboard/run/commands.ts";
import { Stage } from "../../dashboard/stage.ts";
import type { Look } from "../../dashboard/text.ts";
import { InputError } from "../../kernel/errors.ts";
import { seedText } from "../../kernel/chance.ts";
import { joined, withParameters } from "../../scenario/parameters.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { Plan } from "../../world/fault.ts";
import { checkPlan } from "../../world/plan-check.ts";
import { printable } from "../../world/step-key.ts";
import { codeOf } from "../exit.ts";
import { countOf, parametersOf, planOf } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { onTerminal } from "../stage.ts";

export interface WatchFlags extends CommonOptions {
  readonly lecture?: boolean;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly plan?: string;
  readonly rates?: boolean;
  readonly until?: string;
  readonly out: string;
  readonly screenReader?: boolean;
}

/** `faultline watch SCENARIO|FILE`: the dashboard on a terminal, elsewhere the same view as text. */
export async function watchCommand(target: string | undefined, flags: WatchFlags, output: Output): Promise<number> {
  if (target === undefined) throw new InputError("watch what? Give a scenario, a failure file, or --lecture");
  const look: Look = { ascii: output.ascii, color: output.color };
  const until = flags.until === undefined ? undefined : countOf(flags.until, "--until");
  const { subject, conditions } = await (/\.json$/.test(target) ? fromFile(target, flags) : fromScenario(target, flags));
  const screen = new RunScreen(subject, conditions, look, until);
  if (/\.json$/.test(target)) screen.player.goToViolation();
  const { run } = screen.player.branches.current;
  if (output.json) output.document({ version: VERSION, ...run });
  else await onTerminal(new Stage(screen, look), output, flags.screenReader === true, screen);
  return codeOf(run.verdicts);
}

async function fromScenario(target: string, flags: WatchFlags): Promise<{ subject: Subject; conditions: Conditions }> {
  pulse({ doing: `loading ${printable(target)}` });
  const scenario = await load(target);
  const parameters = parametersOf(flags.set) ?? {};
  const resolved = resolve(withParameters(scenario, parameters));
  const plan = flags.plan === undefined ? [] : checkPlan(planOf(flags.plan) as Plan, resolved.world.nodes.map(({ name }) => name));
  return {
    subject: { target, scenario, parameters, resolved, out: flags.out },
    conditions: { seed: flags.seed === undefined ? resolved.seed : seedText(flags.seed), plan, rates: flags.plan === undefined || flags.rates === true },
  };
}

async function fromFile(file: string, flags: WatchFlags): Promise<{ subject: Subject; conditions: Conditions }> {
  for (const option of ["seed", "plan", "rates"] as const) if (flags[option] !== undefined) throw new InputError(`--${option}: a failure file has its own; give a scenario instead`);
  pulse({ doing: `loading ${printable(file)}` });
  const { failure, target } = loadFailure(file);
  const { scenario } = await loadOrigin(file, failure, target);
  const parameters = joined(failure.parameters, parametersOf(flags.set));
  const resolved = resolve(withParameters(scenario, parameters));
  const plan = checkPlan(failure.plan, resolved.world.nodes.map(({ name }) => name), `${printable(file)}: plan`);
  return { subject: { target, scenario, parameters, resolved, out: flags.out }, conditions: { seed: failure.seed, plan, rates: false } };
}
