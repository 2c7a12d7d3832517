import * as fc from "fast-check";
import { InputError, suggestion } from "../kernel/errors.ts";
import { clean, wrap } from "../report/diagram/cells.ts";
import { count } from "../report/numbers.ts";
import { withParameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import { run } from "../scenario/run.ts";
import type { Run, Verdict } from "../scenario/result.ts";
import type { Scenario } from "../scenario/types.ts";
import type { Plan } from "../world/fault.ts";
import { printFault } from "../world/plan-text.ts";
import { plans } from "./plans.ts";
import type { PlansOptions } from "./plans.ts";

/** Which promises are tried, under which plans. */
export interface PromiseOptions extends PlansOptions {
  /** The guarantee that is tried. Default: every one that the scenario promises to hold. */
  readonly guarantee?: string;
}

/** Columns of a failure's text. */
const WIDTH = 80;

/**
 * The property that a scenario keeps its promises under any plan: `fc.assert(keepsPromises(lesson))`. A run that ends as unknown
 * is a precondition that was not met. What fails says which guarantee broke, in its sentence, and the plan, an entry a line.
 * With several guarantees, shrinking may go over from one to another: name the one that is meant.
 * @throws InputError when there is no such guarantee, or nothing is promised to hold; and what `plans` throws.
 */
export function keepsPromises(scenario: Scenario, options: PromiseOptions = {}): fc.IPropertyWithHooks<[plan: Plan]> {
  const { guarantee: asked, set = {}, ...drawn } = options;
  const altered = withParameters(scenario, set);
  const guarantees = guaranteesOf(altered, asked);
  return fc.property(plans(altered, drawn), (plan) => {
    const judged = run(altered, { seed: options.seed, plan });
    const verdicts = judged.verdicts.filter(({ guarantee }) => guarantees.includes(guarantee));
    const broken = verdicts.find(({ status }) => status === "fail");
    if (broken !== undefined) throw withoutFrames(new Error(brokenText(judged, broken)));
    fc.pre(verdicts.every(({ status }) => status === "pass"));
  });
}

function guaranteesOf(scenario: Scenario, asked: string | undefined): readonly string[] {
  const { name, promises, kinds, own } = resolve(scenario);
  const judged = [...kinds.map(({ kind }) => kind.name), ...own.map((guarantee) => guarantee.name)];
  if (asked !== undefined && !judged.includes(asked)) throw new InputError(`keepsPromises: ${name} judges no guarantee ${JSON.stringify(asked)}${suggestion(asked, judged)}`);
  const held = promises.filter(({ promised }) => promised === "holds").map(({ guarantee }) => guarantee);
  if (asked === undefined && held.length === 0) throw new InputError(`keepsPromises: ${name} promises nothing to hold; name a guarantee: { guarantee: "at-most-once" }`);
  return asked === undefined ? held : [asked];
}

function brokenText({ seed, plan }: Run, { guarantee, sentence = "" }: Verdict): string {
  return [
    `${guarantee} is broken, under seed ${seed}`,
    ...wrap(clean(sentence, false), WIDTH),
    plan.length === 0 ? "without a fault" : `by ${count(plan.length, "fault")}:`,
    ...plan.map((fault) => `  ${printFault(fault)}`),
  ].join("\n");
}

/** They would lead into Faultline and fast-check alone; where the property is asserted, fast-check's own error says. */
function withoutFrames(error: Error): Error {
  error.stack = `${error.name}: ${error.message}`;
  return error;
}
