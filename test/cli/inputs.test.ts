import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readParameter, withParameters } from "../../src/scenario/parameters.ts";
import { load } from "../../src/campaign/load.ts";
import { folder, SCENARIO } from "../campaign/folder.ts";
import { complaint, faultline, file, project } from "./faultline.ts";

const at = project({
  "good.ts": file(),
  "throws.ts": file({ before: '\nthrow new RangeError("at load");' }),
  "later.ts": file({ before: 'setImmediate(() => { throw new RangeError("later"); });', fields: "workload: { messages: 20_000 }," }),
  "clock.ts": file({ receive: "Date.now();" }),
  "caught.ts": file({ receive: "try { packet.message.key = 'x'; } catch {}" }),
  "misspelt.ts": `export default {${SCENARIO} workload: { mesages: 3 } };\n`,
  "empty.ts": "",
  "list.json": '[{ "fault": "drop", "packet": "p1>c1 publish m1 #1" }]',
  "plan.txt": "drop p1>c1 publish m1 #1\n// and later\ndrop p1>c1 publish m2 #1\n",
  "odd.json": '[{ "fault": "drop", "__proto__": 1 }]',
});

describe("bad input ends with 2, and one line that says what, where, and what would be right", () => {
  it.each<readonly [string, readonly string[], string | RegExp]>([
    ["a folder of scenarios that is none, with the nearest name", ["check", "naive-queu"], 'there is no bundled scenario "naive-queu"; did you mean "naive-queue"?'],
    ["a scenario that is none, with the nearest name", ["run", "corrected-queu"], 'there is no bundled scenario "corrected-queu"; did you mean "corrected-queue"?'],
    ["one of several, before any is run", ["check", "good.ts", "goood.ts"], "there is no file goood.ts"],
    ["a scenario that throws while it is loaded", ["run", "throws.ts"], "throws.ts:3: the file threw RangeError: at load"],
    ["one that leaves something running, which throws", ["check", "later.ts", "--runs", "500"], "a scenario file left something running, which threw RangeError: later; a scenario file only defines"],
    ["one whose handler reads the clock", ["run", "clock.ts"], /^clock, seed 1, event 5 at [\d.]+ms on c1: Date\.now was called inside a handler: .*; use ctx\.now$/],
    ["one whose handler writes to a packet, and catches what that throws", ["check", "caught.ts"], /^caught, seed 1\/1, event 4 at [\d.]+ms on c1: a handler wrote to "key" of a packet, message or stored value: these are immutable; copy first/],
    ["a field that is none, with the nearest name", ["run", "misspelt.ts"], 'misspelt.ts: scenario.workload has no "mesages"; did you mean "messages"?'],
    ["a parameter that is none, with the nearest name", ["run", "good.ts", "--set", "netwrk.loss=0.1"], 'set: a scenario has no parameter "netwrk"; did you mean "network"?'],
    ["a parameter that only some scenarios have", ["check", "good.ts", "fire-and-forget", "--set", "nodes.broker.disk.sync=1ms"], 'good: set: nodes has no item "broker"; known: producer, consumer'],
    ["a malformed packet key", ["run", "good.ts", "--plan", "drop p1>c1 publish m1"], 'plan, entry 1 "drop p1>c1 publish m1": expected #1, #2, ..., found the end; for example: drop broker>p1 confirm m1 #1'],
    ["a plan's file that is not there", ["run", "good.ts", "--plan", "none.txt"], "cannot read none.txt: there is no such file or folder; give --plan a .json or .txt file, or the faults themselves"],
    ["a plan's file that means harm", ["run", "good.ts", "--plan", "odd.json"], /^plan, entry 1 \{"fault":"drop","__proto__":1\}: a drop has no "__proto__"; known: fault, packet; /],
  ])("%s", async (_, command, expected) => {
    const outcome = await faultline(command, { cwd: at, watched: false });
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 2, stdout: "" });
    if (typeof expected === "string") expect(complaint(outcome)).toBe(expected);
    else expect(complaint(outcome)).toMatch(expected);
  });

  it("what cannot be judged keeps no other scenario from it", async () => {
    const outcome = await faultline(["check", "clock.ts", "good.ts", "--runs", "2", "--json"], { cwd: at, watched: false });
    expect(outcome.code).toBe(2);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ scenarios: [{ name: "clock", error: complaint(outcome), counterexamples: [], asPromised: false }, { name: "good", runs: 2, asPromised: true }] });
  });
});

describe("a plan is", () => {
  it.each([["list.json", 1], ["plan.txt", 2], ["drop p1>c1 publish m1 #1; drop p1>c1 publish m2 #1", 2]])("%s", async (plan, faults) => {
    const { code, stdout } = await faultline(["run", "good.ts", "--plan", plan, "--json"], { cwd: at, watched: false });
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { struck: unknown[] }).struck).toHaveLength(faults);
  });
});

describe("a parameter that is wrong is told with its place and what is right", () => {
  it.each([
    ["nodes.consumr.count=2", 'set: nodes has no item "consumr"; did you mean "consumer"?'],
    ["nodes.consumer.cont=2", 'scenario.nodes.2 has no "cont"; did you mean "count"?'],
    ["nodes.consumer.count=two", 'scenario.nodes.2.count: expected a whole number from 1 to 4000, got "two"'],
    ["nodes.consumer=2", "set: nodes.consumer: what a node runs cannot be set from outside; its count, clock and disk can: nodes.consumer.count=2"],
    ["network.los=1", 'scenario.network has no "los"; did you mean "loss"?'],
    ["network=5", "scenario.network: expected an object, got 5"],
    ["network.latency=true", 'scenario.network.latency: expected a duration, such as "5ms", or a distribution, such as "exponential(5ms)", got true'],
    ["nemesis.9.every=1s", 'set: nemesis has no item "9"; it has 2, counted from 0'],
    ["workload.messages=1.5", "scenario.workload.messages: expected a whole number from 0 to 134217728, got 1.5"],
    ["limit.events=0", "scenario.limit.events: expected a whole number of at least 1, got 0"],
    ["storm=true", 'scenario.storm: expected a duration, such as "5ms" or "30s", got true'],
    ["sinks.database.dedup=maybe", 'scenario.sinks.0.dedup: expected true or false, got "maybe"'],
    ["excuses=expire", 'scenario.excuses: expected a list, got "expire"'],
    ['excuses=["expir"]', 'scenario.excuses.0: expected "expire" or "dead-letter", got "expir"'],
    ["promises.order=1", "scenario.promises.order: expected holds(), breaks() or breaks({ plan: [...] }), got 1"],
    ["__proto__.x=1", 'set: "__proto__.x" is not the path of a parameter; write one like network.loss'],
    ["=1", '--set "=1": write PATH=VALUE, such as --set network.loss=0.3'],
    ["network.loss=\u001b[31m\u202e", 'scenario.network.loss: expected a number from 0 to 1, got "\\u001b[31m\\u202e"'],
  ])("%j", async (written, expected) => {
    const scenario = await load("corrected-queue");
    expect(() => withParameters(scenario, Object.fromEntries([readParameter(written)]))).toThrow(expected);
  });

  it("a field that is missing too", async () => {
    await expect(load(join(folder({ "x.ts": "export default { nodes: [], workload: { messages: 1 }, promises: {} };" }), "x.ts"))).rejects.toThrow("scenario.title: expected a text, got nothing");
  });
});
