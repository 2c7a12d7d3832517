import { existsSync, readdirSync } from "node:fs";
import { url as inspectorUrl } from "node:inspector";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Script } from "node:vm";
import type { createJiti, Jiti } from "jiti";
import { InputError, suggestion } from "../kernel/errors.ts";
import { escaped, PlacedError, placeOf, shown, thrown } from "./load-errors.ts";

type Load = (specifier: string) => Promise<object>;
/** A user's file as jiti writes it: an `import` is a call of `load`, `import.meta.resolve` one of `find`. */
export type Body = (exports: object, require: unknown, module: object, filename: string, directory: string, load: Load, find: (specifier: string) => string) => Promise<void>;

/** On the user's first line, so that the lines keep their numbers. */
const HEAD = "(async function (exports, require, module, __filename, __dirname, jitiImport, jitiESMResolve) { ";

/** jiti's view of one file. Nothing of the environment (JITI_*) or of the user's tsconfig.json changes what a file means. */
export function jitiFor(path: string, create: typeof createJiti, cache: string | false): Jiti {
  return create(path, { fsCache: cache, moduleCache: false, interopDefault: false, debug: false, alias: {}, tsconfigPaths: false, jsx: false });
}

/** jiti's output is kept where projects keep such things, for a file in a project: Babel alone takes 150 ms to start. */
export function cacheFor(path: string): string | false {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules"))) return join(folder, "node_modules", ".cache", "faultline");
    if (folder === dirname(folder)) return false;
  }
}

/**
 * Makes a function of a user's file. Lines keep their numbers; Babel's columns are lost.
 * @throws InputError at a syntax error, with its line, and its column where that is known.
 */
export function compile(jiti: Jiti, path: string, source: string): Body {
  const sourceType = maybeCommon(path) ? "unambiguous" : "module";
  const code = jiti.transform({ source, filename: path, ts: isTypeScript(path), async: true, interopDefault: false, babel: { sourceType } });
  const [, found] = /^exports\.__JITI_ERROR__ = (\{.*\})$/.exec(code) ?? [];
  if (found !== undefined) {
    const { line, column, message } = JSON.parse(found) as { line: number; column: number; message: string };
    // jiti cuts from the first parenthesis on, to be rid of Babel's "(line:column)": `expected "(" (3:4)` arrives as `expected "`.
    const what = escaped(message.replace(/expected "\s*$/, 'expected "("')).replace(/\.$/, "");
    throw new PlacedError(`${shown(path)}:${line}:${column + 1}: syntax error: ${what}`);
  }
  try {
    return new Script(`${HEAD}${code}\n})${isInspected() ? sourceMap(path, source) : ""}`, { filename: path }).runInThisContext() as Body;
  } catch (error) {
    throw new PlacedError(`${placeOf(error, new Map([[path, ""]])) ?? shown(path)}: ${thrown(error).replace(/^SyntaxError/, "syntax error")}`, { cause: error });
  }
}

/** A debugger is, or may be, attached to this process. */
function isInspected(): boolean {
  return inspectorUrl() !== undefined;
}

/** Shows a debugger the file as it was written: lines are where they were, so one mapping a line says it all. */
function sourceMap(path: string, source: string): string {
  const mappings = source.split("\n").map((_, line) => (line === 0 ? "AAAA" : "AACA")).join(";");
  const map = { version: 3, sources: [pathToFileURL(path).href], sourcesContent: [source], names: [], mappings };
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString("base64")}`;
}

/** The file an import means. @throws InputError with the nearest name when there is none. */
export function located(jiti: Jiti, specifier: string, from: string, doors: Iterable<string>): string {
  const found: unknown = jiti.esmResolve(specifier, { try: true });
  if (found !== undefined) return fileURLToPath(String(found));
  const [packageName] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [specifier];
  if (packageName === "faultline") throw new InputError(`a scenario file cannot import "${specifier}"${suggestion(specifier, doors)}`);
  if (!/^(?:\.{0,2}\/|file:)/.test(specifier)) throw new InputError(`cannot find the package "${packageName}"; install it in ${shown(dirname(from))} or a folder above`);
  throw new InputError(`cannot find "${specifier}"${beside(resolve(dirname(from), specifier))}`);
}

/** TypeScript that Node 20 cannot run; JSX is none of it. */
export function isTypeScript(path: string): boolean {
  return /\.[cm]?ts$/.test(path);
}

/** Left to Node: packages (but TypeScript in one, as in a workspace), and what is neither JavaScript nor JSON. */
export function isForeign(path: string): boolean {
  if (isTypeScript(path) || path.endsWith(".json")) return false;
  return !/\.[cm]?js$/.test(path) || /[\\/]node_modules[\\/]/.test(path);
}

/** JavaScript that need not be an ES module: whether it imports or exports anything decides. */
export function maybeCommon(path: string): boolean {
  return /\.(?:js|c[jt]s)$/.test(path);
}

function beside(missing: string): string {
  try {
    return suggestion(basename(missing), readdirSync(dirname(missing)));
  } catch {
    return `; there is no folder ${shown(dirname(missing))}`;
  }
}
