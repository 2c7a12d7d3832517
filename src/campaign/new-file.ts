import { existsSync, mkdirSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve as absolute } from "node:path";
import { InputError } from "../kernel/errors.ts";
import { printable } from "../world/step-key.ts";
import { reason } from "./reason.ts";

/** The folder in which a file is to be, made where it is missing, links followed. @throws InputError when it cannot be. */
export function folderFor(path: string): string {
  return attempt(path, () => {
    const folder = dirname(absolute(path));
    makeFolder(folder);
    return realpathSync(folder);
  });
}

/** Writes a file that is not there yet. @throws InputError when there is one, or it cannot be written. */
export function writeNew(path: string, content: string): void {
  folderFor(path);
  attempt(path, () => writeFileSync(path, content, { flag: "wx" }));
}

function attempt<T>(path: string, what: () => T): T {
  try {
    return what();
  } catch (error) {
    const isThere = (error as { code?: string }).code === "EEXIST" && existsSync(path);
    throw new InputError(isThere ? `${printable(path)} is there already and is left as it is; remove it, or choose another name` : `cannot write ${printable(path)}: ${reason(error)}`);
  }
}

/** Makes a folder and those above it. (`mkdirSync` with `recursive` never returns below /proc: Node 20.) */
export function makeFolder(path: string): void {
  const isThere = (): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another shard may have made it meanwhile.
    if (!isThere()) throw error;
  }
}
