import { basename, relative } from "node:path";
import { InputError } from "../kernel/errors.ts";
import { joined, withParameters } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { FailureFile } from "../scenario/failure-file.ts";
import { breaksUnder } from "../search/attempt.ts";
import type { Work } from "../search/attempt.ts";
import { checkPin } from "../search/pins.ts";
import type { Plan } from "../world/fault.ts";
import { checkPlan } from "../world/plan-check.ts";
import { parsePlan } from "../world/plan-text.ts";
import { printable } from "../world/step-key.ts";
import { loadFailure, loadOrigin, portable } from "./failures.ts";
import { sourceOf } from "./load.ts";
import { folderFor, writeNew } from "./new-file.ts";
import { regressionText } from "./regression-text.ts";
import { shrink } from "./shrink.ts";

/** A failure, kept as a scenario. */
export interface Regression {
  /** Where the scenario was written. */
  readonly file: string;
  readonly guarantee: string;
  /** "breaks": the plan breaks the guarantee today. "holds": it does no longer, and must not again. */
  readonly promised: "breaks" | "holds";
  readonly plan: Plan;
  /** What is set on the scenario for that. */
  readonly parameters: Parameters;
  /** What broke: today's words where it still does. */
  readonly sentence: string;
}

/** What of a failure file is tried. */
type Failing = Pick<FailureFile, "guarantee" | "seed" | "plan" | "parameters" | "sentence">;

/** Where to write it. */
export interface RegressionOptions {
  /** A .ts, .mts, .js or .mjs file that is not there yet. Default: SCENARIO-GUARANTEE-DIGEST8.ts in the current folder. */
  readonly out?: string;
  /** Called after every try. */
  readonly onProgress?: () => void;
}

/** A pinned plan is tried with every part of it taken out: 4,096 runs. */
const MOST = 12;

/**
 * Makes a scenario of a failure file: the same scenario, parameters and seed, and one promise, that the plan breaks the
 * guarantee; or, when it no longer does, that it must not. A plan of which less is enough is written as what is enough.
 * @throws InputError when the failure cannot be read, takes more than 12 faults, or the file is there already.
 */
export async function regression(failureFile: string, options: RegressionOptions = {}): Promise<Regression> {
  const { failure, target } = loadFailure(failureFile);
  const file = options.out ?? `${basename(failureFile).replace(/(\.repro)?\.json$/, "")}.ts`;
  if (!/\.m?[jt]s$/.test(file)) throw new InputError(`${printable(file)}: a scenario is a .ts, .mts, .js or .mjs file; give --out one`);
  const { scenario, resolved } = await loadOrigin(failureFile, failure, target);
  const seeded = resolve({ ...resolved.scenario, seed: failure.seed });
  const judged = [...seeded.kinds.map(({ kind }) => kind.name), ...seeded.own.map(({ name }) => name)];
  if (!judged.includes(failure.guarantee)) throw new InputError(`${printable(failureFile)}: guarantee: ${resolved.name} judges no "${printable(failure.guarantee)}"; it judges ${judged.join(", ")}`);
  const plan = checkPlan(failure.plan, seeded.world.nodes.map(({ name }) => name), `${printable(failureFile)}: plan`);
  const found = await today(seeded, { ...failure, plan }, options.onProgress ?? (() => {}));
  // Links followed: an import is relative to where the file lies, not to the name by which it was reached.
  const folder = folderFor(file);
  const source = sourceOf(scenario)!;
  const original = source.name === undefined ? { path: imported(folder, source.path) } : { name: source.name };
  const made = { file, guarantee: failure.guarantee, ...found };
  writeNew(file, regressionText(made, { failure, original, resolved: seeded, from: basename(failureFile), name: basename(file).replace(/\.m?[jt]s$/, "") }));
  return made;
}

/** What the plan does to today's code. One of many faults is reduced first. */
async function today(resolved: Resolved, failure: Failing, onProgress: () => void): Promise<Pick<Regression, "promised" | "plan" | "parameters" | "sentence">> {
  const { guarantee, seed, plan, parameters, sentence } = failure;
  if ((await driven(breaksUnder(resolved, seed, plan, guarantee), onProgress)) === undefined) return { promised: "holds", plan, parameters, sentence };
  if (plan.length > MOST) {
    const less = await shrink(resolved.scenario, failure, { onProgress });
    if (less.faults > MOST) throw new InputError(`${guarantee} takes ${less.faults} faults, and a pinned plan is tried with every part of it, which ${MOST} are the most for; keep the failure file and replay it`);
    const altered = resolve(withParameters(resolved.scenario, less.parameters ?? {}));
    return today(altered, { ...failure, plan: less.plan, parameters: joined(parameters, less.parameters) }, onProgress);
  }
  const { smaller, sentence: words = sentence } = await driven(checkPin(resolved, guarantee, plan), onProgress);
  return { promised: "breaks", plan: smaller === undefined ? plan : parsePlan(smaller), parameters, sentence: words };
}

async function driven<T>(work: Work<T>, onProgress: () => void): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    onProgress();
    await new Promise<void>((done) => void setImmediate(done));
  }
}

/** How the file imports the original, from the folder it lies in. */
function imported(folder: string, path: string): string {
  const way = portable(relative(folder, path));
  return way.startsWith(".") ? way : `./${way}`;
}
