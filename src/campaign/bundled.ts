import { existsSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { ROOT } from "./version.ts";

/** A scenario that comes with Faultline: its name is its path below scenarios/ without the extension. */
export interface Bundled {
  readonly name: string;
  /** Absolute path of its TypeScript source, which is there to be read; of the compiled file where the source is not. */
  readonly path: string;
}

/** Source runs sources, what is built runs what is built. */
const EXTENSION = extname(new URL(import.meta.url).pathname);
const SOURCES = join(ROOT, "scenarios");
const FOLDER = EXTENSION === ".ts" ? SOURCES : join(ROOT, "dist", "scenarios");

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
