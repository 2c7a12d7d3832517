import { describe, expect, it } from "vitest";
import { complaint, faultline, file, project, start, TWICE } from "./faultline.ts";

/** Asks for each message twice, 50 ms apart; who is asked remembers in memory what it has done. */
const forgetful = `import { holds, scenario } from "faultline";
export default scenario({
  title: "forgets in a crash",
  nodes: [
    { name: "p1", role: "producer", run: () => ({ publish(ctx, message) { ctx.send("c1", { type: "work", message: message.id }); ctx.timer("again", "50ms", message.id); }, wake(ctx, _timer, id) { ctx.send("c1", { type: "work", message: id }); } }) },
    { name: "c1", role: "consumer", run: () => { const done = new Set(); return { receive(ctx, from, { message }) { if (done.has(message)) return; done.add(message); ctx.effect(message); ctx.send(from, { type: "done", message }); } }; } },
  ],
  workload: { messages: 3 },
  promises: { "at-most-once": holds() },
});
`;
const at = project({
  "good.ts": file(), "twice.ts": TWICE, "forgetful.ts": forgetful,
  "unknown.ts": file({ fields: "limit: { events: 8 }," }),
  "hangs.ts": file({ receive: "for (;;) {}" }),
  "spins.ts": file({ receive: "if (ctx.incarnation > 1) for (;;) {} ctx.effect(packet.message);" }),
  "shared.ts": file({ before: "let runs = 0;", receive: "if (packet.message.id === 1) runs++; if (runs < 2) ctx.effect(packet.message);" }),
});
const inside = { cwd: at, watched: false };

describe("the tools end with", () => {
  it.each<readonly [number, string, readonly string[]]>([
    [1, "a sweep that breaks what is promised to hold", ["sweep", "forgetful.ts", "--node", "c1", "--for", "20ms"]],
    [3, "a sweep that ends at a limit", ["sweep", "unknown.ts"]],
    [0, "a sweep of what is promised to break", ["sweep", "retry-without-dedup", "--node", "c1"]],
    [1, "a comparison in which one side breaks its promise", ["compare", "good.ts", "twice.ts"]],
    [3, "a comparison of what nobody knows", ["compare", "good.ts", "--with", "limit.events=3"]],
    [1, "a matrix in which a promise breaks without a fault", ["matrix", "twice.ts", "--runs", "2"]],
    [0, "a matrix in which it breaks under what nobody declares to tolerate", ["matrix", "good.ts", "--runs", "10"]],
  ])("%i for %s", async (code, _, command) => {
    expect(await faultline([...command, "--quiet"], inside)).toEqual({ code, stdout: "", stderr: "" });
  });

  it("4 for a matrix of what does not repeat, and the others are in it all the same", async () => {
    const outcome = await faultline(["matrix", "shared.ts", "good.ts", "--runs", "5", "--json"], inside);
    expect(outcome.code).toBe(4);
    expect(complaint(outcome)).toMatch(/^shared is not deterministic: /);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ protocols: [{ scenario: "good" }] });
  });

  it("3, once, for a handler that never returns in a matrix", async () => {
    const outcome = await faultline(["matrix", "hangs.ts", "--runs", "2", "--silence", "1s"], { cwd: at });
    expect(outcome.code).toBe(3);
    expect(complaint(outcome)).toMatch(/^hangs, seed 1\/1, event \d+ at [\d.]+m?s on c1: a handler did not return within 1s and was stopped; /);
  });

  it("3 for a handler that never returns after a crash, which is named with its event", async () => {
    const outcome = await faultline(["sweep", "spins.ts", "--node", "c1", "--for", "5ms", "--silence", "1s"], { cwd: at });
    expect(outcome.code).toBe(3);
    expect(complaint(outcome)).toMatch(/^spins, seed 1, event \d+ at [\d.]+m?s on c1: a handler did not return within 1s and was stopped; /);
  });

  it("130 when they are interrupted, with what had been found", async () => {
    const { child, ended, said } = start(["sweep", "loud.ts", "--set", "workload.messages=5000", "--json"], { cwd: project({ "loud.ts": `console.log("loaded");\n${file()}` }) });
    await said("loaded");
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ scenario: "loud", interrupted: true });
  });
});

describe("bad input ends with 2, and one line that says what would be right", () => {
  it.each<readonly [readonly string[], string]>([
    [["sweep", "good.ts", "--node", "c7"], 'sweep: there is no node "c7"; did you mean "c1"?'],
    [["compare", "good.ts"], "compare good.ts with what? Give a second scenario, or what is different for the second: --with network.loss=0.3"],
    [["compare", "good.ts", "twice.ts", "--with", "network.los=1"], 'B (twice): scenario.network has no "los"; did you mean "loss"?'],
    [["matrix", "gone.ts"], "there is no file "],
    [["matrix", "--markdown", "--json"], "--markdown and --json: there is one document on standard output; leave one of them out"],
  ])("%j", async (command, expected) => {
    const outcome = await faultline(command, inside);
    expect(outcome.code).toBe(2);
    expect(complaint(outcome).slice(0, expected.length)).toBe(expected);
  });
});

describe("with --json there is one document", () => {
  const document = async (...command: readonly string[]): Promise<unknown> => {
    const { stdout, stderr } = await faultline([...command, "--json"], inside);
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  };
  const version = expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown;

  it("of sweep: every step with its outputs and cuts, each with its plan and verdicts", async () => {
    expect(await document("sweep", "forgetful.ts", "--node", "c1", "--for", "20ms", "--set", "workload.messages=1")).toMatchObject({
      version, scenario: "forgetful", seed: "1", plan: [], nodes: ["c1"], how: "power", for: 20_000, guarantees: ["at-most-once"], already: [], cuts: expect.any(Number), failed: expect.any(Number), unknown: 0, interrupted: false,
      steps: expect.arrayContaining([expect.objectContaining({
        step: "p1>c1 work m1 #1", label: "p1>c1 work", node: "c1", at: expect.any(Number), event: expect.any(Number),
        outputs: [{ what: "effect", name: "", message: 1, effects: 0 }, { what: "send", name: "done", message: 1, effects: 0 }],
        cuts: [
          { after: 0, entry: "crash c1 in p1>c1 work m1 #1 after 0 for 20ms", status: "pass", verdicts: [] },
          expect.objectContaining({ after: 1, status: "fail", verdicts: [expect.objectContaining({ guarantee: "at-most-once", status: "fail", promised: "holds", sentence: expect.any(String) })] }),
          expect.objectContaining({ after: 2, status: "fail" }),
        ],
      })]),
    });
  });

  it("of compare: both sides with verdicts and price, conditions, and where the histories part", async () => {
    expect(await document("compare", "good.ts", "twice.ts", "--plan", "drop p1>c1 publish m2 #1")).toMatchObject({
      version, runs: 1, seed: "1", rates: false, plan: [{ fault: "drop" }], conditions: [], interrupted: false,
      sides: [{ scenario: "good", parameters: {}, price: { messages: 3, packets: 3, toEffect: { samples: 2, missing: 1 } }, struck: { drop: 1 }, missed: [] }, { scenario: "twice", verdicts: expect.arrayContaining([expect.objectContaining({ guarantee: "at-most-once", status: "fail", failures: 1, seed: "1" })]) }],
      told: { seed: "1", guarantees: ["at-most-once", "effectively-once"], history: { same: expect.any(Number) }, fates: [{ message: 1, fates: [{ publish: 1, effect: 1 }, { publish: 1, effect: 2 }] }, { message: 3 }] },
    });
  });

  it("of matrix: each protocol with its rows, cells and counterexamples", async () => {
    expect(await document("matrix", "good.ts", "--runs", "10", "--seed", "s")).toMatchObject({
      version, seed: "s", runs: 10, interrupted: false,
      protocols: [{ scenario: "good", guarantees: expect.arrayContaining([{ guarantee: "at-most-once", promised: "holds" }]), rows: expect.arrayContaining([expect.objectContaining({ fault: "duplicate", tolerated: false, runs: 10, reached: expect.any(Number), cells: expect.arrayContaining([expect.objectContaining({ guarantee: "at-most-once", status: "fail", counterexample: expect.objectContaining({ seed: expect.stringMatching(/^s\/\d+$/), lines: [expect.stringMatching(/^duplicate p1>c1 publish m\d #1$/)] }) })]) })]) }],
    });
  });
});

it("a matrix of the bundled protocols, asked for without names, has one of each; as Markdown it begins with the summary", async () => {
  // Of one message: what is in its cells is held by matrix.test.ts.
  const { code, stdout, stderr } = await faultline(["matrix", "--runs", "1", "--set", "workload.messages=1", "--markdown"], inside);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^\| protocol \| at-least-once \|/);
  expect(stdout.match(/^### /gm)!.length).toBe(stdout.match(/^\| `/gm)!.length);
});
