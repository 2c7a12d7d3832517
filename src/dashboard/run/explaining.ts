import { InputError } from "../../kernel/errors.ts";
import { count } from "../../report/numbers.ts";
import { attempt } from "../../search/attempt.ts";
import type { Work } from "../../search/attempt.ts";
import { explainRun } from "../../search/explain.ts";
import type { Explanation } from "../../search/explain.ts";
import type { Branch } from "./branch.ts";
import type { Player } from "./player.ts";

/** Events that an explanation may take, about 20 s. For each fault some five runs are made, and some eighty for the course. */
const MOST = 20_000_000;
const RUNS_OF_A_FAULT = 5;
const RUNS_OF_THE_COURSE = 80;
/** Those that should hold before those that are promised to break, and both before what nobody has promised. */
const CHIEF_FIRST = ["holds", "breaks", "nothing"] as const;

/**
 * The guarantee that is to be explained to somebody who looks at this moment.
 * @throws InputError where there is nothing to explain, or too much.
 */
export function toExplain(player: Player): string {
  const { plan, run: { events }, unplannable } = player.branches.current;
  const guarantee = brokenAt(player);
  if (guarantee === undefined) throw new InputError("no promise is broken in this run, so there is nothing to explain");
  if (unplannable) throw new InputError("more faults struck in this run than a plan can hold, so it cannot be explained");
  if (events * (plan.length * RUNS_OF_A_FAULT + RUNS_OF_THE_COURSE) > MOST) throw new InputError(`to explain ${count(plan.length, "fault")} over ${count(events, "event")} would take minutes; save the failure with s, make it smaller with npx faultline shrink, and watch that`);
  return guarantee;
}

/** The guarantee that broke last before the moment looked at, the chief of several; before the first, the chief of all that will. Undefined when none does. */
function brokenAt({ branches, spaceTime: { moments }, index }: Player): string | undefined {
  const { verdicts } = branches.current.run;
  const broken = CHIEF_FIRST.flatMap((rank) => verdicts.filter(({ status, promised }) => status === "fail" && promised === rank)).map(({ guarantee }) => guarantee);
  const seen = moments.slice(0, index + 1).flatMap((moment) => (moment.kind === "violation" ? [moment.violation] : []));
  const last = seen.filter(({ event }) => event === seen.at(-1)!.event).flatMap(({ guarantees }) => guarantees);
  return broken.find((guarantee) => last.includes(guarantee)) ?? broken[0];
}

/** Explains why a guarantee breaks in a branch. Where chance struck, what struck is taken as a plan, which makes the same run. */
export function* explanationOf({ conditions: { seed, rates }, plan, simulation }: Branch, guarantee: string): Work<Explanation> {
  const planned = rates ? yield* attempt(simulation.resolved, { seed, plan, rates: false, trace: true }) : simulation;
  return yield* explainRun(planned, guarantee);
}
