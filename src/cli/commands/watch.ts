import { loadFailure, loadOrigin } from "../../campaign/failures.ts";
import { LECTURE } from "../../campaign/lecture.ts";
import { load } from "../../campaign/load.ts";
import { VERSION } from "../../campaign/version.ts";
import { lessonOf } from "../../dashboard/lecture/lesson.ts";
import type { Lesson } from "../../dashboard/lecture/lesson.ts";
import { LectureScreen } from "../../dashboard/lecture/screen.ts";
import type { Conditions } from "../../dashboard/run/branch.ts";
import type { Subject } from "../../dashboard/run/commands.ts";
import { RunScreen } from "../../dashboard/run/screen.ts";
import { Stage } from "../../dashboard/stage.ts";
import type { Screen } from "../../dashboard/screen.ts";
import type { Look } from "../../dashboard/text.ts";
import { InputError, suggestion } from "../../kernel/errors.ts";
import { seedText } from "../../kernel/chance.ts";
import { joined, withParameters } from "../../scenario/parameters.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { Plan } from "../../world/fault.ts";
import { checkPlan } from "../../world/plan-check.ts";
import { printable } from "../../world/step-key.ts";
import { AS_PROMISED, codeOf } from "../exit.ts";
import { parametersOf, planOf } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { countOf } from "../quantities.ts";
import { asText, isStage, onTerminal, TerminalOutlet } from "../stage.ts";
import { WatchedCampaigns } from "../watched-campaigns.ts";

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

/** What a lesson fixes: with any of these it is a run like any other. */
const FIXED = ["seed", "plan", "rates", "set", "until"] as const;
/** Runs of a campaign begun on the dashboard. */
const RUNS = 1_000;

/** `faultline watch SCENARIO|FILE`: the dashboard on a terminal, elsewhere the same view as text. A scenario with beats is a lesson. */
export async function watchCommand(target: string | undefined, flags: WatchFlags, output: Output): Promise<number> {
  const watching = new Watching(flags, output);
  if (flags.lecture === true) return watching.lecture(target, LECTURE.flatMap(({ lessons }) => lessons));
  if (target === undefined) throw new InputError("watch what? Give a scenario, a failure file, or --lecture");
  const isFile = /\.json$/.test(target);
  const asked = await (isFile ? fromFile(target, flags) : fromScenario(target, flags));
  const isLesson = asked.subject.scenario.beats !== undefined && isStage(output) && FIXED.every((option) => flags[option] === undefined);
  return isLesson ? watching.lecture(target, [target]) : watching.run(asked, isFile);
}

/** One call of the command. */
class Watching {
  readonly #flags: WatchFlags;
  readonly #output: Output;
  readonly #outlet = new TerminalOutlet();
  readonly #look: Look;
  readonly #campaigns: WatchedCampaigns[] = [];

  constructor(flags: WatchFlags, output: Output) {
    this.#flags = flags;
    this.#output = output;
    this.#look = { ascii: output.ascii, color: output.color };
  }

  /** A failure file is opened at what broke. */
  async run({ subject, conditions }: Asked, isFile: boolean): Promise<number> {
    const { until } = this.#flags;
    const screen = new RunScreen(subject, conditions, this.#look, this.#outlet, until === undefined ? undefined : countOf(until, "--until"));
    const { run } = screen.player.branches.current;
    this.#output.document({ version: VERSION, ...run });
    if ((isFile || !isStage(this.#output)) && !screen.player.goToViolation() && !isStage(this.#output)) screen.player.goTo(Infinity);
    await this.#show(screen);
    // Whoever has looked knows; text is for programs as well.
    return isStage(this.#output) ? AS_PROMISED : codeOf(run.verdicts);
  }

  /** The lessons in order, from the one that is named on. */
  async lecture(target: string | undefined, names: readonly string[]): Promise<number> {
    for (const option of FIXED) if (this.#flags[option] !== undefined) throw new InputError(`--${option}: a lesson is about one run, and its beats are; watch the scenario without --lecture`);
    const first = target === undefined ? names[0]! : names.find((name) => name === target || name === `lessons/${target}`);
    if (first === undefined) throw new InputError(`--lecture: there is no lesson ${JSON.stringify(printable(target!))}${suggestion(target!, names)}`);
    const lesson = async (name: string): Promise<Lesson> => {
      pulse({ doing: `loading ${printable(name)}` });
      const scenario = await load(name);
      return lessonOf({ target: name, scenario, parameters: {}, resolved: resolve(scenario), out: this.#flags.out }, this.#look, this.#outlet);
    };
    await this.#show(new LectureScreen(names, await lesson(first), lesson, this.#look));
    return AS_PROMISED;
  }

  async #show(screen: Screen): Promise<void> {
    const stage = new Stage(screen, this.#look);
    const spoken = this.#flags.screenReader === true || process.env["INK_SCREEN_READER"] === "true";
    if (!isStage(this.#output)) return asText(stage, this.#output, spoken);
    this.#outlet.campaign = ({ scenario, parameters, out }) => {
      const begun = new WatchedCampaigns([scenario], { runs: RUNS, out, pages: true, set: parameters }, this.#output, this.#outlet, (next) => stage.open(next));
      this.#campaigns.push(begun);
      stage.open(begun.screen);
    };
    await onTerminal(stage, this.#outlet, spoken, () => this.#campaigns.some(({ screen: { busy } }) => busy));
    for (const begun of this.#campaigns) begun.stop();
    await Promise.all(this.#campaigns.map(({ concluded }) => concluded));
  }
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
