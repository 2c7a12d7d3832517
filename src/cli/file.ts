import { renameSync, rmSync, writeFileSync } from "node:fs";
import { makeFolder } from "../campaign/new-file.ts";
import { dirname, resolve } from "node:path";
import { reason } from "../campaign/reason.ts";
import { InputError } from "../kernel/errors.ts";
import { printable } from "../world/step-key.ts";

/** Writes a file that a person asked for, whole or not at all, in place of one that is there. @throws InputError when it cannot be. */
export function writeFile(path: string, content: string): void {
  const draft = `${path}.${process.pid}.part`;
  try {
    makeFolder(dirname(resolve(path)));
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (error) {
    try {
      rmSync(draft, { force: true });
    } catch {
      // It cannot be there either.
    }
    throw new InputError(`cannot write ${printable(path)}: ${reason(error)}`);
  }
}
