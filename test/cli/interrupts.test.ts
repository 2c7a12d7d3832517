import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import { load } from "../../src/campaign/load.ts";
import { replay } from "../../src/campaign/replay.ts";
import { folder } from "../campaign/folder.ts";
import { complaint, file, start, TWICE } from "./faultline.ts";

const endless = ["--runs", "100000000"];

describe("Ctrl-C ends a campaign with 130", () => {
  it.each([["the whole process group, as a terminal sends it", true], ["the parent alone", false]])("sent to %s: what was found is written out", async (_, toAll) => {
    const at = folder({ "twice.ts": TWICE });
    const { child, ended, said } = start(["check", "twice.ts", ...endless], { cwd: at, group: true });
    await said("replay it:");
    process.kill(toAll ? -child.pid! : child.pid!, "SIGINT");
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: "" });
    expect(stdout).toMatch(/\n[\d,]+ runs?, .*; interrupted\n/);
    const [name, ...others] = readdirSync(join(at, "reports")).filter((file) => file.endsWith(".json"));
    expect(others).toEqual([]);
    expect(await replay(join(at, "reports", name!))).toMatchObject({ same: true, breaks: true });
  });

  it("as SIGTERM does, and in JSON what was found is the document", async () => {
    const at = folder({ "twice.ts": `console.log("loaded");\n${TWICE}` });
    const { child, ended, said } = start(["check", "twice.ts", ...endless, "--json"], { cwd: at });
    await said("loaded");
    child.kill("SIGTERM");
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ scenarios: [{ name: "twice", interrupted: true }] });
  });

  it("twice, when a handler does not let the first be heard", async () => {
    const at = folder({ "spins.ts": file({ receive: 'console.log("spinning"); for (;;) {}' }) });
    const { child, ended, said } = start(["check", "spins.ts"], { cwd: at });
    await said("spinning");
    child.kill("SIGINT");
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: "spinning\nfaultline: interrupted\n" });
  });

  it("once, for a run", async () => {
    const at = folder({ "spins.ts": file({ receive: 'console.log("spinning"); for (;;) {}' }) });
    const { child, ended, said } = start(["run", "spins.ts", "--json"], { cwd: at });
    await said("spinning");
    child.kill("SIGINT");
    const outcome = await ended;
    expect(outcome).toMatchObject({ code: 130, stderr: "spinning\nfaultline: interrupted\n" });
    expect(JSON.parse(outcome.stdout)).toEqual({ version: expect.any(String), error: complaint({ ...outcome, stderr: "faultline: interrupted\n" }) });
  });
});

describe("Ctrl-C ends a reduction with 130", () => {
  /** Breaks when nobody hears of any message; says each time that it looks. */
  const MUTE = file({ messages: 200, before: "let looks = 0;", fields: `guarantees: [{ name: "heard", observe: () => {
    let heard = 0;
    return { on(event) { if (event.verb === "effect") heard++; }, end(_summary, fail) { console.log("look " + ++looks + "."); if (heard <= 1) fail("nobody heard"); } };
  } }]` });

  async function begun(): Promise<{ readonly at: string; readonly path: string }> {
    const at = folder({ "mute.ts": MUTE });
    const { counterexamples } = await check(await load(join(at, "mute.ts")), { runs: 1, replays: 1, strategy: "random", set: { "network.loss": 1, promises: { heard: { holds: true } } }, out: join(at, "found") });
    return { at, path: counterexamples[0]!.file! };
  }

  it("with the smallest plan so far written down, and printed", async () => {
    const { at, path } = await begun();
    const { child, ended, said } = start(["shrink", path, "--replays", "100000000"], { cwd: at, group: true });
    await said("look 20.");
    process.kill(-child.pid!, "SIGINT");
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^200 faults before, 199 after \d+ replays; interrupted\.\nmute: heard is broken\nnobody heard\n\nit takes 199 faults; there may be a smaller plan\n/);
    const [name, ...others] = readdirSync(join(at, "reports")).filter((file) => file.endsWith(".json"));
    expect(others).toEqual([]);
    expect(stdout).toContain(`npx faultline replay reports/${name}\n`);
    expect(await replay(join(at, "reports", name!))).toMatchObject({ same: true, breaks: true });
  });

  it("with one document in JSON", async () => {
    const { at, path } = await begun();
    const { child, ended, said } = start(["shrink", path, "--replays", "100000000", "--json"], { cwd: at });
    await said("look 20.");
    child.kill("SIGTERM");
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ guarantee: "heard", faults: 199, minimal: "capped", parameters: { "network.loss": 1 } });
  });
});

describe("what a campaign has found is handed over as it is", () => {
  const long = { "workload.messages": 400, "network.loss": 0.2 };

  it("when the interrupt comes while it is reduced", async () => {
    const out = join(folder({}), "out");
    const interrupt = new AbortController();
    const { interrupted, counterexamples } = await check(await load("retry-without-dedup"), { seed: "x", set: long, out, signal: interrupt.signal, onProgress: ({ phase }) => { if (phase === "shrinking") interrupt.abort(); } });
    expect(interrupted).toBe(true);
    expect(counterexamples.length).toBeGreaterThan(0);
    for (const { file, guarantee, sentence } of counterexamples) {
      expect(sentence).not.toBe("");
      expect(await replay(file!), guarantee).toMatchObject({ same: true, breaks: true });
    }
  });

  it("when there is no time to reduce it", async () => {
    const { runs, interrupted, counterexamples } = await check(await load("retry-without-dedup"), { seed: "x", set: long, strategy: "random", time: "1ms" });
    expect({ runs, interrupted }).toEqual({ runs: 1, interrupted: false });
    expect(counterexamples.map(({ guarantee }) => guarantee)).toContain("at-most-once");
    expect(counterexamples.find(({ guarantee }) => guarantee === "at-most-once")).toMatchObject({ minimal: "capped", faults: expect.any(Number) });
  });
});
