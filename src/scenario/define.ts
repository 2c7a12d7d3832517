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

/**
 * The guarantee is promised to hold, within `limits` where it takes any: `holds({ within: "5s" })`, or as `breaks` has them.
 * With `plan` (entries as text), a plan that broke it once and must not any more: campaigns try that very plan, with rates off
 * under the scenario's own seed, beside their runs.
 */
export function holds(by: Limits | { readonly plan?: readonly string[]; readonly limits?: Limits } = {}): Promise_ {
  const { plan, limits, ...others } = by as Limits & { readonly plan?: readonly string[]; readonly limits?: Limits };
  // A gauge may be called "plan" or "limits": its limit is a number.
  const isPlan = Array.isArray(plan);
  const isLimits = typeof limits === "object";
  const all: Limits = { ...others, ...(plan === undefined || isPlan ? {} : { plan }), ...(isLimits ? limits : limits === undefined ? {} : { limits }) };
  return { holds: true, ...(isPlan ? { plan } : {}), ...(Object.keys(all).length === 0 ? {} : { limits: all }) };
}

/**
 * The guarantee is promised to break: some run of a campaign breaks it. With `plan` (entries as text), that very plan must
 * break it with rates off under the scenario's own seed, and no proper subset of it may.
 */
export function breaks(by?: { readonly plan?: readonly string[]; readonly limits?: Limits }): Promise_ {
  return { breaks: true, ...(by?.plan === undefined ? {} : { plan: by.plan }), ...(by?.limits === undefined ? {} : { limits: by.limits }) };
}
