import type { Micros } from "../kernel/time.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { Simulation as Run } from "../scenario/simulation.ts";
import type { Fault, Plan } from "../world/fault.ts";
import { printFault } from "../world/plan-text.ts";
import type { Work } from "./attempt.ts";
import { choicesOf } from "./choices.ts";
import { alternativesTo } from "./explain/alternatives.ts";
import { likelihoods } from "./explain/moment.ts";
import type { Effort, Likelihood } from "./explain/moment.ts";
import { pastOf } from "./explain/past.ts";
import type { PastStep } from "./explain/past.ts";
import { triesOf } from "./explain/tries.ts";
import type { Tried } from "./explain/tries.ts";
import { goTo } from "./explain/violation.ts";
import { necessityIn, withoutFault } from "./necessity.ts";
import type { Necessity } from "./necessity.ts";
import { stepsOf } from "./steps.ts";

export type { Likelihood } from "./explain/moment.ts";
export type { PastStep } from "./explain/past.ts";
export type { Tried } from "./explain/tries.ts";

/**
 * What a fault is needed for. "idle": without it the guarantee breaks all the same. "any": one like it does in half of the other places or more.
 * "place": only where it strikes matters, for half of the other faults there or more do as well. "some": of either, a fifth or more.
 * "exact": little else does. Of fewer than five tries that is not worth telling.
 */
export type Need = "idle" | "any" | "place" | "some" | "exact";

/** A fault of the plan, and what became of the failure without it and with others in its place. */
export interface ExplainedFault {
  readonly fault: Fault;
  readonly line: string;
  readonly need: Need;
  /** The run without it. */
  readonly without: Necessity;
  /** The same kind of fault on other packets or in other steps, those of its type first; or at times near its own, up to somewhat behind the violation. */
  readonly elsewhere: Tried;
  /** Other faults at the same target, or the same in another manner or length. */
  readonly otherwise: Tried;
}

/** Two moments between which the failure became much likelier. */
export interface Jump {
  readonly from: Likelihood;
  readonly to: Likelihood;
  /** Faults that struck in between, as plan entries. */
  readonly struck: readonly string[];
}

/** Why a guarantee breaks under a plan. */
export interface Explanation {
  readonly guarantee: string;
  readonly sentence: string;
  /** The violating event, and when it happened, µs. */
  readonly event: number;
  readonly at: Micros;
  /** In the order of the plan. */
  readonly faults: readonly ExplainedFault[];
  /** The likelihood of the failure from moment to moment, in the order of the run. */
  readonly likelihoods: readonly Likelihood[];
  /** Where it grew most, and by a tenth at least; undefined where it never did. */
  readonly jump: Jump | undefined;
  /** Steps that the violating one goes back to: those about its messages, what set them off, and what the faults struck. */
  readonly past: readonly PastStep[];
  /** Events before it that are not in its past. */
  readonly beside: number;
  /** Runs that were made. */
  readonly runs: number;
}

/** How thoroughly a failure is explained. */
export interface Thoroughness {
  /** In place of each fault at most so many others, of each sort, are tried. */
  readonly others: number;
  /** What these may cost together, in events. */
  readonly replays: number;
  /** How often, and from when on, the rest is left to chance. */
  readonly course: Effort;
}

/** For who asks: up to 2 s for small scenarios. */
export const THOROUGH: Thoroughness = { others: 24, replays: 200_000, course: { moments: 20, futures: 50, events: 300_000 } };
/** Beside each failure of a campaign: less than a tenth of that. */
export const BRIEF: Thoroughness = { others: 6, replays: 12_000, course: { moments: 10, futures: 12, events: 20_000 } };
/** From which share of the others on most of them will do, or some. */
const MOST = 0.5;
const SOME = 0.2;
/** So much later than the violation, in parts of its time, a fault is tried as well: without the fault the run may take longer to get there. */
const SLACK = 1.1;
/** A jump is worth telling from here on. */
const LEAP = 0.1;

/** Explains a failure that a traced run shows: its plan breaks the guarantee, chance being off. */
export function* explainRun(simulation: Simulation, guarantee: string, thoroughness: Thoroughness = THOROUGH): Work<Explanation> {
  const { resolved, options: { seed, plan }, world } = simulation;
  const finding = simulation.findings.find((one) => one.guarantee === guarantee)!;
  const event = finding.at ?? world.kernel.events;
  const at = yield* timeOf(simulation, event);
  const faults: ExplainedFault[] = [];
  let runs = 0;
  for (const [index, fault] of plan.entries()) {
    const others = plan.filter((_, other) => other !== index);
    const traced = yield* withoutFault(simulation, index);
    const without = necessityIn(simulation, traced, index, guarantee);
    runs++;
    const events = thoroughness.replays / plan.length / 2;
    const limit = { tries: Math.max(2, Math.min(thoroughness.others, Math.floor(events / Math.max(1, traced.world.kernel.events)))), events };
    const ground = { choices: choicesOf(traced), times: stepsOf(traced).map((step) => step.at).filter((time) => time <= at * SLACK), end: Math.max(world.kernel.now, traced.world.kernel.now) };
    const alternatives = alternativesTo(fault, others, ground, limit.tries);
    const { runs: there, ...elsewhere } = yield* triesOf(simulation, guarantee, others, alternatives.elsewhere, limit);
    const { runs: here, ...otherwise } = yield* triesOf(simulation, guarantee, others, alternatives.otherwise, limit);
    runs += there + here;
    faults.push({ fault, line: printFault(fault), need: without.status === "fail" ? "idle" : needOf(elsewhere, otherwise), without, elsewhere, otherwise });
  }
  const course = yield* likelihoods(resolved, seed, plan, guarantee, event, thoroughness.course);
  runs += course.reduce((sum, { tried }) => sum + tried, 0);
  const named = [...(finding.sentence ?? "").matchAll(/\bm(\d+)\b/g)].map(([, ordinal]) => Number(ordinal));
  const past = yield* pastOf(simulation, event, named);
  return { guarantee, sentence: finding.sentence ?? "", event, at, faults, likelihoods: course, jump: jumpIn(course, plan), past, beside: event - past.length, runs };
}

function needOf(elsewhere: Tried, otherwise: Tried): Need {
  const share = ({ tried, broke }: Tried): number => (tried === 0 ? 0 : broke / tried);
  if (share(elsewhere) >= MOST) return "any";
  if (share(otherwise) >= MOST) return "place";
  return Math.max(share(elsewhere), share(otherwise)) >= SOME ? "some" : "exact";
}

function jumpIn(course: readonly Likelihood[], plan: Plan): Jump | undefined {
  let best: Jump | undefined;
  let most = LEAP;
  for (const [index, to] of course.entries()) {
    const from = course[index - 1];
    if (from === undefined) continue;
    const grown = to.broke / to.tried - from.broke / from.tried;
    if (grown < most) continue;
    most = grown;
    best = { from, to, struck: to.struck.filter((place) => !from.struck.includes(place)).map((place) => printFault(plan[place]!)) };
  }
  return best;
}

/** When an event happened, µs. */
function* timeOf({ resolved, options: { seed, plan } }: Simulation, event: number): Work<Micros> {
  const again = new Run(resolved, { seed, plan, rates: false });
  yield* goTo(again, event);
  return again.world.kernel.now;
}
