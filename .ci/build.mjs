/**
 * Makes the JavaScript of dist/ with esbuild; the compiler makes the types (.ci/tsconfig.json). A few files in the place of
 * some three hundred: what Node takes to start a program goes with the number of its modules.
 *
 *   node .ci/build.mjs          dist/src and dist/scenarios, which are the package
 *   node .ci/build.mjs --bench  all of it and bench/ as a package of its own, dist/bench, so that dist stays what is shipped
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** What the package exports, its program, and what tests reach into: `program.ts` to run commands without a process for each; and what threads run. */
const ENTRIES = ["src/index.ts", "src/core.ts", "src/protocols/index.ts", "src/testing/fast-check.ts", "src/testing/vitest.ts", "src/cli/main.ts", "src/cli/program.ts", "src/campaign/workers/thread.ts", "src/cli/thread.ts"];
/** Where the user's copy is the one that counts, and what only a user's file needs. */
const EXTERNAL = ["fast-check", "vitest", "jiti"];
const NOTHING = resolve(".ci/nothing.mjs");
const COMMON = { format: "esm", platform: "node", target: "node20", outbase: ".", sourcemap: true, sourcesContent: false, logLevel: "warning", metafile: true };

/** CommonJS packages ask for Node's own modules with `require`, which an ES module does not have; and node:process, imported, opens all streams there are. */
const builtins = {
  name: "builtins",
  setup(builder) {
    builder.onResolve({ filter: /.*/ }, ({ path, kind }) => (isBuiltin(path) && (kind === "require-call" || path === "node:process") ? { path: path.replace(/^(?:node:)?/, "node:"), namespace: "builtin" } : undefined));
    builder.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({ contents: path === "node:process" ? "module.exports = process;" : `import value from "${path}"; module.exports = value;` }));
  },
};

/** What packages do without here: React's developer tools and the WebSockets behind them, a measure of text other than ours, modules of Node that nothing calls. */
const without = {
  name: "without",
  setup(builder) {
    builder.onResolve({ filter: /\/devtools\.js$/ }, () => ({ path: NOTHING }));
    // Commander would start programs for commands that are files of their own, and seedrandom make up seeds: none is wanted.
    builder.onResolve({ filter: /^(?:node:child_process|crypto)$/ }, ({ importer }) => (/[\\/](?:commander|seedrandom)[\\/]/.test(importer) ? { path: NOTHING } : undefined));
    builder.onResolve({ filter: /^string-width$/ }, () => ({ path: resolve("src/dashboard/string-width.ts") }));
    // Yoga looks whether there is `fetch`, whereupon Node loads all of its HTTP client.
    builder.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({ contents: `let fetch;${readFileSync(path, "utf8")}` }));
  },
};

const files = (folder, ending) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile() && ending.test(file.name)).map((file) => join(file.parentPath ?? file.path, file.name));

async function make(to, entries) {
  const made = await Promise.all([
    build({
      ...COMMON, entryPoints: entries, outdir: to, bundle: true, splitting: true, chunkNames: "src/chunks/[name]-[hash]", external: EXTERNAL,
      plugins: [without, builtins], define: { "process.env.NODE_ENV": '"production"', "process.env.DEV": '""' },
      // What Node reads over before it runs; names stay, for stacks.
      minifyWhitespace: true, minifySyntax: true, lineLimit: 200, legalComments: "eof",
    }),
    // One file each, from which "faultline" is what is in this package: the very modules that load them.
    build({ ...COMMON, entryPoints: files("scenarios", /\.ts$/), outdir: to }),
  ]);
  const outputs = made.flatMap(({ metafile }) => Object.entries(metafile.outputs));
  writeFileSync(join(to, "src/licences.txt"), licences(outputs.flatMap(([, { inputs }]) => Object.keys(inputs))));
  const written = new Set(outputs.map(([path]) => resolve(path)));
  for (const folder of ["src", "scenarios"]) for (const path of files(join(to, folder), /\.js(?:\.map)?$/)) if (!written.has(resolve(path))) rmSync(path);
}

/** What the packages want to be said that are in the bundle. */
function licences(inputs) {
  const folders = new Set(inputs.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter((folder) => folder !== undefined));
  return [...folders].sort().map((folder) => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one));
    return `${name} ${version}, ${license}\n\n${file === undefined ? `Copyright (c) ${author?.name ?? author ?? "its authors"}` : readFileSync(join(folder, file), "utf8").trim()}\n`;
  }).join(`\n${"-".repeat(80)}\n\n`);
}

if (process.argv.includes("--bench")) {
  mkdirSync("dist/bench", { recursive: true });
  copyFileSync("package.json", "dist/bench/package.json");
  await make("dist/bench/dist", [...ENTRIES, ...files("bench", /\.ts$/)]);
} else await make("dist", ENTRIES);
