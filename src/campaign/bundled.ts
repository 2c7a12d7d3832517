import { existsSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A scenario that comes with Faultline: its name is its path below scenarios/ without the extension. */
export interface Bundled {
  readonly name: string;
  /** Absolute path of its TypeScript source, which is there to be read; of the compiled file where the source is not. */
  readonly path: string;
}

/** This file runs as src/campaign/bundled.ts or as dist/src/campaign/bundled.js: two folders up there are scenarios of the same kind. */
const FOLDER = fileURLToPath(new URL("../../scenarios/", import.meta.url));
const EXTENSION = extname(new URL(import.meta.url).pathname);
const SOURCES = EXTENSION === ".ts" ? FOLDER : fileURLToPath(new URL("../../../scenarios/", import.meta.url));

/** The bundled scenarios by name. */
export function bundled(): readonly Bundled[] {
  if (!existsSync(FOLDER)) return [];
  const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));
  const names = files.filter((file) => file.endsWith(EXTENSION) && !file.endsWith(`.d${EXTENSION}`)).map((file) => file.slice(0, -EXTENSION.length)).sort();
  return names.map((name) => {
    const source = join(SOURCES, `${name}.ts`);
    return { name, path: existsSync(source) ? source : runnable(name) };
  });
}

/** The file of a bundled scenario that this program can run as it is: compiled when the program is. */
export function runnable(name: string): string {
  return join(FOLDER, `${name}${EXTENSION}`);
}
