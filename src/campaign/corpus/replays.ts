import { InputError } from "../../kernel/errors.ts";
import { withParameters } from "../../scenario/parameters.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { Scenario } from "../../scenario/types.ts";
import { breaksUnder, finishWork } from "../../search/attempt.ts";
import { checkPlan } from "../../world/plan-check.ts";
import { printFault } from "../../world/plan-text.ts";
import type { KnownFailure } from "./file.ts";

/** A known failure, tried again. */
export interface CorpusReplay {
  readonly guarantee: string;
  /** The plan as text, a line an entry. */
  readonly lines: readonly string[];
  readonly seed: string;
  /** It breaks the guarantee still. */
  readonly breaks: boolean;
  /** How it breaks; or why it cannot be tried any more. */
  readonly sentence?: string;
}

/** Tries a known failure against the scenario as it is today. */
export function replayed(scenario: Scenario, { guarantee, plan, parameters, seed }: KnownFailure): CorpusReplay {
  try {
    const resolved = resolve(withParameters(scenario, parameters));
    const checked = checkPlan(plan, resolved.world.nodes.map(({ name }) => name), "plan");
    const lines = checked.map(printFault);
    const broken = finishWork(breaksUnder(resolved, seed, checked, guarantee));
    return { guarantee, lines, seed, breaks: broken !== undefined, ...(broken === undefined ? {} : { sentence: broken.sentence }) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { guarantee, lines: [], seed, breaks: false, sentence: `it cannot be tried any more: ${error.message}` };
  }
}
