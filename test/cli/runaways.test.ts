import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { replay } from "../../src/campaign/replay.ts";
import { all, readXml } from "../support/xml.ts";
import { complaint, faultline, file, project } from "./faultline.ts";

const SOON = ["--silence", "1s"];
const LITTLE = ["--memory", "256"];
const at = project({
  "spins.ts": file({ receive: "if (packet.message.id === 2) for (;;) {}" }),
  "spins-while-loaded.ts": file({ before: "for (;;) {}" }),
  "waits-while-loaded.ts": file({ before: "await new Promise(() => {});" }),
  "exits-while-loaded.ts": file({ before: "process.exit(0);" }),
  "grows.ts": file({ before: "const kept = [];", receive: 'kept.push(new Array(200_000).fill(0)); ctx.send("c1", { type: "again" });' }),
  "grows-at-once.ts": file({ receive: "const kept = []; for (;;) kept.push(new Array(1_000).fill(0.5));" }),
  "exits.ts": file({ receive: "process.exit(0);" }),
  "exits-at-the-end.ts": file({ fields: 'guarantees: [{ name: "mine", observe: () => ({ on() {}, end() { process.exit(0); } }) }],' }),
  "breaks-then-spins.ts": file({ receive: 'if (ctx.random("x", packet.message.id).below(300) === 0) for (;;) {} ctx.effect(packet.message);', fields: "network: { duplicate: 0.5 }," }),
  "spins-rarely.ts": file({ receive: "if (ctx.now % 3_001 === 0) for (;;) {} ctx.effect(packet.message);" }),
  "exits-rarely.ts": file({ receive: "if (ctx.now % 3_001 === 0) process.exit(0); ctx.effect(packet.message);" }),
  "for-ever.ts": file({ receive: 'ctx.send("c1", { type: "again" });' }),
  "throws.ts": file({ receive: 'throw new Error("no \\u001b[31m");' }),
  "good.ts": file(),
});
const run = (name: string, more: readonly string[]): ReturnType<typeof faultline> => faultline(["run", name, ...more], { cwd: at });

describe("a handler that does not end is stopped, and named with its scenario, seed, event and node", () => {
  it.each([
    ["spins", "spins.ts", SOON, /^spins, seed 1, event 6 at [\d.]+ms on c1: a handler did not return within 1s and was stopped; nothing can be said about this run$/],
    ["allocates without end at once", "grows-at-once.ts", LITTLE, /^grows-at-once, seed 1, event 5 at [\d.]+ms on c1: a handler took more than 256 MB of memory and was stopped; nothing can be said about this run$/],
    ["allocates without end from event to event", "grows.ts", LITTLE, /^grows, seed 1, event \d+ at \d+ms on c1: a handler took more than 256 MB of memory and was stopped; nothing can be said about this run$/],
    ["ends the program", "exits.ts", [], /^exits, seed 1, event 5 at [\d.]+ms on c1: a handler ended the program; nothing can be said about this run$/],
  ])("when it %s in a run", async (_, name, allowance, expected) => {
    const outcome = await run(name, allowance);
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 3, stdout: "" });
    expect(complaint(outcome)).toMatch(expected);
  });

  it("so is a guarantee of one's own, at the end of a run of a campaign", async () => {
    const outcome = await faultline(["check", "exits-at-the-end.ts"], { cwd: at });
    expect(outcome.code).toBe(3);
    expect(complaint(outcome)).toBe("exits-at-the-end, seed 1/1, the end of the run: a guarantee ended the program; nothing can be said about this run");
  });

  it.each([
    ["does not return", "spins-rarely.ts", SOON, "a handler did not return within 1s and was stopped"],
    ["ends the program", "exits-rarely.ts", [], "a handler ended the program"],
  ])("in a campaign of several workers it is found on whichever thread it %s", async (_, name, allowance, what) => {
    const command = ["check", name, "--runs", "100000", "--strategy", "random", ...allowance];
    const [one, two] = [await faultline([...command, "--workers", "1"], { cwd: at }), await faultline([...command, "--workers", "2"], { cwd: at })];
    expect([one.code, two.code]).toEqual([3, 3]);
    expect(complaint(one)).toContain(what);
    expect(complaint(two)).toBe(complaint(one));
  });

  it("in a campaign of several scenarios keeps none of the others from being judged, nor from the reports", async () => {
    const outcome = await faultline(["check", "good.ts", "spins.ts", "exits.ts", "good.ts", "--runs", "20", "--junit", "all.xml", ...SOON], { cwd: at });
    expect(outcome.code).toBe(3);
    expect(outcome.stderr.split("\n")).toEqual([expect.stringMatching(/^faultline: spins, seed 1\/1, event \d+ at /), expect.stringMatching(/^faultline: exits, seed 1\/1, event \d+ at /), ""]);
    expect(outcome.stdout.match(/✓ good +1 holds, as promised/g)).toHaveLength(2);
    const suites = all(readXml(readFileSync(join(at, "all.xml"), "utf8")), "testsuite").map(({ attributes: { name, errors } }) => [name, errors]);
    expect(suites).toEqual([["good", "0"], ["spins", "1"], ["exits", "1"], ["good", "0"]]);
  });

  it("in a campaign, whatever was found before is kept, and its code wins", async () => {
    const outcome = await faultline(["check", "good.ts", "breaks-then-spins.ts", "--runs", "2000", "--json", ...SOON], { cwd: at });
    expect(outcome.code).toBe(1);
    expect(complaint(outcome)).toMatch(/^breaks-then-spins, seed 1\/\d+, event \d+ at [\d.]+ms on c1: a handler did not return within 1s and was stopped; nothing can be said about this run$/);
    const written = readdirSync(join(at, "reports")).filter((file) => file.endsWith(".json"));
    expect(written).toEqual([expect.stringMatching(/^breaks-then-spins-at-most-once-[0-9a-f]{8}\.repro\.json$/)]);
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      error: complaint(outcome),
      scenarios: [{ name: "good", asPromised: true, runs: 2000 }, { name: "breaks-then-spins", counterexamples: [{ guarantee: "at-most-once", file: `reports/${written[0]}` }] }],
    });
    expect(await replay(join(at, "reports", written[0]!))).toMatchObject({ same: true, breaks: true });
  });
});

describe("a file that does not end while it is loaded is bad input", () => {
  it.each([
    ["spins", "spins-while-loaded.ts", "did not return within 1s and was stopped"],
    ["waits", "waits-while-loaded.ts", "waits for something that never comes"],
    ["ends the program", "exits-while-loaded.ts", "ended the program"],
  ])("when it %s", async (_, name, expected) => {
    const outcome = await run(name, ["--json", ...SOON]);
    expect(outcome.code).toBe(2);
    expect(complaint(outcome)).toBe(`loading ${name}: the file ${expected}; a scenario file only defines, and returns at once`);
    expect(JSON.parse(outcome.stdout)).toEqual({ version: expect.any(String), error: complaint(outcome) });
  });
});

describe("a protocol that sends itself messages for ever", () => {
  it("ends at its limit of events, and nothing is known of it", async () => {
    const { code, stdout, stderr } = await run("for-ever.ts", ["--set", "limit.events=2000"]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(stdout).toContain("2,000 events in ");
    expect(stdout).toContain("stopped at its limit of events");
  });

  it("makes a campaign unknown", async () => {
    const { code, stdout, stderr } = await faultline(["check", "for-ever.ts", "--runs", "2", "--set", "limit.time=1s", "--json"], { cwd: at });
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ scenarios: [{ verdicts: expect.arrayContaining([expect.objectContaining({ guarantee: "at-most-once", status: "unknown", asPromised: false })]) }] });
  });
});

describe("a protocol that throws in every handler loses its nodes, which is told", () => {
  it("of a run with time, event and place", async () => {
    const { code, stdout } = await run("throws.ts", []);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nhandlers that threw, which killed their node\n {2}c1 at [\d.]+ms \(event \d+\): no \\u001b\[31m\n {4}at .*throws\.ts:\d+:\d+\)?\n/);
  });

  it("of a campaign with the first seed, and how often", async () => {
    const { code, stdout } = await faultline(["check", "throws.ts", "--runs", "4"], { cwd: at });
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n {2}handlers threw, which killed their node\n {4}c1 at [\d.]+ms \(event \d+\): no \\u001b\[31m\n {6}at .*throws\.ts:\d+:\d+\)?\n {6}in 4 of 4 runs, first with seed 1\/1\n/);
  });
});
