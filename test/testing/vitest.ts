/** Vitest itself as a child process, over test files that a user might write. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { folder } from "../campaign/folder.ts";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));

/** A test as Vitest reports it. */
export interface Told {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: "passed" | "failed" | "skipped";
  /** What a failure prints: the error with its stack. */
  readonly failureMessages: readonly string[];
}

export interface Tested {
  /** Where the files are. */
  readonly at: string;
  readonly tests: readonly Told[];
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the test files of a folder, in which "faultline" is this repository's source. */
export function vitest(files: { readonly [path: string]: string }): Tested {
  const source = (path: string): string => JSON.stringify(join(REPOSITORY, "src", path));
  const alias = `[{ find: /^faultline$/, replacement: ${source("index.ts")} }, { find: /^faultline\\/vitest$/, replacement: ${source("testing/vitest.ts")} }]`;
  const at = folder({ ...files, "vitest.config.mjs": `export default { resolve: { alias: ${alias} } };\n` });
  const { FORCE_COLOR: _, ...env } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, [join(REPOSITORY, "node_modules/vitest/vitest.mjs"), "run", "--reporter=default", "--reporter=json", "--outputFile.json=told.json"], { cwd: at, env: { ...env, NO_COLOR: "1" }, encoding: "utf8" });
  const { testResults } = JSON.parse(readFileSync(join(at, "told.json"), "utf8")) as { testResults: readonly { assertionResults: readonly Told[] }[] };
  return { at, tests: testResults.flatMap(({ assertionResults }) => assertionResults), stdout, stderr };
}
