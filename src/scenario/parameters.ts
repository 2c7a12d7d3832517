import { InputError, suggestion } from "../kernel/errors.ts";
import type { Plain } from "../kernel/plain.ts";
import { resolve } from "./resolve.ts";
import type { Scenario } from "./types.ts";

/** Parameters set from outside, by path: { "network.loss": 0.3, "nodes.consumer.count": 3 }. */
export type Parameters = { readonly [path: string]: Plain };

/** What of a scenario can be set: data, not behaviour and not promises' names. */
const SETTABLE = ["workload", "network", "nemesis", "storm", "settle", "limit", "nodes", "sinks", "excuses", "obligation", "promises"];
const MOST = 200;

/**
 * A copy of the scenario with parameters set, without its beats: those tell of the run as it was. Path steps are field names, or
 * in lists an index from 0 or the `name` of an item. @throws InputError naming the place and the nearest right name.
 */
export function withParameters(scenario: Scenario, parameters: Parameters): Scenario {
  let changed: Scenario = scenario;
  for (const [path, value] of Object.entries(parameters)) changed = set(changed, path, value);
  if (changed === scenario) return scenario;
  const { beats: _, ...parametrized } = changed;
  resolve(parametrized);
  return parametrized;
}

/** Reads "network.loss=0.3" as typed on a command line: the value is JSON where it is JSON, else text. */
export function readParameter(text: string): readonly [path: string, value: Plain] {
  const at = text.indexOf("=");
  if (at < 1) throw new InputError(`--set ${JSON.stringify(text)}: write PATH=VALUE, such as --set network.loss=0.3`);
  const written = text.slice(at + 1);
  try {
    return [text.slice(0, at), JSON.parse(written) as Plain];
  } catch {
    return [text.slice(0, at), written];
  }
}

function set(scenario: Scenario, path: string, value: Plain): Scenario {
  const steps = path.split(".");
  if (path.length > MOST || steps.some((step) => step === "" || step === "__proto__" || step === "constructor" || step === "prototype")) throw new InputError(`set: ${JSON.stringify(path.slice(0, MOST))} is not the path of a parameter; write one like network.loss`);
  if (!SETTABLE.includes(steps[0]!)) throw new InputError(`set: a scenario has no parameter ${JSON.stringify(steps[0])}${suggestion(steps[0]!, SETTABLE)}`);
  if (steps[0] === "nodes" && (steps.length < 3 || steps[2] === "run")) throw new InputError(`set: ${path}: what a node runs cannot be set from outside; its count, clock and disk can: nodes.consumer.count=2`);
  return replace(scenario, steps, value, "") as Scenario;
}

function replace(holder: unknown, steps: readonly string[], value: Plain, walked: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(holder)) {
    const names = holder.map((item: unknown) => (item as { name?: string } | null)?.name ?? "");
    const index = /^\d+$/.test(step) ? Number(step) : names.indexOf(step);
    if (index < 0 || index >= holder.length) throw new InputError(`set: ${walked} has no item ${JSON.stringify(step)}${names.some((name) => name !== "") ? suggestion(step, names) : `; it has ${holder.length}, counted from 0`}`);
    return holder.map((item: unknown, at) => (at === index ? replace(item, rest, value, `${walked}.${step}`) : item));
  }
  if (holder !== undefined && (typeof holder !== "object" || holder === null)) throw new InputError(`set: ${walked} is ${JSON.stringify(holder)} and has no ${JSON.stringify(step)} in it`);
  const fields = (holder ?? {}) as Record<string, unknown>;
  return { ...fields, [step]: replace(fields[step], rest, value, walked === "" ? step : `${walked}.${step}`) };
}
