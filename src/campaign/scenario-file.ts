import { existsSync, realpathSync, statSync } from "node:fs";
import { extname, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError, messageOf, nearest, suggestion } from "../kernel/errors.ts";
import { escaped, shown } from "./load-errors.ts";

const EXTENSIONS = [".ts", ".mts", ".js", ".mjs"];

/**
 * The file that is meant by what a person typed and what is no bundled name: absolute, links followed.
 * @throws InputError when there is none, it is a folder, or no scenario can be in it; names the nearest that is.
 */
export function scenarioFile(given: string, names: readonly string[]): string {
  const typed = escaped(given);
  const path = pathOf(given);
  const extension = extname(path);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) throw new InputError(`${typed} is a folder; give the file of a scenario, or the name of a bundled one`);
  if (stats !== undefined && !EXTENSIONS.includes(extension)) throw new InputError(`${typed}: a scenario is a ${EXTENSIONS.slice(0, -1).join(", ")} or ${EXTENSIONS.at(-1)!} file${extension === ".json" ? "; to see a failure again: faultline replay FILE" : ""}`);
  if (stats !== undefined) return realpathSync(path);
  if (isAbsolute(given) || /^(?:\.|file:\/\/)/.test(given)) throw new InputError(`there is no file ${shown(path)}${otherExtension(given)}`);
  if (!EXTENSIONS.includes(extension)) throw new InputError(`there is no bundled scenario "${typed}"${otherExtension(given) || within(given, names) || beginning(given, names) || elsewhere(given, names) || suggestion(given, [...names, ...folders(names)])}`);
  const bare = given.slice(0, -extension.length);
  throw new InputError(`there is no file ${shown(path)}${names.includes(bare) ? `; the bundled scenario is called "${bare}"` : otherExtension(given)}`);
}

/** A path, or a file's URL as `import.meta.resolve` gives it. */
function pathOf(given: string): string {
  if (given.includes("\0")) throw new InputError(`${escaped(given)} is no path: no path has a NUL character in it`);
  if (!given.startsWith("file://")) return resolve(given);
  try {
    return fileURLToPath(given);
  } catch (error) {
    throw new InputError(`${escaped(given)} is no file: ${messageOf(error)}`);
  }
}

/** The same file with another extension, if there is one. */
function otherExtension(given: string): string {
  const extension = extname(given);
  const bare = EXTENSIONS.includes(extension) ? given.slice(0, -extension.length) : given;
  const found = EXTENSIONS.find((other) => existsSync(bare + other));
  return found === undefined ? "" : `; did you mean the file "${escaped(bare)}${found}"?`;
}

/** The names below a name. */
function within(given: string, names: readonly string[]): string {
  const below = names.filter((name) => name.startsWith(`${given}/`));
  return below.length === 0 ? "" : `; there are ${below.join(", ")}`;
}

/** The names in the folder that was typed which begin as was typed: nearer to what is meant than a name of as many letters. */
function beginning(given: string, names: readonly string[]): string {
  const some = given.includes("/") ? names.filter((name) => name.startsWith(given)) : [];
  return some.length === 0 ? "" : `; did you mean ${some.map((name) => `"${name}"`).join(" or ")}?`;
}

/** The names whose last part is nearest to a name typed without its folder; none when a whole name is near. */
function elsewhere(given: string, names: readonly string[]): string {
  if (nearest(given, [...names, ...folders(names)]) !== undefined) return "";
  const lastPart = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
  const near = nearest(given, names.map(lastPart));
  return near === undefined ? "" : `; did you mean ${names.filter((name) => lastPart(name) === near).map((name) => `"${name}"`).join(" or ")}?`;
}

/** Where scenarios lie: `check` takes them too, and who mistypes one should hear its name. */
function folders(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name) => name.includes("/")).map((name) => name.slice(0, name.lastIndexOf("/"))))];
}
