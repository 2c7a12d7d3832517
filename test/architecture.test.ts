import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { bannedIn } from "./architecture/banned.ts";
import { violations, waysToNode } from "./architecture/checker.ts";
import { importsOf } from "./architecture/imports.ts";
import { GRAPH } from "./architecture/rooms.ts";
import { strip } from "./architecture/strip.ts";

const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));
const files = new Map(
  ["src", "scenarios"].flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
      .sort()
      .map((file) => [file, readFileSync(join(REPOSITORY, file), "utf8")] as const),
  ),
);

describe("the house", () => {
  it("keeps to its plan", () => {
    expect(violations(files)).toEqual([]);
  });

  it.each(["src/core.ts", "src/protocols/index.ts", "src/testing/fast-check.ts"])("has no module of Node behind %s, so that it runs in a browser", (entry) => {
    expect(files.has(entry)).toBe(true);
    expect(waysToNode(entry, files)).toEqual([]);
  });

  it("is read whole: the checker sees the imports there are", () => {
    const edges = [...files].flatMap(([file, source]) => importsOf(source).filter(({ typeOnly }) => !typeOnly).map(({ specifier }) => `${file} ${specifier}`));
    expect(edges).toContain("src/scenario/resolve.ts ../kernel/errors.ts");
    expect(edges).toContain("src/campaign/load.ts jiti");
    for (const [file, source] of files) {
      const written = source.split("\n").filter((line) => /^(?:import|export)\b.*\bfrom "/.test(line)).length;
      expect(importsOf(source).length, file).toBeGreaterThanOrEqual(written);
    }
  });
});

/** What is wrong with a house of just these files. */
const planted = (house: { readonly [file: string]: string }): string[] => violations(new Map(Object.entries(house)));

describe("a planted violation is caught", () => {
  const world = { "src/world/world.ts": "export const a = 1;" };

  it("an import from a room above", () => {
    expect(planted({ ...world, "src/kernel/queue.ts": 'import { a } from "../world/world.ts";' })).toEqual(['src/kernel/queue.ts:1: imports "../world/world.ts": kernel does not stand on world; if only types are meant, write import type']);
    expect(planted({ ...world, "src/kernel/queue.ts": 'const b = 1;\nexport * from "../world/world.ts";' })).toHaveLength(1);
    expect(planted({ ...world, "src/kernel/queue.ts": 'export { a,\n  b as c } from "../world/world.ts";' })).toHaveLength(1);
    expect(planted({ ...world, "src/kernel/queue.ts": 'import "../world/world.ts";' })).toHaveLength(1);
    expect(planted({ ...world, "src/view/lanes.ts": "export {};", "src/campaign/check.ts": 'const lanes = () => import("../view/lanes.ts");' })).toHaveLength(1);
    expect(planted({ ...world, "src/index.ts": 'export * from "./world/world.ts";', "src/search/a.ts": 'import "../index.ts";' })).toHaveLength(1);
  });

  it("but not one from any room below, however far", () => {
    expect(planted({ ...world, "src/report/text.ts": 'import { a } from "../world/world.ts";', "src/cli/main.ts": 'import "../report/text.ts"; import "../world/world.ts"; import "node:fs";' })).toEqual([]);
    expect(Object.keys(GRAPH)).toHaveLength(17);
  });

  it("a type from above is no violation, unless what it leaves still runs the module", () => {
    expect(planted({ ...world, "src/kernel/queue.ts": 'import type { A } from "../world/world.ts";\nexport type { A, B } from "../world/world.ts";\nexport type * from "../world/world.ts";\ntype C = typeof import("../world/world.ts");\ntype D = import("../world/world.ts").D;' })).toEqual([]);
    expect(planted({ ...world, "src/kernel/queue.ts": 'import { type A } from "../world/world.ts";' })).toHaveLength(1);
    expect(planted({ ...world, "src/kernel/queue.ts": 'import type, { a } from "../world/world.ts";' })).toHaveLength(1);
  });

  it("a module of Node, in a room or behind one, even its types", () => {
    expect(planted({ "src/report/json.ts": 'import { join } from "node:path";' })).toHaveLength(1);
    expect(planted({ "src/report/json.ts": 'import type { Stats } from "fs";' })).toHaveLength(1);
    const house = { "src/core.ts": 'export * from "./scenario/run.ts";', "src/scenario/run.ts": 'import "../campaign/load.ts";\nimport type { T } from "../node/t.ts";', "src/campaign/load.ts": 'import "node:fs";', "src/node/t.ts": 'import "node:net";' };
    expect(waysToNode("src/core.ts", new Map(Object.entries(house)))).toEqual(["src/core.ts > src/scenario/run.ts > src/campaign/load.ts > node:fs"]);
    expect(planted(house)).toHaveLength(1);
  });

  it("a package where it does not belong", () => {
    expect(planted({ "src/search/random.ts": 'import fc from "fast-check";' })).toEqual(['src/search/random.ts:1: imports "fast-check": only testing imports fast-check']);
    expect(planted({ "src/kernel/plain.ts": 'import * as v from "valibot";\nimport alea from "seedrandom/lib/alea.js";' })).toHaveLength(1);
    expect(planted({ "src/campaign/check.ts": 'import { test } from "vitest";', "src/cli/main.ts": 'import "vitest/node";' })).toHaveLength(2);
    expect(planted({ "src/testing/index.ts": 'import fc from "fast-check";\nimport { test } from "vitest";' })).toEqual([]);
  });

  it("a scenario that reaches behind the public API", () => {
    expect(planted({ "scenarios/a.ts": 'import { scenario } from "faultline";\nimport { naiveQueue } from "faultline/protocols";' })).toEqual([]);
    expect(planted({ "scenarios/a.ts": 'import { scenario } from "../src/index.ts";' })).toHaveLength(1);
    expect(planted({ "scenarios/a/b.ts": 'import type { Plan } from "../../src/world/fault.ts";\nimport "node:fs";' })).toHaveLength(2);
  });

  it("a room that is not in the plan, a file that is not there, a file that is too long", () => {
    expect(planted({ "src/utils/a.ts": "" })).toHaveLength(1);
    expect(planted({ "src/kernel/a.ts": 'import "./b.ts";' })).toHaveLength(1);
    expect(planted({ "src/kernel/a.ts": "\n".repeat(401) })).toEqual(["src/kernel/a.ts has 401 lines; 400 at most"]);
  });

  it.each([
    "const now = Date.now();", "new Date()", "performance.now()", "Math.random() < p", "async () => {}", "await x;", "let p: Promise<void>;", "setTimeout(f, 1)", "queueMicrotask(f)",
    "Math.exp(x)", "Math . log2(x)", "Math.pow(a, b)", "Math.atan2(a, b)", "x ** 2", "2 ** n", "x **= 2", "a.toLocaleUpperCase()", "a.localeCompare(b)", "new Intl.Collator()", "crypto.randomUUID()", "process.env.SEED", "process.hrtime()", "`${Date.now()}`", "const a = b / Date.now() / c;",
  ])("%s, in a room that must be deterministic", (code) => {
    expect(bannedIn("src/search/a.ts", `const before = 1;\n${code}`)).toEqual([expect.stringMatching(/^src\/search\/a\.ts:2: .+ is banned here; instead: .+/)]);
    expect(planted({ "src/world/a.ts": code })).toHaveLength(1);
    expect(planted({ "src/campaign/a.ts": code })).toEqual([]);
  });

  it.each([
    '["Date.now", "ctx.now"]', "// Date.now()", "/* await\n Promise */", "`Date ${a} Promise`", "/Date['\"`]/.test(a)", "`${`${a} Date`} Date`", "world.process.env", "this.process.start()", "process.receive(ctx)", "const updated = 1;", "Promise_", "Math.floor(Math.sqrt(4))", "2 ** 27", "2**53 - 1", "x.dateOf()", "{ a: 1 } / 2 + 'Date' / 3",
  ])("but not %s", (code) => {
    expect(bannedIn("src/search/a.ts", code)).toEqual([]);
  });

  it("only inside the function for which there is an exception", () => {
    const code = "export async function runAsync(): Promise<void> {\n  await null;\n}\n";
    expect(bannedIn("src/scenario/run.ts", code)).toEqual([]);
    expect(bannedIn("src/scenario/run.ts", `${code}await null;\n`)).toHaveLength(1);
    expect(bannedIn("src/scenario/verify.ts", code)).toHaveLength(3);
  });
});

describe("stripping", () => {
  it("leaves every letter of code where it was", () => {
    const source = "a = '\\'b' /* c\nd */ + `e${f({ g: `h${i}j` })}k` / 2 // l\nm = n / o / p; q = /r[/]s'/g; t = (u) / v";
    const stripped = strip(source);
    expect(stripped).toHaveLength(source.length);
    expect(stripped.replace(/\s+/g, " ")).toBe("a = ' ' + ` ${f({ g: ` ${i} ` })} ` / 2 m = n / o / p; q = / /g; t = (u) / v");
  });
});
