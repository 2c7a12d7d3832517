import { loadFailure, loadOrigin } from "../../campaign/failures.ts";
import { LECTURE } from "../../campaign/lecture.ts";
import { load } from "../../campaign/load.ts";
import { VERSION } from "../../campaign/version.ts";
import { LectureScreen } from "../../dashboard/lecture/screen.ts";
import type { Lesson } from "../../dashboard/lecture/screen.ts";
import type { Conditions } from "../../dashboard/run/branch.ts";
import type { Subject } from "../../dashboard/run/commands.ts";
import { RunScreen } from "../../dashboard/run/screen.ts";
import { Stage } from "../../dashboard/stage.ts";
import type { Look } from "../../dashboard/text.ts";
import { InputError, suggestion } from "../../kernel/errors.ts";
import { seedText } from "../../kernel/chance.ts";
import { joined, withParameters } from "../../scenario/parameters.ts";
import { playBeats } from "../../scenario/play.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { Scenario } from "../../scenario/types.ts";
import type { Plan } from "../../world/fault.ts";
import { checkPlan } from "../../world/plan-check.ts";
import { printable } from "../../world/step-key.ts";
import { codeOf } from "../exit.ts";
import { parametersOf, planOf } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { countOf } from "../quantities.ts";
import { asText, isStage, onTerminal, TerminalOutlet } from "../stage.ts";

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

interface Asked {
  readonly subject: Subject;
  readonly conditions: Conditions;
}

/** `faultline watch SCENARIO|FILE`: the dashboard on a terminal, elsewhere the same view as text. A scenario with beats is a lesson. */
export async function watchCommand(target: string | undefined, flags: WatchFlags, output: Output): Promise<number> {
  const outlet = new TerminalOutlet();
  const look: Look = { ascii: output.ascii, color: output.color };
  const spoken = flags.screenReader === true || process.env["INK_SCREEN_READER"] === "true";
  if (flags.lecture === true) return lecture(target, flags, output, look, outlet, spoken);
  if (target === undefined) throw new InputError("watch what? Give a scenario, a failure file, or --lecture");
  const isFile = /\.json$/.test(target);
  const asked = await (isFile ? fromFile(target, flags) : fromScenario(target, flags));
  if (asked.subject.scenario.beats !== undefined && (["seed", "plan", "rates", "set", "until"] as const).every((option) => flags[option] === undefined) && isStage(output)) return lecture(target, flags, output, look, outlet, spoken, [target]);
  const screen = new RunScreen(asked.subject, asked.conditions, look, outlet, flags.until === undefined ? undefined : countOf(flags.until, "--until"));
  const { run } = screen.player.branches.current;
  output.document({ version: VERSION, ...run });
  const stage = new Stage(screen, look);
  if (isFile || !isStage(output)) screen.player.goToViolation();
  if (isStage(output)) await onTerminal(stage, outlet, spoken);
  else {
    if (screen.player.index < 0) screen.player.goTo(Infinity);
    asText(stage, output, spoken);
  }
  return codeOf(run.verdicts);
}

/** The lessons in order, or those named: from the one that is named on. */
async function lecture(target: string | undefined, flags: WatchFlags, output: Output, look: Look, outlet: TerminalOutlet, spoken: boolean, names: readonly string[] = LECTURE.flatMap(({ lessons }) => lessons)): Promise<number> {
  for (const option of ["seed", "plan", "rates", "set", "until"] as const) if (flags[option] !== undefined) throw new InputError(`--${option}: a lesson is about one run, and its beats are; watch the scenario without --lecture`);
  const first = target === undefined || names.includes(target) ? (target ?? names[0]!) : names.find((name) => name === `lessons/${target}`);
  if (first === undefined) throw new InputError(`--lecture: there is no lesson ${JSON.stringify(printable(target!))}${suggestion(target!, names)}`);
  const lesson = async (name: string): Promise<Lesson> => {
    pulse({ doing: `loading ${printable(name)}` });
    const scenario = await load(name);
    return lessonOf(name, scenario, flags.out, look, outlet);
  };
  const stage = new Stage(new LectureScreen(names, await lesson(first), lesson, look), look);
  if (isStage(output)) await onTerminal(stage, outlet, spoken);
  else asText(stage, output, spoken);
  return 0;
}

function lessonOf(name: string, scenario: Scenario, out: string, look: Look, outlet: TerminalOutlet): Lesson {
  const resolved = resolve(scenario);
  const plan = resolved.promises.find((promise) => promise.plan !== undefined)?.plan;
  const run = new RunScreen({ target: name, scenario, parameters: {}, resolved, out }, { seed: resolved.seed, plan: plan ?? [], rates: plan === undefined }, look, outlet);
  run.shown.faults = false;
  run.narrated = true;
  const part = LECTURE.findIndex(({ lessons }) => lessons.includes(name));
  return { name, title: scenario.title, part: part < 0 ? undefined : [part + 1, LECTURE.length], run, beats: playBeats(scenario) };
}

async function fromScenario(target: string, flags: WatchFlags): Promise<Asked> {
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

async function fromFile(file: string, flags: WatchFlags): Promise<Asked> {
  for (const option of ["seed", "plan", "rates"] as const) if (flags[option] !== undefined) throw new InputError(`--${option}: a failure file has its own; give a scenario instead`);
  pulse({ doing: `loading ${printable(file)}` });
  const { failure, target } = loadFailure(file);
  const { scenario } = await loadOrigin(file, failure, target);
  const parameters = joined(failure.parameters, parametersOf(flags.set));
  const resolved = resolve(withParameters(scenario, parameters));
  const plan = checkPlan(failure.plan, resolved.world.nodes.map(({ name }) => name), `${printable(file)}: plan`);
  return { subject: { target, scenario, parameters, resolved, out: flags.out }, conditions: { seed: failure.seed, plan, rates: false } };
}
