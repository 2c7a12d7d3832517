import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve as absolute, sep } from "node:path";
import { InputError, suggestion } from "../kernel/errors.ts";
import { FAILURE_LIMIT, FAILURE_SCHEMA, printFailure, readFailure } from "../scenario/failure-file.ts";
import type { FailureFile } from "../scenario/failure-file.ts";
import { withParameters } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import { replayCommand } from "../scenario/replay-command.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Scenario } from "../scenario/types.ts";
import type { Counterexample } from "../search/counterexample.ts";
import { printable } from "../world/step-key.ts";
import { bundled } from "./bundled.ts";
import { load, sourceOf } from "./load.ts";
import { makeFolder } from "./new-file.ts";
import { reason } from "./reason.ts";
import { VERSION } from "./version.ts";

/** A failure that could not be written; `content` is the file as it should have been, so that nothing found is lost. */
export class UnwrittenError extends InputError {
  readonly content: string;

  constructor(message: string, content: string) {
    super(message);
    this.content = content;
  }
}

/** Where a counterexample goes: <out>/<scenario>-<guarantee>-<digest8>.repro.json. */
export function failurePath(out: string, scenario: string, { guarantee, digest }: Counterexample): string {
  const safe = (name: string): string => name.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 100);
  return join(out, `${safe(scenario)}-${safe(guarantee)}-${digest.slice(0, 8)}.repro.json`);
}

/** Writes a failure file, whole or not at all. Returns its path. @throws UnwrittenError, with the content. */
export function writeFailure(out: string, origin: Scenario, parameters: Parameters, counterexample: Counterexample, simulation: Simulation): string {
  const source = sourceOf(origin);
  const name = origin.name ?? "scenario";
  const path = failurePath(out, name, counterexample);
  const folder = made(out);
  const failure: FailureFile = {
    schema: FAILURE_SCHEMA,
    faultline: VERSION,
    scenario: { name, ...(source === undefined || source.name !== undefined ? {} : { path: portable(relative(folder.path, source.path)) }), ...(source === undefined ? {} : { hash: source.hash }) },
    parameters,
    seed: counterexample.seed,
    rates: "off",
    plan: counterexample.plan,
    guarantee: counterexample.guarantee,
    event: counterexample.event,
    sentence: counterexample.sentence,
    digest: counterexample.digest,
    events: simulation.world.kernel.events,
    checkpoints: { every: simulation.world.kernel.checkpoints!.every, digests: simulation.world.kernel.checkpoints!.digests },
    command: howToReplay(path),
  };
  const content = printFailure(failure);
  const draft = `${path}.${process.pid}.part`;
  try {
    if (folder.trouble !== undefined) throw folder.trouble;
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (error) {
    discard(draft);
    throw new UnwrittenError(`cannot write ${printable(path)}: ${reason(error)}; give --out a folder that can be written`, content);
  }
  return path;
}

/** What to type to see a failure file again. */
export function howToReplay(path: string): string {
  return replayCommand(portable(path));
}

/** Reads a failure file. `target` is what `load` takes. @throws InputError for anything that is not one. */
export function loadFailure(path: string): { readonly failure: FailureFile; readonly target: string } {
  const failure = readFailure(readText(path, "give the path of a failure file, such as reports/NAME.repro.json"), printable(path));
  const { name } = failure.scenario;
  const names = bundled().map((one) => one.name);
  // A name is no path: a file that came from somewhere must not choose what is loaded from the current directory.
  if (failure.scenario.path === undefined && !names.includes(name)) throw new InputError(`${printable(path)}: scenario.name: there is no bundled scenario "${printable(name)}"${suggestion(name, names)}`);
  const target = failure.scenario.path === undefined ? name : join(dirname(realpathSync(path)), failure.scenario.path);
  return { failure, target };
}

/** Loads the scenario of a failure file as it is today, as it was written and with the file's parameters. @throws InputError naming the file. */
export async function loadOrigin(path: string, failure: FailureFile, target: string): Promise<{ readonly scenario: Scenario; readonly resolved: Resolved }> {
  try {
    const scenario = await load(target);
    return { scenario, resolved: resolve(withParameters(scenario, failure.parameters)) };
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${printable(path)}: its scenario: ${error.message}`, { cause: error }) : error;
  }
}

/** A file that a person named, read as text. @throws InputError when it cannot be, or is longer than any that is meant to be read. */
export function readText(path: string, instead: string): string {
  let content: string;
  try {
    const stats = statSync(path);
    // A pipe or a device may never end, or never begin.
    if (!stats.isFile() && !stats.isDirectory()) throw new InputError(`${printable(path)} is no regular file; ${instead}`);
    if (stats.size > FAILURE_LIMIT) throw new InputError(`${printable(path)} has ${Math.round(stats.size / 1024 / 1024)} MB, and ${FAILURE_LIMIT / 1024 / 1024} MB is the most that is read; ${instead}`);
    content = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot read ${printable(path)}: ${reason(error)}; ${instead}`);
  }
  return content;
}

/** The folder, made where it is missing, links followed; or why it cannot be. */
function made(folder: string): { readonly path: string; readonly trouble?: unknown } {
  try {
    makeFolder(absolute(folder));
    return { path: realpathSync(folder) };
  } catch (trouble) {
    return { path: absolute(folder), trouble };
  }
}

function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // It cannot be there either.
  }
}

/** With `/` between folders, wherever it was written. */
export function portable(path: string): string {
  return path.split(sep).join("/");
}
