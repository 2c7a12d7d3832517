import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

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
  test: { include: ["test/**/*.test.ts"], maxWorkers: 2, isolate: false, testTimeout: 120_000 },
}) as object;
