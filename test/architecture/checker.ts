import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { bannedIn } from "./banned.ts";
import { importsOf } from "./imports.ts";
import type { Import } from "./imports.ts";
import { below, BROWSER, DETERMINISTIC, DOORS, roomOf } from "./rooms.ts";

/** Source by path from the repository's root: src/ and scenarios/. */
export type Files = ReadonlyMap<string, string>;

const PUBLIC = ["faultline", "faultline/core", "faultline/protocols"];
const LINES = 400;

/** Everything in which the files break the rules of DESIGN.md, section 4, one line each. */
export function violations(files: Files): string[] {
  return [...files].flatMap(([file, source]) => {
    const lines = source.split("\n").length - 1;
    const long = lines > LINES ? [`${file} has ${lines} lines; ${LINES} at most`] : [];
    if (file.startsWith("scenarios/")) return [...long, ...importsOf(source).flatMap((one) => (PUBLIC.includes(one.specifier) ? [] : [`${place(file, one)}: a scenario imports the public API alone: ${PUBLIC.join(", ")}`]))];
    const room = roomOf(file);
    if (room === undefined) return [...long, `${file} lies in no room; the rooms are in DESIGN.md, section 4`];
    const banned = DETERMINISTIC.includes(room) ? bannedIn(file, source) : [];
    return [...long, ...banned, ...importsOf(source).flatMap((one) => wrongWith(one, file, room, files))];
  });
}

function wrongWith(one: Import, file: string, room: string, files: Files): string[] {
  const where = place(file, one);
  const { specifier } = one;
  if (BROWSER.includes(room) && isBuiltin(specifier)) return [`${where}: ${room} must run in a browser`];
  const tool = /^(?:fast-check|vitest)(?=\/|$)/.exec(specifier)?.[0];
  if (tool !== undefined && room !== "testing") return [`${where}: only testing imports ${tool}`];
  if (specifier === "" && BROWSER.includes(room)) return [`${where}: what is imported must be written out`];
  if (!specifier.startsWith(".")) return room === "kernel" && !one.typeOnly && !/^seedrandom(?:\/|$)/.test(specifier) ? [`${where}: the kernel stands on nothing but seedrandom`] : [];
  const target = posix.join(posix.dirname(file), specifier);
  if (!files.has(target)) return [`${where}: there is no ${target}`];
  if (one.typeOnly || DOORS[file]?.imports.includes(target) === true) return [];
  const other = roomOf(target);
  return other === undefined || !below(room).has(other) ? [`${where}: ${room} does not stand on ${other ?? "that"}; if only types are meant, write import type`] : [];
}

/** The ways from a file to modules of Node through values, as `a.ts > b.ts > node:fs`. */
export function waysToNode(entry: string, files: Files): string[] {
  const found: string[] = [];
  const seen = new Set([entry]);
  const walk = (file: string, way: string): void => {
    for (const { specifier, typeOnly } of importsOf(files.get(file) ?? "")) {
      if (typeOnly) continue;
      const target = specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : specifier;
      if (isBuiltin(target)) found.push(`${way} > ${target}`);
      if (!seen.has(target) && files.has(target)) walk(target, `${way} > ${target}`);
      seen.add(target);
    }
  };
  walk(entry, entry);
  return found;
}

function place(file: string, { line, specifier }: Import): string {
  return `${file}:${line}: imports ${JSON.stringify(specifier)}`;
}
