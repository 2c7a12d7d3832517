import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import type { Campaign } from "../../src/campaign/check.ts";
import { init } from "../../src/campaign/init.ts";
import { load } from "../../src/campaign/load.ts";
import { InputError } from "../../src/core.ts";
import { folder, write } from "../campaign/folder.ts";
import { complaint, faultline } from "./faultline.ts";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const OURS = ["protocol.ts", "scenario.ts", "scenario.test.ts"];

const template = (name: string): string => readFileSync(join(REPOSITORY, "template", name), "utf8");

/** A folder outside the repository with the packed package and what it needs installed, as npm would. */
function installed(): string {
  const at = folder({ "package.json": '{ "private": true }\n' });
  const modules = join(at, "node_modules");
  mkdirSync(join(modules, "faultline"), { recursive: true });
  // Without scripts: what is built is packed; `prepack` would clear it away first.
  const [{ filename }] = JSON.parse(execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", at], { cwd: REPOSITORY, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })) as [{ filename: string }];
  execFileSync("tar", ["-xzf", join(at, filename), "--strip-components", "1", "-C", join(modules, "faultline")]);
  for (const name of ["jiti", "typescript", "vitest"]) symlinkSync(join(REPOSITORY, "node_modules", name), join(modules, name));
  return at;
}

/** Runs a package's program there, as npx would, without this test run's environment. */
function npx(at: string, program: string, ...args: string[]): { readonly code: number | null; readonly out: string } {
  const { PATH, HOME } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(at, "node_modules", program), ...args], { cwd: at, encoding: "utf8", env: { PATH, HOME, NO_COLOR: "1", CI: "1" } });
  return { code: status, out: stdout + stderr };
}

const CLI = "faultline/dist/src/cli/main.js";
const TSC = "typescript/lib/tsc.js";
const VITEST = "vitest/vitest.mjs";

let at = "";
beforeAll(() => {
  at = installed();
});

describe("init, outside the repository with the packed package", () => {
  it("writes files that type-check, and a test that passes", () => {
    const { code, out } = npx(at, CLI, "init");
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^In this folder:\n {2}protocol\.ts +what runs: [^]*\n\nNext:\n {2}npx vitest run\n {2}npx faultline check scenario\.ts\n$/) as string });
    expect(readdirSync(at).filter((name) => name.endsWith(".ts")).sort()).toEqual([...OURS].sort());
    expect(npx(at, TSC)).toEqual({ code: 0, out: "" });
    const tested = npx(at, VITEST, "run");
    expect(tested.out).toMatch(/Tests {2}2 passed \(2\)/);
    expect(tested.code).toBe(0);
    expect(npx(at, CLI, "check", "scenario.ts", "--runs", "100", "--quiet")).toEqual({ code: 0, out: "" });
  });

  it("whose test fails, with what breaks the promise, as long as the protocol is not repaired", () => {
    write(at, { "scenario.ts": template("scenario.ts").replace("breaks({", "holds({").replace("{ breaks, holds,", "{ holds,") });
    const { code, out } = npx(at, VITEST, "run");
    expect(code).toBe(1);
    expect(out).toMatch(/m\d+ took effect a second time, on c1 at/);
    expect(out).toContain("npx faultline replay reports/scenario-at-most-once-");
    const [failure] = readdirSync(join(at, "reports")).filter((file) => file.endsWith(".json"));
    const { code: kept, out: told } = npx(at, CLI, "regression", join("reports", failure!), "--out", "kept/lost.ts");
    expect({ kept, told }).toEqual({ kept: 0, told: expect.stringContaining("wrote kept/lost.ts, which promises that it breaks") as string });
    expect(npx(at, CLI, "check", "kept/lost.ts", "--runs", "20", "--quiet")).toEqual({ code: 0, out: "" });
    expect(npx(at, TSC, "--noEmit", "--module", "preserve", "--target", "es2023", "--allowImportingTsExtensions", "--skipLibCheck", "--strict", "--ignoreConfig", "kept/lost.ts")).toEqual({ code: 0, out: "" });
  });
});

describe("init of a folder elsewhere", () => {
  it("has the package installed from where it was installed: a tarball, or the registry by its version", () => {
    const pinned = (resolved: string, name: string): string => {
      write(at, { "node_modules/.package-lock.json": JSON.stringify({ packages: { "node_modules/faultline": { resolved } } }) });
      const elsewhere = folder({});
      execFileSync(process.execPath, [join(at, "node_modules", CLI), "init", join(elsewhere, name)]);
      return (JSON.parse(readFileSync(join(elsewhere, name, "package.json"), "utf8")) as { devDependencies: { faultline: string } }).devDependencies.faultline;
    };
    expect(pinned("file:../packed/faultline.tgz", "deep/one")).toBe(`file:../../../packed/faultline.tgz`);
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as { version: string };
    expect(pinned("https://registry.example/faultline.tgz", "two")).toBe(version);
  });
});

describe("init", () => {
  it("makes the folder, and where nothing says what is installed, a package.json that pins it", async () => {
    const at = folder({});
    const { code, stdout } = await faultline(["init", "deep/My Queue", "--json"], { cwd: at });
    expect(code).toBe(0);
    const started = JSON.parse(stdout) as { written: string[]; kept: string[]; missing: string[]; next: string[] };
    expect(started).toMatchObject({ written: [...OURS, "tsconfig.json", "package.json"], kept: [] });
    expect(started.next).toEqual(["cd 'deep/My Queue'", "npm install", "npx vitest run", "npx faultline check scenario.ts"]);
    const { devDependencies: ours } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as { devDependencies: { [name: string]: string } };
    const { name, devDependencies } = JSON.parse(readFileSync(join(at, "deep/My Queue/package.json"), "utf8")) as { name: string; devDependencies: { [name: string]: string } };
    expect(name).toBe("my-queue");
    expect(devDependencies).toEqual({ faultline: expect.stringMatching(/^file:/) as string, typescript: ours["typescript"], vitest: ours["vitest"] });
    expect(existsSync(join(at, "deep/My Queue", devDependencies["faultline"]!.slice("file:".length), "package.json"))).toBe(true);
    for (const file of OURS) expect(readFileSync(join(at, "deep/My Queue", file), "utf8")).toBe(template(file));
  });

  it("leaves what is there as it is: it keeps configuration, and writes nothing beside somebody's protocol", async () => {
    const at = folder({ "package.json": "{}", "tsconfig.json": "{}" });
    const first = await faultline(["init"], { cwd: at });
    expect(first.stdout).toMatch(/tsconfig\.json +was there and is as it was\n +package\.json +was there and is as it was\n\nNext:\n {2}npm install -D faultline@file:[^\n]+ typescript@[\d.]+ vitest@[\d.]+\n/);
    expect([readFileSync(join(at, "package.json"), "utf8"), readFileSync(join(at, "tsconfig.json"), "utf8")]).toEqual(["{}", "{}"]);
    for (const name of OURS) {
      const theirs = folder({ [name]: "// mine" });
      expect(() => init(theirs)).toThrow(new InputError(`${join(theirs, name)} is there already, and nothing was written; name another folder: faultline init FOLDER`));
      expect(readdirSync(theirs)).toEqual([name]);
      expect(readFileSync(join(theirs, name), "utf8")).toBe("// mine");
    }
  });

  it("that would overwrite, or cannot write, says so in one line", async () => {
    const at = folder({ file: "", "scenario.ts": "// mine" });
    const there = await faultline(["init"], { cwd: at });
    expect({ code: there.code, stdout: there.stdout, complaint: complaint(there) }).toEqual({ code: 2, stdout: "", complaint: "scenario.ts is there already, and nothing was written; name another folder: faultline init FOLDER" });
    const outcome = await faultline(["init", "file/below"], { cwd: at });
    expect({ code: outcome.code, complaint: complaint(outcome) }).toEqual({ code: 2, complaint: "cannot write file/below/protocol.ts: a part of the path is not a folder" });
  });
});

describe("what the template says to try", () => {
  const scenario = (nemesis = ""): string => template("scenario.ts").replace("breaks({", "holds({").replace("{ breaks, holds,", "{ holds,").replace("network:", `${nemesis}\n  network:`);
  const CRASHES = 'nemesis: [{ fault: "crash", every: "500ms", nodes: ["c1"] }],';
  const SINK = 'sinks: [{ name: "world", at: ["c1"] }],';
  const REMEMBERING = template("protocol.ts")
    .replace("consumer: Factory<Wire> = () => {", "consumer: Factory<Wire> = () => {\n  const done = new Set<number>();")
    .replace("ctx.effect(packet.message);", "if (!done.has(packet.message.id)) ctx.effect(packet.message);\n      done.add(packet.message.id);");
  const DURABLE = template("protocol.ts").replace("ctx.effect(packet.message);", "const { message } = packet;\n      const key = `m${message.id}`;\n      if (ctx.disk.read(key) === undefined) ctx.transaction((tx) => void (tx.effect(message), tx.write(key, true)));");

  const tried = async (protocol: string, source: string): Promise<Campaign["verdicts"]> => {
    const at = folder({ "protocol.ts": protocol, "scenario.ts": source });
    return (await check(await load(join(at, "scenario.ts")), { runs: 300 })).verdicts.filter(({ promised }) => promised === "holds");
  };

  it.each<readonly [string, string, string, readonly boolean[]]>([
    ["as it comes breaks", template("protocol.ts"), scenario(), [true, false]],
    ["with a consumer that remembers holds", REMEMBERING, scenario(), [true, true]],
    ["with a consumer that remembers, and crashes, breaks", REMEMBERING, scenario(CRASHES), [true, false]],
    ["with a consumer that does and remembers at once, and crashes, holds", DURABLE, scenario(`${CRASHES}\n  ${SINK}`), [true, true]],
  ])("%s", async (_, protocol, source, expected) => {
    expect(template("scenario.ts")).toContain(CRASHES.replace(/,$/, ""));
    expect(template("scenario.ts")).toContain(SINK.replace(/,$/, ""));
    expect((await tried(protocol, source)).map(({ asPromised }) => asPromised)).toEqual(expected);
  });
});
