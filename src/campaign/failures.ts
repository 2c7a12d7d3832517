import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve as absolute, sep } from "node:path";
import { InputError, messageOf } from "../kernel/errors.ts";
import { FAILURE_LIMIT, FAILURE_SCHEMA, printFailure, readFailure } from "../scenario/failure-file.ts";
import type { FailureFile } from "../scenario/failure-file.ts";
import type { Parameters } from "../scenario/parameters.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Scenario } from "../scenario/types.ts";
import type { Counterexample } from "../search/counterexample.ts";
import { printable } from "../world/step-key.ts";
import { sourceOf } from "./load.ts";
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
  const safe = (name: string): string => name.replace(/[^A-Za-z0-9._-]+/g, "-");
  return join(out, `${safe(scenario)}-${safe(guarantee)}-${digest.slice(0, 8)}.repro.json`);
}

/** Writes a failure file, whole or not at all. Returns its path. @throws UnwrittenError, with the content. */
export function writeFailure(out: string, origin: Scenario, parameters: Parameters, counterexample: Counterexample, simulation: Simulation): string {
  const source = sourceOf(origin);
  const name = origin.name ?? "scenario";
  const path = failurePath(out, name, counterexample);
  const failure: FailureFile = {
    schema: FAILURE_SCHEMA,
    faultline: VERSION,
    scenario: { name, ...(source === undefined || source.name !== undefined ? {} : { path: portable(relative(absolute(out), source.path)) }), ...(source === undefined ? {} : { hash: source.hash }) },
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
    command: `npx faultline replay ${quoted(portable(path))}`,
  };
  const content = printFailure(failure);
  const draft = `${path}.part`;
  try {
    mkdirSync(out, { recursive: true });
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new UnwrittenError(`cannot write ${printable(path)}: ${reason(error)}; give --out a folder that can be written`, content);
  }
  return path;
}

/** Reads a failure file. @throws InputError for anything that is not one. */
export function loadFailure(path: string): { readonly failure: FailureFile; readonly target: string } {
  let content: string;
  try {
    const file = openSync(path, "r");
    try {
      const { size } = fstatSync(file);
      if (size > FAILURE_LIMIT) throw new InputError(`${printable(path)} has ${Math.round(size / 1024 / 1024)} MB; a failure file has ${FAILURE_LIMIT / 1024 / 1024} MB at most`);
      content = readFileSync(file, "utf8");
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot read ${printable(path)}: ${reason(error)}; give the path of a failure file, such as reports/NAME.repro.json`);
  }
  const failure = readFailure(content, printable(path));
  const target = failure.scenario.path === undefined ? failure.scenario.name : join(dirname(absolute(path)), failure.scenario.path);
  return { failure, target };
}

/** What the system said, without its code and path. */
export function reason(error: unknown): string {
  const code = (error as { code?: string }).code;
  const known: { readonly [code: string]: string } = { ENOENT: "there is no such file or folder", EACCES: "permission denied", EISDIR: "it is a folder", ENOTDIR: "a part of the path is not a folder", ENOSPC: "the disk is full", EROFS: "the file system is read-only", EEXIST: "a file is in the way" };
  return (code !== undefined ? known[code] : undefined) ?? printable(messageOf(error));
}

function portable(path: string): string {
  return path.split(sep).join("/");
}

function quoted(path: string): string {
  return /^[\w./@:-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
