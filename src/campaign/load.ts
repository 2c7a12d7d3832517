import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "../kernel/errors.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Scenario } from "../scenario/types.ts";
import { bundled, runnable } from "./bundled.ts";
import { openDoors } from "./doors.ts";
import { Linker } from "./linker.ts";
import { loadError, PlacedError, shown } from "./load-errors.ts";
import { scenarioFile } from "./scenario-file.ts";
import { sha256, sourceHash } from "./source.ts";

export { bundled } from "./bundled.ts";
export type { Bundled } from "./bundled.ts";

/** Where a scenario came from. `load(name ?? path)` loads it again, in another thread as well. */
export interface Source {
  /** Of a bundled scenario only. */
  readonly name?: string;
  /** Absolute; of the TypeScript source where there is one. */
  readonly path: string;
  /** SHA-256 in hex: of the file; of the list of its files when it imports others of the user's (see `sourceHash`). */
  readonly hash: string;
}

const RIGHT = "a scenario file ends with: export default scenario({ ... })";
const sources = new WeakMap<Scenario, Source>();

/** Where `load` found this very scenario; undefined for one made in memory. */
export function sourceOf(scenario: Scenario): Source | undefined {
  return sources.get(scenario);
}

/**
 * Loads a bundled scenario by its name, or the default export of a user's .ts, .mts, .js or .mjs file by its path, which may be
 * relative to the current directory. A user's file is read again each time. A scenario without a name gets that of its file.
 * @throws InputError, one line: no such name or file, a syntax error, a file that throws, no default export or a wrong one.
 */
export async function load(nameOrPath: string): Promise<Scenario> {
  if (typeof nameOrPath !== "string" || nameOrPath === "") throw new InputError("load takes the name of a bundled scenario or the path of a file");
  const known = bundled();
  const path = known.find(({ name }) => name === nameOrPath)?.path ?? scenarioFile(nameOrPath, known.map(({ name }) => name));
  const own = known.find((one) => one.path === path);
  const file = own === undefined ? path : runnable(own.name);
  const { exports, hash } = /\.m?ts$/.test(file) || own === undefined ? await linked(file) : await compiled(file, path);
  const scenario = scenarioIn(exports, path, own?.name ?? basename(path, extname(path)));
  sources.set(scenario, own === undefined ? { path, hash } : { name: own.name, path, hash });
  return scenario;
}

async function linked(path: string): Promise<{ exports: object; hash: string }> {
  const [{ createJiti }, doors] = await Promise.all([import("jiti"), openDoors()]);
  const linker = new Linker(path, doors, createJiti);
  try {
    return { exports: await linker.link(), hash: sourceHash(path, linker.files) };
  } catch (error) {
    throw loadError(error, path, linker.files);
  }
}

/** A bundled scenario where the program is compiled: Node finds this very program under "faultline" by itself. */
async function compiled(file: string, source: string): Promise<{ exports: object; hash: string }> {
  return { exports: (await import(pathToFileURL(file).href)) as object, hash: sha256(readFileSync(source)) };
}

function scenarioIn(exports: object, path: string, name: string): Scenario {
  const place = shown(path);
  const found = "default" in exports ? exports.default : undefined;
  if (found === undefined) throw new PlacedError(`${place} has no default export; ${RIGHT}`);
  if (typeof found !== "object" || found === null || Array.isArray(found) || found instanceof Promise) throw new PlacedError(`${place}: the default export is no scenario; ${RIGHT}`);
  const scenario = (found as Scenario).name === undefined ? { ...(found as Scenario), name } : (found as Scenario);
  try {
    resolve(scenario);
    return scenario;
  } catch (error) {
    throw error instanceof InputError ? new PlacedError(`${place}: ${error.message}`, { cause: error }) : error;
  }
}
