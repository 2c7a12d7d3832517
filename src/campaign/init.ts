import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve as absolute } from "node:path";
import { InputError } from "../kernel/errors.ts";
import { portable } from "./failures.ts";
import { shown } from "./load-errors.ts";
import { folderFor, writeNew } from "./new-file.ts";
import { builtWith, ROOT, VERSION } from "./version.ts";

/** What to start from was written. */
export interface Started {
  /** The folder, absolute, links followed. */
  readonly folder: string;
  /** Files written, by name. */
  readonly written: readonly string[];
  /** Files that were there, and are as they were. */
  readonly kept: readonly string[];
  /** Packages that the files need and that are not there: name@version. */
  readonly missing: readonly string[];
}

/** What a person starts from, and would lose if it were overwritten. */
const OWN = ["protocol.ts", "scenario.ts", "scenario.test.ts"];
/** Beside Faultline, what checks the types and runs the test. */
const TOOLS = ["typescript", "vitest"];

/**
 * Writes a protocol, a scenario and its test into a folder, which is made where it is missing; and, where there is none, what
 * they need to be installed, checked and run. A file that is there stays as it is.
 * @throws InputError when one of the three is there, or the folder cannot be written.
 */
export function init(folder: string): Started {
  const there = OWN.find((name) => existsSync(join(folder, name)));
  if (there !== undefined) throw new InputError(`${shown(absolute(folder, there))} is there already, and nothing was written; name another folder: faultline init FOLDER`);
  const at = folderFor(join(folder, OWN[0]!));
  const template = (name: string): string => readFileSync(join(ROOT, "template", name), "utf8");
  const files: [name: string, content: string][] = [...OWN, "tsconfig.json"].map((name) => [name, template(name)]);
  // Part of a project that has Faultline: that project says what is installed.
  if (!isInstalled("faultline", at)) files.push(["package.json", manifest(at)]);
  const kept = files.map(([name]) => name).filter((name) => existsSync(join(at, name)));
  for (const [name, content] of files) if (!kept.includes(name)) writeNew(join(folder, name), content);
  return {
    folder: at,
    written: files.map(([name]) => name).filter((name) => !kept.includes(name)),
    kept,
    missing: ["faultline", ...TOOLS].filter((name) => !isInstalled(name, at)).map((name) => `${name}@${name === "faultline" ? ourselves(at) : builtWith(name)}`),
  };
}

function manifest(at: string): string {
  const name = basename(at).toLowerCase().replace(/[^a-z0-9._-]+/g, "-").replace(/^[._-]+/, "") || "protocol";
  const devDependencies = Object.fromEntries([["faultline", ourselves(at)], ...TOOLS.map((tool) => [tool, builtWith(tool)])]);
  return `${JSON.stringify({ name, private: true, type: "module", scripts: { test: "tsc && vitest run", check: "faultline check scenario.ts" }, devDependencies }, undefined, 2)}\n`;
}

/** This program as npm installs it: a checkout as a folder, a tarball from where it was installed, else the version. */
function ourselves(at: string): string {
  const from = (path: string): string => `file:${portable(relative(at, path)) || "."}`;
  const modules = dirname(ROOT);
  if (basename(modules) !== "node_modules") return from(ROOT);
  try {
    const { packages } = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8")) as { packages: { readonly [path: string]: { readonly resolved?: string } } };
    const resolved = packages["node_modules/faultline"]?.resolved ?? "";
    return resolved.startsWith("file:") ? from(join(dirname(modules), resolved.slice("file:".length))) : VERSION;
  } catch {
    return VERSION;
  }
}

function isInstalled(name: string, at: string): boolean {
  try {
    createRequire(join(at, "x.js")).resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
