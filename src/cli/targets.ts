import { bundled, load } from "../campaign/load.ts";
import { InputError } from "../kernel/errors.ts";
import { withParameters } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import type { Scenario } from "../scenario/types.ts";
import { printable } from "../world/step-key.ts";
import { pulse } from "./pulse.ts";

/** Names and paths as given; a folder of bundled scenarios stands for all in it; nothing given is all there are. What is wrong with any is said before one is run. */
export async function loadAll(names: readonly string[], set: Parameters): Promise<readonly Scenario[]> {
  const all = bundled().map(({ name }) => name);
  const within = (name: string): readonly string[] => all.filter((other) => other.startsWith(`${name.replace(/\/$/, "")}/`));
  const targets = names.length === 0 ? all : names.flatMap((name) => (all.includes(name) || within(name).length === 0 ? [name] : within(name)));
  const scenarios: Scenario[] = [];
  for (const target of targets) {
    pulse({ doing: `loading ${printable(target)}` });
    const scenario = await load(target);
    try {
      withParameters(scenario, set);
    } catch (error) {
      throw error instanceof InputError && targets.length > 1 ? new InputError(`${scenario.name}: ${error.message}`, { cause: error }) : error;
    }
    scenarios.push(scenario);
  }
  return scenarios;
}
