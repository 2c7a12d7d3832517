import { readText } from "../campaign/failures.ts";
import { InputError } from "../kernel/errors.ts";
import { readParameter } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { printable } from "../world/step-key.ts";

/** Options every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly ascii?: boolean;
  readonly silence: string;
  readonly memory: string;
  /** A person looks into the program with a debugger. */
  readonly inspect?: boolean;
}

/** Repeated --set PATH=VALUE, or an option like it, as parameters. */
export function parametersOf(set: readonly string[] | undefined, option: string = "--set"): Parameters | undefined {
  return set === undefined || set.length === 0 ? undefined : Object.fromEntries(set.map((written) => readParameter(written, option)));
}

/** `--plan`: a file if it ends in .json or .txt, else the text itself. A failure file's plan is taken out of it. */
export function planOf(written: string): unknown {
  if (!/\.(json|txt)$/.test(written)) return written;
  const content = readText(written, "give --plan a .json or .txt file, or the faults themselves");
  if (written.endsWith(".txt")) return content;
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw new InputError(`--plan: ${printable(written)} is not JSON; write a list of faults, or their text into a .txt file`);
  }
  return typeof value === "object" && value !== null && !Array.isArray(value) && "plan" in value ? value.plan : value;
}
