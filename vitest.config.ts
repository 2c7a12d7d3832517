import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What takes longest, longest first, so that no worker is left alone with one of them at the end. The rest in Vitest's order. */
const LONG = ["scenarios", "cli/runaways", "dashboard/terminal", "report/browser", "cli/verdicts", "mutants", "cli/tools", "documents", "campaign/workers", "matrix", "cli/init", "cli/output", "world/plan", "cli/interrupts", "campaign/journal", "cli/inputs", "cli/failure-files", "guarantees/oracle", "examples"].map((name) => source(`test/${name}.test.ts`));

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => (LONG.includes(moduleId) ? LONG.indexOf(moduleId) : LONG.length);
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  resolve: {
    alias: [
      { find: /^faultline\/protocols$/, replacement: source("src/protocols/index.ts") },
      { find: /^faultline\/core$/, replacement: source("src/core.ts") },
      { find: /^faultline\/(fast-check|vitest)$/, replacement: source("src/testing/$1.ts") },
      { find: /^faultline$/, replacement: source("src/index.ts") },
    ],
  },
  // Our modules keep no state between runs, so that files of tests can share them: loading them anew for each took a fifth of the time.
  test: {
    include: ["test/**/*.test.ts"], isolate: false,
    // One more than the cores of a small machine: many tests wait for processes.
    maxWorkers: 3,
    // Long, for tests wait until they see what they want to see, and a machine may be busy: what hangs fails all the same.
    testTimeout: 300_000, hookTimeout: 300_000,
    // Of tests of one file that may run together: three keep two cores busy, and do not wait for each other long.
    maxConcurrency: 3,
    sequence: { sequencer: LongestFirst },
  },
}) as object;
