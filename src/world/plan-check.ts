import { InputError } from "../kernel/errors.ts";
import { checkFault, EXAMPLES, PLAN_LIMIT } from "./fault.ts";
import type { Fault, Plan } from "./fault.ts";
import { parseEntry, parsePlan } from "./plan-text.ts";
import { printable, readEntries } from "./step-key.ts";

/**
 * Reads a plan nobody vouches for: a text, or an array of texts and of objects as JSON gives them.
 * Returns fresh plain objects in their normal form, so that equal plans serialise alike.
 * @param nodes the scenario's nodes; left out, any well-formed name will do.
 * @param where names the place in an error. Default "plan".
 * @throws InputError for the first entry that is wrong, and for more than 100,000 entries.
 */
export function checkPlan(value: unknown, nodes?: readonly string[], where: string = "plan"): Plan {
  if (typeof value === "string") return parsePlan(value, nodes, where);
  if (!Array.isArray(value)) throw new InputError(`${where}: a plan is a text or an array of entries, not ${shown(value)}; for example: ${JSON.stringify([EXAMPLES.drop])}`);
  const faults: Fault[] = [];
  const add = (fault: Fault): void => {
    if (faults.length === PLAN_LIMIT) throw new InputError(`${where}: more than ${PLAN_LIMIT} entries; split the plan`);
    faults.push(fault);
  };
  for (let index = 0; index < value.length; index++) {
    const item: unknown = value[index];
    const place = `${where}, entry ${index + 1}`;
    if (typeof item !== "string") add(checkFault(item, nodes, `${place} ${shown(item)}`));
    // A text may hold several entries, or none: an array may be the lines of a file.
    else for (const entry of readEntries(item)) add(parseEntry(entry, nodes, place));
  }
  return faults;
}

/** For an error: as JSON where it can be, whatever it is. */
function shown(value: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch {
    // Circular, too deep, a bigint: its type has to do.
  }
  return printable(json ?? typeof value);
}
