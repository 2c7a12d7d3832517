import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const below = (folder: string, ending: string): string[] => readdirSync(join(DIST, folder), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(ending)).map((file) => join(folder, file));
const text = (file: string): string => readFileSync(join(DIST, file), "utf8");
const built = below("src", ".js");

/** What a file imports, our own files from dist/. */
interface Import {
  readonly path: string;
  readonly later: boolean;
}
const imports = new Map<string, readonly Import[]>();
beforeAll(async () => {
  // esbuild reads the imports; that all of them are foreign to it leaves them as they are.
  const { metafile } = await build({ entryPoints: built.map((file) => join(DIST, file)), outdir: DIST, outbase: DIST, bundle: true, write: false, metafile: true, format: "esm", logLevel: "error", plugins: [{ name: "foreign", setup: ({ onResolve }) => onResolve({ filter: /.*/ }, ({ kind, path }) => (kind === "entry-point" ? undefined : { path, external: true })) }] });
  for (const { entryPoint, imports: found } of Object.values(metafile.outputs)) {
    const file = relative(DIST, entryPoint!);
    imports.set(file, found.map(({ path, kind }) => ({ path: path.startsWith(".") ? join(dirname(file), path) : path, later: kind === "dynamic-import" })));
  }
});

/** All that a file loads before it runs. */
function loads(file: string): Set<string> {
  const found = new Set([file]);
  for (const next of found) for (const { path, later } of imports.get(next) ?? []) if (!later) found.add(path);
  return found;
}

describe("what is built", () => {
  it("has every module once, whichever way it is reached", () => {
    const places = new Map<string, string[]>();
    for (const file of below("src", ".js.map")) {
      const { sources } = JSON.parse(text(file)) as { sources: string[] };
      for (const source of sources) {
        const path = relative(join(DIST, ".."), join(DIST, dirname(file), source));
        places.set(path, [...(places.get(path) ?? []), file]);
      }
    }
    expect([...places.keys()]).toEqual(expect.arrayContaining(["src/kernel/errors.ts", "src/scenario/simulation.ts", "src/kernel/guard.ts", "src/protocols/two-generals.ts"]));
    expect([...places].filter(([, files]) => files.length > 1)).toEqual([]);
  });

  it("asks for no package but the declared ones", () => {
    const foreign = new Set([...imports.values()].flat().map(({ path }) => path).filter((path) => !built.includes(path) && !isBuiltin(path)));
    expect([...foreign].sort()).toEqual(["fast-check", "jiti", "vitest"]);
    expect([...loads("src/index.js")].filter((one) => !built.includes(one) && !isBuiltin(one))).toEqual([]);
  });

  it.each(["src/core.js", "src/protocols/index.js", "src/testing/fast-check.js"])("has no module of Node behind %s", (entry) => {
    expect([...loads(entry)].filter(isBuiltin)).toEqual([]);
  });

  it("loads for --help what reads arguments, and nothing that runs anything", () => {
    const bytes = [...loads("src/cli/main.js")].filter((file) => file.startsWith("src/")).map((file) => text(file).length);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(80_000);
    expect(loads("src/cli/main.js")).not.toContain("node:child_process");
  });

  it("loads Ink for a dashboard alone", () => {
    const withInk = built.filter((file) => text(file).includes("react-reconciler"));
    expect(withInk).toHaveLength(1);
    for (const entry of ["src/index.js", "src/testing/vitest.js", "src/cli/program.js", ...built.filter((file) => /commands-\w+\.js$/.test(file))]) expect(loads(entry)).not.toContain(withInk[0]);
  });

  it("carries the licence of every package that is in it", () => {
    const inside = below("src", ".js.map").flatMap((file) => (JSON.parse(text(file)) as { sources: string[] }).sources).flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
    const licences = text("src/licences.txt");
    for (const name of new Set(inside)) expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+, \\S+$`, "m"));
    expect(inside).toEqual(expect.arrayContaining(["ink", "react", "yoga-layout", "commander", "valibot", "seedrandom"]));
  });
});
