import { InputError } from "../kernel/errors.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { resultOf } from "../scenario/result.ts";
import type { Run, Verdict } from "../scenario/result.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Explanation } from "../search/explain.ts";
import type { Necessity } from "../search/necessity.ts";
import { withoutIdleLanes } from "../view/active.ts";
import { relevantTo } from "../view/relevant.ts";
import { spaceTime } from "../view/space-time.ts";
import type { SpaceTime } from "../view/space-time.ts";
import { chiefViolation } from "../view/violations.ts";

/** A failure as every format of a report has it: what broke, in which run, and what the faults were for. */
export interface FailureReport {
  /** Version of Faultline. */
  readonly faultline: string;
  /** The scenario's title. */
  readonly title: string;
  readonly guarantee: string;
  readonly run: Run;
  readonly verdict: Verdict | undefined;
  /** Set on the scenario. */
  readonly parameters: Parameters;
  /** In the order of the plan. */
  readonly necessity: readonly Necessity[];
  /** Why it breaks; undefined where it does not, or where that would take too long. */
  readonly explanation: Explanation | undefined;
  /** Up to the event asked for; of a long run, some way beyond the violation. */
  readonly whole: SpaceTime;
  /** What is drawn: the part that matters, without lanes that have none in it. */
  readonly shown: SpaceTime;
  /** What to type to see it again. */
  readonly command: string | undefined;
  /** Whether this is the run of the failure file, in words; undefined when it is. */
  readonly caveat: string | undefined;
}

/** What of a run is drawn. */
export interface Excerpt {
  /** No further than this event. Default: some 5,000 beyond the violating one. */
  readonly until?: number;
  /** The story of these messages. Default: of those the violation is about. */
  readonly messages?: readonly number[];
  /** Everything, but for what is too much to draw. Default false. */
  readonly all?: boolean;
}

/** What is known beside the run. */
export type Background = Pick<FailureReport, "faultline" | "guarantee" | "parameters" | "necessity" | "command"> & { readonly explanation?: Explanation; readonly caveat?: string };

/** So many events after what broke a trace is read: what was under way then has arrived. */
const AFTERMATH = 5_000;
/** More moments than this are no diagram. */
const MOST = 800;
/** So many lanes can stand side by side. */
const ROOMY = 8;

/** Reads a finished, traced run off. @throws InputError for a message or an event that it does not have. */
export function failureReport(simulation: Simulation, background: Background, { until, messages = [], all = false }: Excerpt = {}): FailureReport {
  const run = resultOf(simulation);
  const verdict = run.verdicts.find(({ guarantee }) => guarantee === background.guarantee);
  if (until !== undefined && until > run.events) throw new InputError(`--until: there is no event ${until}: the run has ${run.events}`);
  const whole = spaceTime(simulation, until ?? (verdict?.at ?? Infinity) + AFTERMATH);
  for (const message of messages) {
    if (!whole.moments.some((moment) => "message" in moment && moment.message === message)) throw new InputError(`--message: nothing happens to m${message} ${until === undefined ? "in this run" : `up to event ${until}`}`);
  }
  const chief = chiefViolation(whole.violations, [background.guarantee]);
  const story = all ? (whole.moments.length <= MOST ? whole : relevantTo(whole, [], MOST)) : relevantTo(whole, messages.length > 0 ? messages : (chief ?? []));
  return { ...background, explanation: background.explanation, caveat: background.caveat, title: simulation.resolved.scenario.title, run, verdict, whole, shown: withoutStrangers(story) };
}

/** Lanes without a part in the story go, unless a fault across lanes that is in it would be one-sided then. */
function withoutStrangers(story: SpaceTime): SpaceTime {
  const fewer = withoutIdleLanes(story);
  const left = new Set(fewer.lanes.map(({ name }) => name));
  const tornApart = story.moments.some((moment) => moment.kind === "fault" && moment.lanes.length > 1 && moment.lanes.some((lane) => !left.has(story.lanes[lane]!.name)));
  return tornApart && story.lanes.length <= ROOMY ? story : fewer;
}
