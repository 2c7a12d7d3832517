import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import { load } from "../../src/campaign/load.ts";
import { replay } from "../../src/campaign/replay.ts";
import { InputError } from "../../src/core.ts";
import { folder, write } from "../campaign/folder.ts";
import { complaint, faultline, file, TWICE } from "./faultline.ts";

type Loose = { [field: string]: any };

/** A folder with a scenario of its own and the file of its failure, made by the library. */
async function failed(source = TWICE): Promise<{ readonly at: string; readonly path: string }> {
  const at = folder({ "mine.ts": source });
  const { counterexamples } = await check(await load(join(at, "mine.ts")), { runs: 1, out: join(at, "reports") });
  return { at, path: counterexamples[0]!.file! };
}

describe("a failure file nobody vouches for is refused in one line that names the place", () => {
  let path = "";
  let content: Loose = {};
  beforeAll(async () => {
    ({ path } = await failed());
    content = JSON.parse(readFileSync(path, "utf8")) as Loose;
  });

  /** What replaying says of the altered file, behind its name. */
  async function refused(altered: string): Promise<string> {
    const other = `${path}.altered`;
    writeFileSync(other, altered);
    const error: unknown = await replay(other).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    return message.split("altered").slice(1).join("altered");
  }

  it.each<readonly [string, (file: Loose) => void, string | RegExp]>([
    ["without a field", (file) => delete file["plan"], ": plan: expected a list, got nothing"],
    ["with a field too many", (file) => (file["pln"] = 1), ' has no "pln"; did you mean "plan"?'],
    ["with a field misspelt", (file) => ((file["gurantee"] = file["guarantee"]), delete file["guarantee"]), ' has no "gurantee"; did you mean "guarantee"?'],
    ["with one misspelt inside", (file) => (file["scenario"].pth = "x"), ': scenario has no "pth"; did you mean "path"?'],
    ["of a later schema", (file) => (file["schema"] = 2), ": schema: expected 1 (a later number is for a later Faultline), got 2"],
    ["with a plan of another type", (file) => (file["plan"] = 5), ": plan: expected a list, got 5"],
    ["with a malformed key", (file) => (file["plan"] = ["drop x"]), ': plan, entry 1 "drop x": expected >, timer, synced, start or publish, found the end; for example: drop broker>p1 confirm m1 #1'],
    ["with a node that is none", (file) => (file["plan"] = ["pause c9 at 1s for 1s"]), /: plan, entry 1 .*: there is no node "c9"; did you mean "c1"\?/],
    ["with too long a plan", (file) => (file["plan"] = Array(100_001).fill("pause c1 at 1s for 1s")), ": plan: more than 100000 entries; split the plan"],
    ["with a digest that is none", (file) => (file["digest"] = "xyz"), ': digest: expected a text of 16 hexadecimal digits, got "xyz"'],
    ["with checkpoints that are none", (file) => (file["checkpoints"].every = 0), ": checkpoints.every: expected a whole number of at least 1, got 0"],
    ["with rates", (file) => (file["rates"] = "on"), ': rates: expected "off", got "on"'],
    ["with a parameter that is none", (file) => (file["parameters"] = { "network.los": 1 }), ': its scenario: scenario.network has no "los"; did you mean "loss"?'],
    ["with parameters that are none", (file) => (file["parameters"] = []), ": parameters: expected an object, got []"],
    ["with a guarantee that is none", (file) => (file["guarantee"] = "at-most-onc\u001b"), /: guarantee: mine judges no "at-most-onc\\u001b"; did you mean "at-most-once"\?/],
    ["of a bundled scenario that is none", (file) => (file["scenario"] = { name: "corrected-queu" }), ': scenario.name: there is no bundled scenario "corrected-queu"; did you mean "corrected-queue"?'],
    ["that names a file where a name belongs", (file) => (file["scenario"] = { name: "./mine.ts" }), /: scenario\.name: there is no bundled scenario "\.\/mine\.ts"; known: /],
    ["of a file that is gone", (file) => (file["scenario"].path = "../gone.ts"), /: its scenario: there is no file .*gone\.ts$/],
    ["of a file that is no scenario", (file) => (file["scenario"].path = "../../../../etc/passwd"), /: its scenario: .*: a scenario is a \.ts, \.mts, \.js or \.mjs file$/],
    ["of a path that is none", (file) => (file["scenario"].path = "\u0000.ts"), /: its scenario: .*\\u0000\.ts is no path: no path has a NUL character in it$/],
    ["with control characters in names", (file) => (file["\u001b[31m\u202e"] = 1), /^ has no "\\u001b\[31m\\u202e"; known: schema, /],
  ])("%s", async (_, alter, expected) => {
    const altered = structuredClone(content);
    alter(altered);
    const message = await refused(JSON.stringify(altered));
    if (typeof expected === "string") expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  });

  it.each([
    ["nothing", "", " is not a failure file: Unexpected end of JSON input; it may have been truncated"],
    ["null", "null", ": expected an object, got null"],
    ["a list", "[]", /^: schema: expected 1 /],
    ["control characters", "\u001b[2J", /^ is not a failure file: Unexpected token .*\\u001b.*; it may have been truncated$/],
    ["deep nesting", "[".repeat(3_000_000), " is not a failure file: Unexpected end of JSON input; it may have been truncated"],
  ])("that is %s", async (_, text, expected) => {
    const message = await refused(text);
    if (typeof expected === "string") expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  });

  it.each(['"schema"', '"path"', '"every"'])("with a __proto__ before %s", async (field) => {
    expect(await refused(JSON.stringify(content).replace(field, `"__proto__":{"x":1},${field}`))).toMatch(/ has no "__proto__"; known: /);
    expect(({} as Loose)["x"]).toBeUndefined();
  });

  it("with a __proto__ among its parameters", async () => {
    expect(await refused(JSON.stringify(content).replace(/"parameters":\{[^}]*\}/, '"parameters":{"__proto__":{"x":1}}'))).toBe(': its scenario: set: "__proto__" is not the path of a parameter; write one like network.loss');
  });

  it("cut off anywhere", async () => {
    const whole = readFileSync(path, "utf8").trimEnd();
    for (let length = 0; length < whole.length; length += 37) expect(await refused(whole.slice(0, length))).toMatch(/^ is not a failure file: .*; it may have been truncated$/);
  });

  it("that is a pipe, a device, a folder, or not there", async () => {
    const at = folder({ "folder.json/x": "" });
    execFileSync("mkfifo", [join(at, "pipe.json")]);
    for (const [given, expected] of [
      [join(at, "pipe.json"), /pipe\.json is no regular file; give the path of a failure file, such as reports\/NAME\.repro\.json$/],
      ["/dev/zero", /^\/dev\/zero is no regular file; /],
      [join(at, "folder.json"), /^cannot read .*folder\.json: it is a folder; /],
      [join(at, "none.json"), /^cannot read .*none\.json: there is no such file or folder; /],
    ] as const) await expect(replay(given)).rejects.toThrow(expected);
  });

  it("of 100 MB, unread", async () => {
    const at = folder({ "big.json": "" });
    truncateSync(join(at, "big.json"), 104_857_600);
    const outcome = await faultline(["replay", "big.json"], { cwd: at });
    expect({ ...outcome, stderr: complaint(outcome) }).toEqual({ code: 2, stdout: "", stderr: "big.json has 100 MB, and 16 MB is the most that is read; give the path of a failure file, such as reports/NAME.repro.json" });
  });
});

describe("a failure file of a user's scenario", () => {
  it("is written, replayed from anywhere, moved together with its scenario, and shrunk", async () => {
    const at = folder({ "here/mine.ts": TWICE, "there/x": "" });
    const checked = await faultline(["check", "../here/mine.ts", "--runs", "2", "--out", "../here/out"], { cwd: join(at, "there") });
    expect(checked).toMatchObject({ code: 1, stderr: "" });
    const [name] = readdirSync(join(at, "here/out")).filter((file) => file.endsWith(".json"));
    expect(checked.stdout).toContain(`npx faultline replay ../here/out/${name}`);
    expect(name).toMatch(/^mine-at-most-once-[0-9a-f]{8}\.repro\.json$/);
    symlinkSync(join(at, "here/out"), join(at, "link"));
    for (const given of [join(at, "here/out", name!), join(at, "link", name!)]) {
      const { code, stdout } = await faultline(["replay", given], { cwd: "/" });
      expect(code).toBe(1);
      expect(stdout).toMatch(/\nThe same run, bit for bit: digest [0-9a-f]{16}\.\nat-most-once still breaks\.\n$/);
    }
    const shrunk = await faultline(["shrink", join(at, "link", name!), "--out", "out", "--json"], { cwd: at });
    expect(JSON.parse(shrunk.stdout)).toMatchObject({ version: expect.any(String), guarantee: "at-most-once", faults: 0, file: `out/${name}` });
    expect(shrunk).toMatchObject({ code: 0, stderr: "" });
    expect((await replay(join(at, "out", name!))).same).toBe(true);
  });

  it("is explained, for people and as one document; one that breaks no more is bad input", async () => {
    const { at, path } = await failed();
    const told = await faultline(["explain", path, "--ascii"], { cwd: "/" });
    expect(told).toMatchObject({ code: 1, stderr: "" });
    expect(told.stdout).toMatch(/^mine: why at-most-once breaks\nm1 took effect a second time/);
    expect(told.stdout).toContain("how likely the failure was, had the rest been left to chance");
    const document = await faultline(["explain", path, "--json"]);
    const { seed, parameters } = JSON.parse(readFileSync(path, "utf8")) as { seed: string; parameters: object };
    expect(told.stdout).toContain(`\nin this setting\n  --seed ${seed} --set network.latency=3ms --set workload.messages=1\n`);
    expect(JSON.parse(document.stdout)).toMatchObject({ version: expect.any(String), scenario: "mine", seed, parameters, sameSource: true, guarantee: "at-most-once", faults: [], likelihoods: expect.any(Array), past: expect.any(Array) });
    write(at, { "mine.ts": file() });
    const mended = await faultline(["explain", path]);
    expect(mended).toMatchObject({ code: 2, stdout: "" });
    expect(complaint(mended)).toMatch(/^this plan does not break at-most-once in mine under seed "[^"]+", so there is nothing to explain; replay it to see what it does$/);
  });

  it.each([
    ["in another run", file({ receive: "ctx.effect(packet.message); ctx.effect(packet.message); ctx.effect(packet.message);" }), "The scenario's source, or Faultline, has changed since this file was written; what is explained is another run."],
    ["in the same run", `${TWICE}\n`, "The scenario's source, or Faultline, has changed since this file was written; the run is still the same."],
  ])("is explained with a caveat when the source has changed since and it breaks %s", async (_, changed, caveat) => {
    const { at, path } = await failed();
    write(at, { "mine.ts": changed });
    const told = await faultline(["explain", path]);
    expect({ code: told.code, stderr: complaint(told) }).toEqual({ code: 1, stderr: caveat });
    const document = JSON.parse((await faultline(["explain", path, "--json"])).stdout) as object;
    expect(document).toMatchObject({ sameSource: false, caveat });
  });

  it("goes by the folder it lies in when that is a link", async () => {
    const at = folder({ "here/mine.ts": TWICE, "elsewhere/deep/x": "" });
    symlinkSync(join(at, "elsewhere/deep"), join(at, "here/out"));
    const { counterexamples } = await check(await load(join(at, "here/mine.ts")), { runs: 1, out: join(at, "here/out") });
    expect((await replay(counterexamples[0]!.file!)).same).toBe(true);
  });

  it.each([
    ["still breaks, in another run", file({ receive: "ctx.effect(packet.message); ctx.effect(packet.message); ctx.effect(packet.message);" }), 1, /\nThe scenario's source has changed since this file was written\.\nAnother run: digest [0-9a-f]{16} instead of [0-9a-f]{16}, first difference at event 4\.\nat-most-once still breaks\.\n$/],
    ["no longer breaks", file(), 0, /\nThe scenario's source has changed since this file was written\.\nAnother run: .*, first difference at event 4\.\nat-most-once no longer breaks\.\n$/],
    ["is another only in its words", `// A word more.\n${TWICE}`, 1, /\nThe scenario's source has changed since this file was written\.\nThe same run, bit for bit: digest [0-9a-f]{16}\.\nat-most-once still breaks\.\n$/],
  ])("whose source has changed and %s: replay says so, and its code serves git bisect", async (_, changed, code, expected) => {
    const { at, path } = await failed();
    write(at, { "mine.ts": changed });
    const outcome = await faultline(["replay", path]);
    expect(outcome).toMatchObject({ code, stderr: "" });
    expect(outcome.stdout).toMatch(expected);
  });

  it("of the same source but with another digest is not deterministic, and ends with 4", async () => {
    const { path } = await failed();
    write(path.replace(/[^/]*$/, ""), { "x.json": readFileSync(path, "utf8").replace(/"digest": "[0-9a-f]{16}"/, '"digest": "0123456789abcdef"') });
    const { code, stdout } = await faultline(["replay", path.replace(/[^/]*$/, "x.json"), "--json"]);
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ same: false, divergedAt: 4, breaks: true, sameSource: true });
  });

  it("of another version of Faultline may have another digest", async () => {
    const { path } = await failed();
    write(path.replace(/[^/]*$/, ""), { "x.json": readFileSync(path, "utf8").replace(/"digest": "[0-9a-f]{16}"/, '"digest": "0123456789abcdef"').replace(/"faultline": "[^"]*"/, '"faultline": "0.0.1"') });
    expect(await replay(path.replace(/[^/]*$/, "x.json"))).toMatchObject({ same: false, breaks: true, sameSource: false });
  });
});
