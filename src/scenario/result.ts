import type { Status } from "../guarantees/judge.ts";
import { invariant } from "../kernel/errors.ts";
import type { Micros } from "../kernel/time.ts";
import type { Plan } from "../world/fault.ts";
import { checkPlan } from "../world/plan-check.ts";
import type { HandlerError } from "../world/steps.ts";
import type { Ending } from "../world/world.ts";
import type { Simulation } from "./simulation.ts";

/** What a guarantee came to in a run. */
export interface Verdict {
  readonly guarantee: string;
  readonly status: Status;
  /** Number of the violating event. */
  readonly at?: number;
  /** What broke, or why nobody knows. */
  readonly sentence?: string;
  readonly promised: "holds" | "breaks" | "nothing";
}

/** By kind: how often it struck, how often the protocol could notice; `changed`: in how many sampled runs the history differs without it. */
export type FaultFigures = { readonly [kind: string]: { readonly injected: number; readonly reached: number; readonly changed?: number } };

/** A finished run. */
export interface Run {
  readonly scenario: string;
  readonly seed: string;
  /** The plan that was given. */
  readonly plan: Plan;
  /** 16 hexadecimal digits. */
  readonly digest: string;
  /** Pops of the queue, and faults that struck or ended at a set time. */
  readonly events: number;
  /** Virtual time of the last event, µs. */
  readonly time: Micros;
  /** Why it ended: "quiet", "settle" ran out, or a limit ("events", "time"). */
  readonly ending: Ending;
  /** Those promised, and those that are judged in every run. */
  readonly verdicts: readonly Verdict[];
  /** Every fault that struck (the first 100,000), as plan entries: with rates off, this plan gives the same digest. */
  readonly struck: Plan;
  /** Entries of the given plan that struck nothing. */
  readonly missed: Plan;
  /** How often each `ctx.sometimes` was so; 0 where it was asked and never so. */
  readonly sometimes: { readonly [name: string]: number };
  /** Maximum of each gauge. */
  readonly gauges: { readonly [name: string]: number };
  /** History events by verb. */
  readonly history: { readonly [verb: string]: number };
  readonly faults: FaultFigures;
  /** Handlers that threw; each killed its node. */
  readonly errors: readonly HandlerError[];
}

/** Reads a finished simulation off. */
export function resultOf(simulation: Simulation): Run {
  const { world, delivery, resolved, options } = simulation;
  invariant(world.ending !== undefined, "read off a run that has not ended");
  return {
    scenario: resolved.name,
    seed: options.seed,
    plan: options.plan,
    digest: world.kernel.digest.toString(),
    events: world.kernel.events,
    time: world.kernel.now,
    ending: world.ending,
    verdicts: verdictsOf(simulation),
    struck: frozenPlan(simulation),
    missed: options.plan.filter((_, index) => !world.planned.entries[index]!.struck),
    sometimes: Object.fromEntries(delivery.sometimesCounts),
    gauges: Object.fromEntries(delivery.books.gauges),
    history: delivery.counts,
    faults: Object.fromEntries([...world.struck.figures].map(([kind, figure]) => [kind, { ...figure }])),
    errors: world.steps.errors,
  };
}

/** The faults that struck, in normal form. */
export function frozenPlan({ world }: Simulation): Plan {
  return checkPlan(world.struck.faults, world.nodes.map(({ name }) => name), "struck");
}

/** Findings beside what was promised. */
export function verdictsOf({ findings, resolved }: Simulation): readonly Verdict[] {
  return findings.map((finding) => ({ ...finding, promised: resolved.promises.find(({ guarantee }) => guarantee === finding.guarantee)?.promised ?? "nothing" }));
}
