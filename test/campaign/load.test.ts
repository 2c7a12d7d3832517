import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { bundled, load, sourceOf } from "../../src/campaign/load.ts";
import { holds, InputError, run, scenario } from "../../src/index.ts";
import { folder, SCENARIO, write } from "./folder.ts";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const sha256 = (content: string): string => createHash("sha256").update(content).digest("hex");
const ts = `import { scenario } from "faultline";\nexport default scenario({${SCENARIO}});\n`;

/** The one line that loading the first of these files ends with; the folder's path is cut from it. */
async function wrong(files: { readonly [path: string]: string }, given = Object.keys(files)[0]!): Promise<string> {
  const at = folder(files);
  const error: unknown = await load(join(at, given)).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InputError);
  const { message } = error as InputError;
  expect(message).not.toMatch(/\n|\bat .*:\d+:\d+\)/);
  return message.replaceAll(`${at}/`, "");
}

/** What a file puts into `about`: a way to look into it. */
async function about(files: { readonly [path: string]: string }, given = Object.keys(files)[0]!): Promise<unknown> {
  const { about } = await load(join(folder(files), given));
  return JSON.parse(about!);
}
const telling = (imports: string, expression: string): string => `${imports}\nimport { scenario } from "faultline";\nexport default scenario({ about: JSON.stringify(${expression}),${SCENARIO}});\n`;

describe("a user's file", () => {
  it.each(["mine.ts", "mine.mts", "mine.js", "mine.mjs"])("is loaded as %s from a folder that has nothing installed, and runs", async (file) => {
    const loaded = await load(join(folder({ [file]: ts }), file));
    expect(run(loaded).verdicts).toContainEqual(expect.objectContaining({ guarantee: "at-most-once", status: "pass" }));
  });

  it("may be given relative to the current directory, and as a URL", async () => {
    const path = join(folder({ "mine.ts": ts }), "mine.ts");
    expect((await load(relative(process.cwd(), path))).title).toBe("three messages");
    expect((await load(`file://${path}`)).title).toBe("three messages");
  });

  it("gives a scenario without a name its own, and leaves a named one as it is", async () => {
    const at = folder({ "my protocol.ts": ts, "named.ts": `globalThis.made = { name: "given",${SCENARIO}};\nexport default globalThis.made;\n` });
    expect((await load(join(at, "my protocol.ts"))).name).toBe("my protocol");
    expect(await load(join(at, "named.ts"))).toBe((globalThis as { made?: unknown }).made);
  });

  it.each<{ readonly [path: string]: string }>([{}, { "node_modules/some/index.js": "" }])("is read again when it, or a file it imports, has changed, with %j beside it", async (beside) => {
    const at = folder({ ...beside, "mine.ts": `import { title } from "./title.mjs";\nexport default {${SCENARIO} title };\n`, "title.mjs": 'export const title = "one";' });
    expect((await load(join(at, "mine.ts"))).title).toBe("one");
    write(at, { "title.mjs": 'export const title = "two";' });
    expect((await load(join(at, "mine.ts"))).title).toBe("two");
  });

  it("keeps its line numbers, so that an error in a handler can be found", async () => {
    const at = folder({ "mine.ts": `interface Unused {\n  a: number;\n}\n\nexport function fail(): never {\n  throw new Error(\n    "here");\n}\nexport default {${SCENARIO} guarantees: [{ name: "x", observe: fail }] };\n` });
    const { guarantees } = await load(join(at, "mine.ts"));
    const thrown = ((): Error => {
      try {
        return guarantees![0]!.observe({} as never) as never;
      } catch (error) {
        return error as Error;
      }
    })();
    expect(thrown.stack).toContain(`${at}/mine.ts:6:`);
  });
});

describe('"faultline" in a user\'s file', () => {
  const other = { "node_modules/faultline/package.json": '{ "name": "faultline", "type": "module", "exports": { "./*": "./index.js", ".": "./index.js" } }', "node_modules/faultline/index.js": 'export const InputError = "another copy", run = "another copy", naiveQueue = "another copy";' };
  const seen = `import { InputError, run } from "faultline";\nimport { InputError as coreError } from "faultline/core";\nimport * as protocols from "faultline/protocols";\nexport const seen = { InputError, run, coreError, protocols };\n`;
  const keep = `globalThis.seen = seen;\nexport default {${SCENARIO}};\n`;

  it.each(["here.ts", "here.mts", "here.mjs", "here.js"])("is this very program, in %s as well, whatever else is installed there", async (helper) => {
    const at = folder({ ...other, "mine.ts": `import { seen } from "./${helper}";\n${keep}`, [helper]: seen });
    await load(join(at, "mine.ts"));
    const found = (globalThis as unknown as { seen: { InputError: unknown; run: unknown; coreError: unknown; protocols: object } }).seen;
    expect(found.InputError).toBe(InputError);
    expect(found.coreError).toBe(InputError);
    expect(found.run).toBe(run);
    expect({ ...found.protocols }).toEqual({ ...(await import("../../src/protocols/index.ts")) });
  });

  it("is this very program in CommonJS", async () => {
    const at = folder({ "mine.js": `const { scenario } = require("faultline");\nconst { title } = require("./title.js");\nmodule.exports = scenario({${SCENARIO} title });\n`, "title.js": 'exports.title = "common";' });
    const loaded = await load(join(at, "mine.js"));
    expect(loaded.title).toBe("common");
    const both = `${sha256(readFileSync(join(at, "mine.js"), "utf8"))}  mine.js\n${sha256('exports.title = "common";')}  title.js\n`;
    expect(sourceOf(loaded)!.hash).toBe(sha256(both));
  });

  it("throws our own InputError, with the place put before it", async () => {
    expect(await wrong({ "mine.ts": 'import { scenario } from "faultline";\n\nexport default scenario({ title: 1 } as never);\n' })).toMatch(/^mine\.ts:3: scenario\.title: /);
    expect(await wrong({ "mine.ts": 'import { InputError } from "faultline";\nthrow new InputError("mine");\n' })).toBe("mine.ts:2: mine");
  });

  it("names the nearest export and the nearest door", async () => {
    expect(await wrong({ "mine.ts": 'import { scenrio } from "faultline";\nexport default scenrio({});\n' })).toBe('mine.ts:2: "faultline" has no export "scenrio"; did you mean "scenario"?');
    expect(await wrong({ "mine.ts": 'import faultline from "faultline";\nexport default faultline.scenario({});\n' })).toMatch(/^mine\.ts:2: "faultline" has no default export; /);
    expect(await wrong({ "mine.ts": '\nimport "faultline/protocol";\n' })).toBe('mine.ts:2: a scenario file cannot import "faultline/protocol"; did you mean "faultline/protocols"?');
  });
});

describe("what a user's file imports", () => {
  it("may be TypeScript named with its own extension, that of its output, or none, or JSON", async () => {
    const imports = 'import a from "./a.ts";\nimport b from "./b.js";\nimport c from "./c";\nimport d from "./d.json" with { type: "json" };\nimport { type T, e } from "./deep";';
    expect(await about({ "mine.ts": telling(imports, "[a, b, c, d, e as T]"), "a.ts": "export default 1 as number;", "b.ts": "export default 2 as number;", "c.ts": "export default 3 as number;", "d.json": "4", "deep/index.ts": "export type T = number; export const e: T = 5;" })).toEqual([1, 2, 3, 4, 5]);
  });

  it("may use all of TypeScript, top-level await, import() and import.meta", async () => {
    const imports = "enum Colour { red = 3 }\nnamespace Space { export const x = 4; }\nclass Point { constructor(public readonly y: number) {} }\nconst later = (await import('./later.ts')).default satisfies number;";
    expect(await about({ "mine.ts": telling(imports, "[Colour.red, Space.x, new Point(5).y, later, import.meta.url.split('/').at(-1), import.meta.filename.split('/').at(-1)]"), "later.ts": "export default await Promise.resolve(6);" })).toEqual([3, 4, 5, 6, "mine.ts", "mine.ts"]);
  });

  it("is evaluated once, bindings stay live, and circles close", async () => {
    const files = {
      "mine.ts": telling('import { count, up } from "./count.ts";\nimport { left } from "./left.ts";\nimport { right } from "./right.mjs";\nup();', "[count, left(), right]"),
      "count.ts": "export let count = 0;\nexport function up(): void { count++; }\nup();",
      "left.ts": 'import { up } from "./count.ts";\nimport { right } from "./right.mjs";\nup();\nexport function left(): string { return `left of ${right}`; }',
      "right.mjs": 'import { up } from "./count.ts";\nimport { left } from "./left.ts";\nup();\nexport const right = typeof left;',
    };
    expect(await about(files)).toEqual([4, "left of function", "function"]);
  });

  it("does not wait for ever when two imports under way need each other", async () => {
    const files = { "mine.ts": telling('const [a, b] = await Promise.all([import("./a.ts"), import("./b.ts")]);', "[a.a(), b.b()]"), "a.ts": 'import { b } from "./b.ts";\nexport function a(): string { return typeof b; }', "b.ts": 'import { a } from "./a.ts";\nexport function b(): string { return typeof a; }' };
    expect(await about(files)).toEqual(["function", "function"]);
  });

  it("may be a package of the user's own: an ES module, CommonJS, TypeScript", async () => {
    const at = folder({
      "node_modules/es/package.json": '{ "type": "module", "exports": "./main.js" }',
      "node_modules/es/main.js": "export default 1;",
      "node_modules/common/index.js": "exports.two = 2;",
      "node_modules/@my/types/package.json": '{ "exports": "./main.ts" }',
      "node_modules/@my/types/main.ts": "export const three: number = 3;",
      "scenarios/mine.ts": telling('import one from "es";\nimport { two } from "common";\nimport { three } from "@my/types";', "[one, two, three]"),
    });
    expect(JSON.parse((await load(join(at, "scenarios/mine.ts"))).about!)).toEqual([1, 2, 3]);
  });
});

describe("what is wrong is said in one line", () => {
  it.each([
    ["a syntax error", { "mine.ts": "const a: number = 1;\nconst b = ;\n" }, "mine.ts:2:11: syntax error: Unexpected token"],
    ["a syntax error in an imported file", { "mine.ts": 'import "./b.mjs";', "b.mjs": "\nif {" }, 'b.mjs:2:4: syntax error: Unexpected token, expected "("'],
    ["an error that only the engine sees", { "mine.mjs": "const a = /(/;" }, "mine.mjs:1: syntax error: Invalid regular expression: /(/: Unterminated group"],
    ["a file that throws", { "mine.ts": 'const a = 1;\n\nthrow new RangeError("one\\ntwo \\u001b[31m");' }, "mine.ts:3: the file threw RangeError: one two \\u001b[31m"],
    ["a file that throws what is no error", { "mine.ts": "throw { code: 7 };" }, 'mine.ts: the file threw {"code":7}'],
    ["an imported file that throws", { "mine.ts": 'import "./b.ts";', "b.ts": "\nnull.x;" }, "b.ts:2: the file threw TypeError: Cannot read properties of null (reading 'x')"],
    ["a call of what is not exported", { "mine.ts": 'import { f } from "./b.ts";\nexport default f();', "b.ts": "export const g = 1;" }, "mine.ts:2: the file threw TypeError: f is not a function"],
    ["a package that throws", { "mine.ts": 'import "broken";', "node_modules/broken/index.js": 'throw new Error("no");' }, /^mine\.ts:1: importing file:\S+broken\/index\.js threw Error: no$/],
    ["an import that is not there", { "mine.ts": '\nimport "./protocl.ts";', "protocol.ts": "" }, 'mine.ts:2: cannot find "./protocl.ts"; did you mean "protocol.ts"?'],
    ["an import from a folder that is not there", { "mine.ts": 'import "./x/y.ts";' }, 'mine.ts:1: cannot find "./x/y.ts"; there is no folder x'],
    ["a package that is not installed", { "mine.ts": 'import "@my/lib/part";' }, /^mine\.ts:1: cannot find the package "@my\/lib"; install it in \S+ or a folder above$/],
    ["JSON that is none", { "mine.ts": 'import "./a.json";', "a.json": "{" }, /^a\.json: SyntaxError: /],
    ["no default export", { "mine.ts": "export const a = 1;" }, "mine.ts has no default export; a scenario file ends with: export default scenario({ ... })"],
    ["an empty file", { "mine.mjs": "" }, /^mine\.mjs has no default export; /],
    ["a default export that is no object", { "mine.ts": "export default () => 1;" }, "mine.ts: the default export is no scenario; a scenario file ends with: export default scenario({ ... })"],
    ["a default export that is a promise", { "mine.ts": "export default Promise.resolve({});" }, "mine.ts: the default export is no scenario; a scenario file ends with: export default scenario({ ... })"],
    ["a default export that is no scenario", { "mine.ts": `export default {${SCENARIO} workload: { mesages: 3 } };` }, /^mine\.ts: scenario\.workload/],
    ["another kind of file", { "mine.json": "{}" }, "mine.json: a scenario is a .ts, .mts, .js or .mjs file; to see a failure again: faultline replay FILE"],
  ] as const)("%s", async (_, files, expected) => {
    const message = await wrong(files as unknown as { [path: string]: string });
    if (typeof expected === "string") expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  });

  it("a file that is not there, with the nearest that is", async () => {
    expect(await wrong({ "mine.mjs": ts }, "mine.ts")).toMatch(/^there is no file mine\.ts; did you mean the file ".*mine\.mjs"\?$/);
    expect(await wrong({ "mine.ts": ts }, "")).toMatch(/ is a folder; give the file of a scenario, or the name of a bundled one$/);
  });

  it("a name without its folder, mistyped or not, with every name that ends so", async () => {
    await expect(load("lost-ack")).rejects.toThrow(/^there is no bundled scenario "lost-ack"; did you mean "lessons\/lost-ack"\?$/);
    await expect(load("lessons/lost")).rejects.toThrow(/^there is no bundled scenario "lessons\/lost"; did you mean "lessons\/lost-ack"\?$/);
    await expect(load("lost-ak")).rejects.toThrow(/; did you mean "lessons\/lost-ack"\?$/);
    await expect(load("lying-disk")).rejects.toThrow(/; did you mean ("[a-z-]+\/lying-disk"( or |\?$)){2,}/);
  });

  it("a name that is not bundled", async () => {
    await expect(load("no-such-scenario-at-all")).rejects.toThrow(/^there is no bundled scenario "no-such-scenario-at-all"/);
    await expect(load("nowhere.ts")).rejects.toThrow(/^there is no file nowhere\.ts$/);
    await expect(load("")).rejects.toThrow(InputError);
    for (const { name } of bundled().slice(0, 1)) {
      await expect(load(`${name}x`)).rejects.toThrow(`there is no bundled scenario "${name}x"; did you mean "`);
      await expect(load(`${name}.ts`)).rejects.toThrow(`; the bundled scenario is called "${name}"`);
    }
  });
});

describe("a loaded scenario", () => {
  it("remembers its file and the hash of it, as sha256sum prints it", async () => {
    const path = join(folder({ "mine.ts": ts }), "mine.ts");
    expect(sourceOf(await load(path))).toEqual({ path, hash: sha256(ts) });
  });

  it("has another hash when a file it imports has changed", async () => {
    const at = folder({ "mine.ts": `import "./b.ts";\n${ts}`, "b.ts": "export {};" });
    const before = sourceOf(await load(join(at, "mine.ts")))!.hash;
    write(at, { "b.ts": "export {}; " });
    expect(sourceOf(await load(join(at, "mine.ts")))!.hash).not.toBe(before);
  });

  it("differs from one made in memory, which came from nowhere", () => {
    expect(sourceOf(scenario({ title: "x", nodes: [{ name: "a", role: "other", run: () => ({}) }], workload: { messages: 0 }, promises: { progress: holds() } }))).toBeUndefined();
  });
});

describe("bundled scenarios", () => {
  it("are the files below scenarios/, by their paths", () => {
    const files = readdirSync(join(REPOSITORY, "scenarios"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    expect(bundled().map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
  });

  it("are loaded by name and by path, and remember both", async () => {
    for (const { name, path } of bundled()) {
      for (const given of [name, path]) {
        const loaded = await load(given);
        expect(sourceOf(loaded)).toEqual({ name, path, hash: sha256(readFileSync(path, "utf8")) });
      }
    }
  });
});

describe("the built program", () => {
  const twice = ts.replace("ctx.effect(packet.message);", "ctx.effect(packet.message); ctx.effect(packet.message);");
  const installed = folder({ "scenarios/planted/one.ts": twice, "dist/scenarios/planted/one.js": twice });
  beforeAll(() => {
    for (const part of ["package.json", "dist/src"]) cpSync(join(REPOSITORY, part), join(installed, part), { recursive: true });
    symlinkSync(join(REPOSITORY, "node_modules"), join(installed, "node_modules"));
  });
  const at = folder({ "mine.ts": `import { InputError } from "faultline";\nimport { lines } from "./lines.mjs";\nthrow new InputError(lines);\n`, "lines.mjs": 'import { InputError } from "faultline/core";\nexport const lines = InputError.name;' });
  const node = (...args: string[]): string => spawnSync(process.execPath, args, { cwd: at, encoding: "utf8" }).stdout;
  const cli = (...args: string[]): string => node(join(installed, "dist/src/cli/main.js"), ...args);

  it("is what a user's file gets under its name", () => {
    const index = JSON.stringify(join(installed, "dist/src/index.js"));
    expect(JSON.parse(node("--input-type=module", "-e", `const { load, InputError } = await import(${index}); const error = await load("mine.ts").catch((error) => error); console.log(JSON.stringify([error instanceof InputError, error.message]));`))).toEqual([true, "mine.ts:3: InputError"]);
  });

  it("finds the bundled scenarios compiled, and remembers their sources", () => {
    expect((JSON.parse(cli("list", "--json")) as { scenarios: object[] }).scenarios).toEqual([expect.objectContaining({ name: "planted/one", path: join(installed, "scenarios/planted/one.ts") })]);
    cli("check", "planted/one", "--runs", "2", "--first");
    const failure = readdirSync(join(at, "reports")).find((name) => name.endsWith(".repro.json"));
    expect(JSON.parse(readFileSync(join(at, "reports", failure!), "utf8"))).toMatchObject({ scenario: { name: "planted/one", hash: sha256(twice) } });
  });
});
