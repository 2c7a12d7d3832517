import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { createJiti } from "jiti";
import type { Doors } from "./doors.ts";
import { PlacedError, placeOf, shown, thrown } from "./load-errors.ts";
import { sha256 } from "./source.ts";
import { cacheFor, compile, isForeign, jitiFor, located, maybeCommon } from "./transform.ts";

type Linked = { readonly module: { exports: object }; done: Promise<void>; readonly waitsFor: Set<Linked> };

/**
 * Links a user's file with what it imports. jiti makes JavaScript of TypeScript and finds files; the linking is ours, because
 * jiti hands JavaScript modules to Node, where "faultline" means what the user's folder has installed, if anything: a second
 * copy. Packages below a node_modules stay Node's business. A linker links once: a file that was changed is read again.
 */
export class Linker {
  /** Every file of the user's that was read, with its SHA-256. */
  readonly files: Map<string, string> = new Map();
  readonly #modules = new Map<string, Linked>();
  readonly #entry: string;
  readonly #doors: Doors;
  readonly #createJiti: typeof createJiti;

  constructor(entry: string, doors: Doors, create: typeof createJiti) {
    this.#entry = entry;
    this.#doors = doors;
    this.#createJiti = create;
  }

  /** The exports of the file. @throws InputError for what is wrong with a file or an import, else what the user's code throws. */
  async link(): Promise<object> {
    const linked = this.#begin(this.#entry);
    await linked.done;
    return namespace(linked.module.exports);
  }

  #begin(path: string): Linked {
    const linked: Linked = { module: { exports: maybeCommon(path) ? {} : esModule({}) }, done: Promise.resolve(), waitsFor: new Set() };
    this.#modules.set(path, linked);
    linked.done = this.#evaluate(path, linked);
    return linked;
  }

  async #evaluate(path: string, linked: Linked): Promise<void> {
    const { module } = linked;
    const source = this.#read(path);
    if (path.endsWith(".json")) {
      module.exports = esModule({ default: parsed(path, source) });
      return;
    }
    const jiti = jitiFor(path, this.#createJiti, cacheFor(this.#entry));
    const body = compile(jiti, path, source);
    const find = (specifier: string): string => located(jiti, specifier, path, this.#doors.keys());
    await body(module.exports, this.#require(path), module, path, dirname(path), (specifier) => this.#import(specifier, find, linked), (specifier) => pathToFileURL(find(specifier)).href);
  }

  async #import(specifier: string, find: (specifier: string) => string, by: Linked): Promise<object> {
    const door = this.#doors.get(specifier);
    if (door !== undefined) return door;
    if (isBuiltin(specifier) || specifier.startsWith("data:")) return this.#native(specifier);
    const path = find(specifier);
    if (isForeign(path)) return this.#native(pathToFileURL(path).href);
    const linked = this.#modules.get(path) ?? this.#begin(path);
    // An import that closes a circle gets what is exported so far, as in any ES module: waiting would be for ever.
    if (!awaits(linked, by)) {
      by.waitsFor.add(linked);
      await linked.done.finally(() => by.waitsFor.delete(linked));
    }
    return namespace(linked.module.exports);
  }

  async #native(url: string): Promise<object> {
    const here = placeOf(new Error(), this.files) ?? shown(this.#entry);
    try {
      return (await import(url)) as object;
    } catch (error) {
      throw new PlacedError(`${here}: importing ${url} threw ${thrown(error)}`, { cause: error });
    }
  }

  /** For files in CommonJS. */
  #require(path: string): unknown {
    const native = createRequire(path);
    const require = (specifier: string): unknown => {
      const door = this.#doors.get(specifier);
      if (door !== undefined) return door;
      const found = native.resolve(specifier);
      if (!isBuiltin(found) && !isForeign(found)) this.#read(found);
      return native(specifier) as unknown;
    };
    return Object.assign(require, native);
  }

  #read(path: string): string {
    const content = readFileSync(path);
    this.files.set(path, sha256(content));
    return content.toString("utf8");
  }
}

/** Whether `by` is waited for, directly or not, by `linked`. */
function awaits(linked: Linked, by: Linked): boolean {
  return linked === by || [...linked.waitsFor].some((next) => awaits(next, by));
}

/** Marks exports as an ES module's, the way Babel does. */
function esModule(exports: object): object {
  return Object.defineProperty(exports, "__esModule", { value: true });
}

/** The exports of a CommonJS file as an ES module sees them. */
function namespace(exports: object): object {
  return "__esModule" in exports ? exports : { ...exports, default: exports };
}

function parsed(path: string, source: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch (error) {
    throw new PlacedError(`${shown(path)}: ${thrown(error)}`, { cause: error });
  }
}
