import { InputError } from "../../kernel/errors.ts";
import { Simulation } from "../../scenario/simulation.ts";
import type { Fault, Plan } from "../../world/fault.ts";
import { printFault } from "../../world/plan-text.ts";
import type { Work } from "../attempt.ts";
import { breaksIn } from "./violation.ts";

/** So many others were tried in place of a fault and struck, and so many of them broke the guarantee as well. */
export interface Tried {
  readonly tried: number;
  readonly broke: number;
  /** Some of those that did, as plan entries. */
  readonly examples: readonly string[];
}

/** What tries may cost. */
export interface Limit {
  /** So many that struck are enough. */
  readonly tries: number;
  /** Events, after which no more is begun: but two are made in any case. */
  readonly events: number;
}

/** Runs the plan with one fault after another in the place of one, in this order. What strikes nothing is a run without any, and no try; nor is one that ends in misuse of the API. */
export function* triesOf({ resolved, options: { seed } }: Simulation, guarantee: string, others: Plan, candidates: readonly Fault[], limit: Limit): Work<Tried & { readonly runs: number }> {
  const examples: string[] = [];
  let broke = 0;
  let tried = 0;
  let runs = 0;
  let spent = 0;
  for (const one of candidates) {
    if (tried >= limit.tries || (spent >= limit.events && runs >= 2)) break;
    const simulation = new Simulation(resolved, { seed, plan: [...others, one], rates: false });
    const isBroken = yield* allowedIn(breaksIn(simulation, guarantee));
    const { kernel, planned } = simulation.world;
    runs++;
    spent += kernel.events;
    if (isBroken === undefined || !planned.entries.at(-1)!.struck) continue;
    tried++;
    if (!isBroken) continue;
    broke++;
    if (examples.length < 3) examples.push(printFault(one));
  }
  return { tried, broke, examples, runs };
}

/** What work comes to; undefined where a handler, in a run that nobody has made before, does what no handler may. */
function* allowedIn(work: Work<boolean>): Work<boolean | undefined> {
  try {
    return yield* work;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}
