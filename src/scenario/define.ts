import type { Limits } from "../guarantees/checker.ts";
import { resolve } from "./resolve.ts";
import type { Promise_, Scenario } from "./types.ts";

/**
 * Defines a scenario: the default export of a scenario file. It is checked at once.
 * @throws InputError naming the first place that is wrong.
 */
export function scenario(definition: Scenario): Scenario {
  resolve(definition);
  return definition;
}

/** The guarantee is promised to hold, within `limits` where it takes any. */
export function holds(limits?: Limits): Promise_ {
  return limits === undefined ? { holds: true } : { holds: true, limits };
}

/**
 * The guarantee is promised to break: some run of a campaign breaks it. With `plan` (entries as text), that very plan must
 * break it with rates off under the scenario's own seed, and no proper subset of it may.
 */
export function breaks(by?: { readonly plan?: readonly string[]; readonly limits?: Limits }): Promise_ {
  return { breaks: true, ...(by?.plan === undefined ? {} : { plan: by.plan }), ...(by?.limits === undefined ? {} : { limits: by.limits }) };
}
