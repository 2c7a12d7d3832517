import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "../kernel/errors.ts";

/** Bad input whose message names the place already. */
export class PlacedError extends InputError {}

/** A path as a person would write it: from the current directory when it lies below, else absolute. */
export function shown(path: string): string {
  const below = relative(process.cwd(), path);
  return escaped(below === "" || below.startsWith("..") || isAbsolute(below) ? path : below);
}

/** Text that comes from outside, on one line and without characters that a terminal obeys. */
export function escaped(text: string): string {
  const line = text.split(/\r?\n/).map((part) => part.trim()).filter((part) => part !== "").join(" ");
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** `file:line` of the first frame of an error's stack that lies in one of the files. Columns are those of jiti's code, not the user's. */
export function placeOf(error: unknown, files: ReadonlyMap<string, unknown>): string | undefined {
  const stack = error instanceof Error ? String(error.stack) : "";
  for (const line of stack.split("\n")) {
    const [, where, row] = /^(?:\s+at (?:.*? \(|async )?)?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+)(?::\d+)?\)?$/.exec(line) ?? [];
    const path = where?.startsWith("file:") ? fileURLToPath(where) : where;
    if (path !== undefined && files.has(path)) return `${shown(path)}:${row}`;
  }
  return undefined;
}

/** Whatever went wrong while a scenario file was loaded, as one line that says what and where. */
export function loadError(error: unknown, entry: string, files: ReadonlyMap<string, unknown>): InputError {
  if (error instanceof PlacedError) return error;
  const place = placeOf(error, files) ?? shown(entry);
  return new PlacedError(`${place}: ${error instanceof InputError ? error.message : `the file threw ${thrown(error)}`}`, { cause: error });
}

/** A thrown value on one line. Names come back as they were written: jiti makes `(0 , _file.name)` of an imported name that is called. */
export function thrown(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : (JSON.stringify(error) ?? String(error));
  const line = escaped(text.replace(/\(0 ?, _\w+\.(\w+)\)/g, "$1"));
  return line.length > 400 ? `${line.slice(0, 400)}...` : line;
}
