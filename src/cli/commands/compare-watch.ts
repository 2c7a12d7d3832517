import { CompareScreen } from "../../dashboard/compare/screen.ts";
import type { Subject } from "../../dashboard/run/commands.ts";
import { Stage } from "../../dashboard/stage.ts";
import { seedText } from "../../kernel/chance.ts";
import { withParameters } from "../../scenario/parameters.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { Plan } from "../../world/fault.ts";
import { checkPlan } from "../../world/plan-check.ts";
import { AS_PROMISED } from "../exit.ts";
import { planOf } from "../options.ts";
import type { Output } from "../output.ts";
import { onTerminal, TerminalOutlet } from "../stage.ts";
import type { CompareFlags } from "./compare.ts";

/** `faultline compare A B --watch`: one pair of runs on the dashboard. */
export async function compareWatched(sides: readonly Omit<Subject, "resolved" | "out">[], flags: CompareFlags, output: Output): Promise<number> {
  const subjects = sides.map((side): Subject => ({ ...side, resolved: resolve(withParameters(side.scenario, side.parameters)), out: "reports" })) as [Subject, Subject];
  const [plan] = subjects.map(({ resolved }) => checkPlan(flags.plan === undefined ? [] : (planOf(flags.plan) as Plan), resolved.world.nodes.map(({ name }) => name), `plan for ${resolved.name}`));
  const look = { ascii: output.ascii, color: output.color };
  const seed = flags.seed === undefined ? subjects[0].resolved.seed : seedText(flags.seed);
  const screen = new CompareScreen(subjects, { seed, plan: plan!, rates: flags.plan === undefined || flags.rates === true }, look);
  await onTerminal(new Stage(screen, look), new TerminalOutlet(), false);
  return AS_PROMISED;
}
