import type { Plain } from "../kernel/plain.ts";
import type { Scenario } from "../scenario/types.ts";

/** A parameter in which two scenarios differ, each value as JSON; undefined where a scenario leaves it to its default. */
export interface Condition {
  readonly path: string;
  readonly values: readonly [string | undefined, string | undefined];
}

/** What a run happens under, as opposed to what runs. */
const FIELDS: readonly (keyof Scenario)[] = ["workload", "network", "nemesis", "storm", "settle", "limit", "subscriptions", "sinks", "excuses", "obligation"];

/** Where two scenarios let their protocols run under different conditions, in the order of the fields. */
export function conditions(first: Scenario, second: Scenario): readonly Condition[] {
  const [left, right] = [flat(first), flat(second)];
  return [...new Set([...left.keys(), ...right.keys()])].map((path): Condition => ({ path, values: [left.get(path), right.get(path)] })).filter(({ values: [one, other] }) => one !== other);
}

/** As `--set` has it: in a list, the item's own name where it has one. */
function nameIn(item: unknown, otherwise: string): string {
  return (item as { readonly name?: string } | null | undefined)?.name ?? otherwise;
}

function flat(scenario: Scenario): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const walk = (path: string, value: unknown): void => {
    if (typeof value !== "object" || value === null) {
      if (value !== undefined) values.set(path, JSON.stringify(value as Plain));
    } else for (const [name, field] of Object.entries(value)) walk(`${path}.${nameIn(field, name)}`, field);
  };
  for (const field of FIELDS) walk(field, scenario[field]);
  return values;
}
