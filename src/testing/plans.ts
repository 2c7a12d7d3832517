import * as fc from "fast-check";
import { seedText } from "../kernel/chance.ts";
import { InputError } from "../kernel/errors.ts";
import { withParameters } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Scenario } from "../scenario/types.ts";
import type { FaultKind, Plan } from "../world/fault.ts";
import { checkPlan } from "../world/plan-check.ts";
import { printFault, printPlan } from "../world/plan-text.ts";
import { drawing } from "./draw.ts";
import type { Draw } from "./draw.ts";
import { atMost, smaller } from "./smaller.ts";
import type { Walk } from "./smaller.ts";

/** Which plans, and how far they are shrunk; everything has a default. */
export interface PlansOptions {
  /** The seed under which the plans are run: give `run` the same. Default: the scenario's. */
  readonly seed?: string | number;
  /** Parameters by path: give `run` the same. Default: none. */
  readonly set?: Parameters;
  /** Kinds of fault that may strike; all but "forge" can. Default: those the scenario has by chance, and those that all its nodes tolerate. */
  readonly faults?: readonly FaultKind[];
  /** Most entries of a plan, from 0; the ones it has are drawn from a longer one. Shrinking begins with what fails, examples included. Default: no limit. */
  readonly maxLength?: number;
  /** Most executions of the property that shrinking a plan may take; then the smallest that failed so far is reported. Default 500. */
  readonly replays?: number;
}

/**
 * Fault plans of a scenario, for properties over runs of it: `fc.property(plans(lesson), (plan) => ... run(lesson, { plan }) ...)`.
 *
 * A plan is expanded from one unbiased 32-bit draw, so that seed and path replay it exactly: a run of the scenario drawn by
 * chance and frozen, every entry of which strikes under `seed`. Shrinking takes runs of entries out, then single ones, then
 * pairs, then shortens and rounds what is left. It needs no context: a recorded plan among `examples` shrinks too.
 * Values are plain plans that print as text, an entry a line.
 * @throws InputError for bad options, and when no kind of fault can strike. Generating throws what `run` throws.
 */
export function plans(scenario: Scenario, options: PlansOptions = {}): fc.Arbitrary<Plan> {
  return new Plans(scenario, options);
}

/**
 * A plan that was recorded, as text or entries, for `examples`: it prints as those of `plans` do.
 * @throws InputError for what is no plan.
 */
export function recorded(plan: Plan | string | readonly string[]): Plan {
  return told(checkPlan(plan));
}

class Plans extends fc.Arbitrary<Plan> {
  readonly #nodes: readonly string[];
  readonly #draw: Draw;
  readonly #walk: Walk;

  constructor(scenario: Scenario, { seed, set, faults, maxLength = Infinity, replays = 500 }: PlansOptions) {
    super();
    const resolved = resolve(set === undefined ? scenario : withParameters(scenario, set));
    this.#nodes = resolved.world.nodes.map(({ name }) => name);
    this.#draw = drawing(resolved, { seed: seed === undefined ? resolved.seed : seedText(seed), faults, maxLength: count(maxLength, "maxLength") });
    this.#walk = atMost(count(replays, "replays"), smaller);
  }

  override generate(mrng: fc.Random): fc.Value<Plan> {
    return new fc.Value(told(this.#draw(mrng.nextInt() >>> 0)), this.#walk);
  }

  override canShrinkWithoutContext(value: unknown): value is Plan {
    try {
      return Array.isArray(value) && value.every((fault) => typeof fault === "object") && checkPlan(value, this.#nodes).length === value.length;
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  }

  override shrink(value: Plan, context: unknown): fc.Stream<fc.Value<Plan>> {
    const walk = (context as Walk | undefined) ?? this.#walk;
    return new fc.Stream(walk(value)).map(({ plan, onward }) => new fc.Value(told(plan), onward));
  }
}

/** The plan with a text of its own, unseen by whoever looks at it as an array. */
function told(plan: Plan): Plan {
  const lines = plan.map(printFault);
  const inFastCheck = lines.length === 0 ? "no fault" : lines.length === 1 ? lines[0] : `\n  ${lines.join("\n  ")}\n`;
  return Object.defineProperties([...plan], { toString: { value: () => printPlan(plan) }, [fc.toStringMethod]: { value: () => inFastCheck } });
}

function count(value: number, name: string): number {
  if (value === Infinity || (Number.isSafeInteger(value) && value >= 0)) return value;
  throw new InputError(`plans: ${name} is a whole number from 0, not ${String(value)}`);
}
