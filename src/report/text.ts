import { showTime } from "../kernel/time.ts";
import type { Run } from "../scenario/result.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Counterexample } from "../search/counterexample.ts";
import { relevantTo } from "../view/relevant.ts";
import { spaceTime } from "../view/space-time.ts";
import { chiefViolation } from "../view/violations.ts";
import type { Plan } from "../world/fault.ts";
import { printFault } from "../world/plan-text.ts";
import { listed } from "./campaign.ts";
import { errorLines } from "./errors.ts";
import { paint } from "./diagram/canvas.ts";
import { clean, wrap } from "./diagram/cells.ts";
import { diagram } from "./diagram.ts";
import type { DiagramOptions } from "./diagram.ts";
import { count, thousands } from "./numbers.ts";
import { flagLines, setFlags } from "./setting.ts";
import { verdictLines } from "./verdicts.ts";

export { campaignText } from "./campaign.ts";

/** How a run is told. */
export interface RunTextOptions extends DiagramOptions {
  /** The diagram goes no further than this event. */
  readonly until?: number;
}

/** How a reduced failure is told. */
export interface CounterexampleTextOptions extends DiagramOptions {
  /** Name of its scenario. */
  readonly scenario: string;
  /** What replays it; undefined when it was not written down. */
  readonly command: string | undefined;
  /** The page that shows it; undefined when there is none. */
  readonly page?: string | undefined;
}

/** Of a plan so many entries are printed. */
const ENTRIES = 12;
/** So many events after what broke a trace is read: what was under way then has arrived. */
const AFTERMATH = 5_000;
/** A run in which nothing broke is drawn up to this many events. */
const SHORT = 60;

const ENDINGS: { readonly [ending in Run["ending"]]: string } = {
  quiet: "nothing was left to happen", settle: "the time to settle ran out", events: "stopped at its limit of events", time: "stopped at its limit of time",
};
const MINIMAL: { readonly [minimal in Counterexample["minimal"]]: string } = {
  proved: ", and no fewer of those that struck break it", "one-minimal": ", none of which can be left out", capped: "; there may be a smaller plan",
};

/** Of one fault all smaller plans there are were tried, of several those that can be made of what struck. */
const ONE = ", and no smaller plan breaks it";

/**
 * One run for people: what it was, what became of each promise, what struck; and the diagram, where there is a trace, when
 * something broke or the run is short. No newline at its end.
 */
export function runText(run: Run, simulation: Simulation | undefined, options: RunTextOptions): string {
  const { ascii, color, width } = options;
  const pairs = (values: { readonly [name: string]: number }): string[] => Object.entries(values).map(([name, value]) => `${clean(name, ascii)} ${thousands(value)}`);
  return [
    `${paint(clean(run.scenario, ascii), "bold", color)}   seed ${clean(run.seed, ascii)}   digest ${run.digest}`,
    `${count(run.events, "event")} in ${showTime(run.time)} of virtual time; ${ENDINGS[run.ending]}`,
    ...section("", verdictLines(run.verdicts, options)),
    ...section("", [...listed("history", pairs(run.history), width), ...listed("at most", pairs(run.gauges), width), ...listed("reached", pairs(Object.fromEntries(Object.entries(run.sometimes).filter(([, times]) => times > 0))), width)]),
    ...section("faults that struck", faultLines(run, ascii)),
    ...section("entries of the plan that struck nothing", planLines(run.missed, ascii)),
    ...section("handlers that threw, which killed their node", run.errors.flatMap((error) => errorLines(error, options))),
    ...section("", simulation?.world.kernel.trace === undefined ? [] : drawn(run, simulation, options)),
  ].join("\n");
}

/** A reduced failure for people: what broke, the faults it takes, the diagram, and how to see it again. No newline at its end. */
export function counterexampleText(counterexample: Counterexample, simulation: Simulation, options: CounterexampleTextOptions): string {
  const { ascii, color, width, scenario, command, page } = options;
  const { guarantee, sentence, plan, minimal, runsToFind } = counterexample;
  const whole = spaceTime(simulation);
  const takes = plan.length === 0 ? "it takes no fault at all" : `it takes ${count(plan.length, "fault")}${plan.length === 1 && minimal === "proved" ? ONE : MINIMAL[minimal]}`;
  return [
    paint(`${clean(scenario, ascii)}: ${clean(guarantee, ascii)} is broken`, "violation", color),
    ...wrap(clean(sentence, ascii), width),
    "",
    `${takes}${runsToFind > 0 ? ` (found in run ${thousands(runsToFind)})` : ""}`,
    ...planLines(plan, ascii),
    ...section("in this setting", flagLines(setFlags(counterexample.parameters ?? {}), options)),
    "",
    diagram(relevantTo(whole, chiefViolation(whole.violations, [guarantee]) ?? []), options),
    ...section("", [...(command === undefined ? [] : [`replay it:  ${clean(command, ascii)}`]), ...(page === undefined ? [] : [`see it:     ${clean(page, ascii)}`])]),
  ].join("\n");
}

/** A blank line, a title, the lines; nothing without lines. */
function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", ...(title === "" ? [] : [title]), ...lines];
}

function drawn({ verdicts, events }: Run, simulation: Simulation, { until, ...options }: RunTextOptions): string[] {
  const failed = ["holds", "breaks"].flatMap((promised) => verdicts.filter((verdict) => verdict.status === "fail" && verdict.promised === promised));
  if (failed.length === 0 && events > SHORT && until === undefined) return [];
  const whole = spaceTime(simulation, until ?? (failed[0]?.at ?? Infinity) + AFTERMATH);
  return [diagram(relevantTo(whole, chiefViolation(whole.violations, failed.map(({ guarantee }) => guarantee)) ?? []), options)];
}

/** The plan entries when they are few, else figures. */
function faultLines({ faults, struck }: Run, ascii: boolean): string[] {
  if (struck.length <= ENTRIES) return planLines(struck, ascii);
  const kinds = Object.entries(faults).filter(([, { injected }]) => injected > 0);
  const longest = Math.max(...kinds.map(([kind]) => kind.length));
  return kinds.map(([kind, { injected, reached }]) => `  ${kind.padEnd(longest)}  ${thousands(injected)}${reached < injected ? `, ${thousands(reached)} of them noticed by the protocol` : ""}`);
}

/** Whole lines, however long: they are there to be copied. */
function planLines(plan: Plan, ascii: boolean): string[] {
  const shown = plan.slice(0, ENTRIES).map((fault) => `  ${clean(printFault(fault), ascii)}`);
  return plan.length > ENTRIES ? [...shown, `  ... and ${thousands(plan.length - ENTRIES)} more`] : shown;
}
