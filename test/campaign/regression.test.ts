import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import type { Campaign } from "../../src/campaign/check.ts";
import { load } from "../../src/campaign/load.ts";
import { regression } from "../../src/campaign/regression.ts";
import { InputError } from "../../src/core.ts";
import { file, TWICE } from "../cli/faultline.ts";
import { folder, write } from "./folder.ts";

type Loose = { [field: string]: any };

/** A producer sends each message until it is acknowledged; the consumer acts on every one that comes, or remembers. */
const retrying = (act: string, network = ""): string => `import { holds, scenario } from "faultline";

const producer = () => {
  const waiting = new Map();
  const send = (ctx, message) => {
    ctx.send("c1", { type: "publish", message });
    ctx.timer("again", "50ms", message.id);
  };
  return {
    publish(ctx, message) {
      waiting.set(message.id, message);
      send(ctx, message);
    },
    wake: (ctx, timer, id) => send(ctx, waiting.get(id)),
    receive: (ctx, from, packet) => ctx.cancel("again", packet.message),
  };
};

const consumer = () => {
  const seen = new Set();
  return {
    receive(ctx, from, packet) {
      ${act}
      seen.add(packet.message.id);
      ctx.send(from, { type: "ack", message: packet.message.id });
    },
  };
};

export default scenario({
  title: "asks again",
  nodes: [{ name: "p1", role: "producer", run: producer }, { name: "c1", role: "consumer", run: consumer }],
  workload: { messages: 3 },
  ${network}
  promises: { "at-most-once": holds() },
});
`;
const RETRYING = retrying("ctx.effect(packet.message);");
const LOSING = retrying("ctx.effect(packet.message);", "network: { loss: 0.2 },");
const REPAIRED = retrying("if (!seen.has(packet.message.id)) ctx.effect(packet.message);");

/** A folder with a scenario and the file of its failure. */
async function failed(source: string, runs = 20): Promise<{ readonly at: string; readonly path: string }> {
  const at = folder({ "mine.ts": source, "kept/.keep": "" });
  const { counterexamples } = await check(await load(join(at, "mine.ts")), { runs, out: join(at, "reports") });
  return { at, path: counterexamples[0]!.file! };
}

const checked = async (path: string): Promise<Campaign["verdicts"][number]> => (await check(await load(path), { runs: 2 })).verdicts.find(({ promised }) => promised !== "nothing")!;

describe("a failure file, kept as a scenario", () => {
  it("promises that the plan breaks it; once repaired, holds in the place of breaks promises that it does not", async () => {
    const { at, path } = await failed(LOSING);
    const out = join(at, "kept/lost-ack.ts");
    const made = await regression(path, { out });
    expect(made).toMatchObject({ file: out, guarantee: "at-most-once", promised: "breaks", sentence: expect.stringMatching(/took effect a second time/) as string });
    expect(await checked(out)).toMatchObject({ promised: "breaks", asPromised: true, pin: { breaks: true, smallest: true } });
    const source = readFileSync(out, "utf8");
    expect(source).toContain('import original from "../mine.ts";');
    expect((await load(out)).seed).toBe((JSON.parse(readFileSync(path, "utf8")) as Loose)["seed"]);

    write(at, { "mine.ts": REPAIRED });
    expect(await checked(out)).toMatchObject({ promised: "breaks", asPromised: false, pin: { breaks: false } });
    write(at, { "kept/lost-ack.ts": source.replaceAll("breaks", "holds") });
    expect(await checked(out)).toMatchObject({ promised: "holds", asPromised: true, status: "pass", pin: { breaks: false } });
    expect(await regression(path, { out: join(at, "kept/again.ts") })).toMatchObject({ promised: "holds", plan: made.plan });
    expect(readFileSync(join(at, "kept/again.ts"), "utf8").split("\n").slice(5)).toEqual(readFileSync(out, "utf8").replace("lost-ack", "again").split("\n").slice(5));

    // Without loss by chance no run breaks it: only the plan does.
    write(at, { "mine.ts": RETRYING });
    expect(await checked(out)).toMatchObject({ promised: "holds", asPromised: false, status: "fail", failures: 0, sentence: made.sentence, pin: { breaks: true } });
  });

  it("has the failure's parameters and the limits of what was promised", async () => {
    const at = folder({ "late.ts": file({ fields: 'network: { latency: "1ms" }, promises: { deadline: holds({ within: "5ms", when: "always" }) },' }) });
    const { counterexamples } = await check(await load(join(at, "late.ts")), { runs: 1, set: { "network.latency": "20ms" }, out: at });
    const { parameters } = JSON.parse(readFileSync(counterexamples[0]!.file!, "utf8")) as Loose;
    expect(parameters).toMatchObject({ "network.latency": "20ms" });
    const out = join(at, "kept.ts");
    await regression(counterexamples[0]!.file!, { out });
    expect(readFileSync(out, "utf8")).toContain(`...withParameters(original, ${JSON.stringify(parameters)}),`);
    expect(await load(out)).toMatchObject({ network: { latency: "20ms" }, promises: { deadline: { breaks: true, plan: [], limits: { within: "5ms", when: "always" } } } });
    expect(await checked(out)).toMatchObject({ guarantee: "deadline", asPromised: true });
  });

  it("has no lecture, which was about another run", async () => {
    const at = folder({ "taught.ts": TWICE.replace("workload:", 'beats: [{ say: "look", until: "p1 publish m3" }],\n  workload:') });
    const { counterexamples: [found] } = await check(await load(join(at, "taught.ts")), { runs: 1, out: at });
    write(at, { "plain.repro.json": readFileSync(found!.file!, "utf8").replace(/"parameters": \{[^}]*\}/, '"parameters": {}') });
    await regression(join(at, "plain.repro.json"), { out: join(at, "kept.ts") });
    expect((await load(join(at, "kept.ts"))).beats).toEqual([]);
  });

  it("takes of a plan what is enough", async () => {
    const { at, path } = await failed(LOSING);
    const failure = JSON.parse(readFileSync(path, "utf8")) as Loose;
    write(at, { "reports/more.repro.json": JSON.stringify({ ...failure, plan: [...(failure["plan"] as string[]), "pause c1 at 1s for 1s"] }) });
    const { plan } = await regression(join(at, "reports/more.repro.json"), { out: join(at, "kept/more.ts") });
    expect(plan).toHaveLength(1);
    write(at, { "reports/many.repro.json": JSON.stringify({ ...failure, plan: [...(failure["plan"] as string[]), ...Array.from({ length: 30 }, (_, index) => `pause c1 at ${index + 1}s for 1ms`)] }) });
    expect((await regression(join(at, "reports/many.repro.json"), { out: join(at, "kept/many.ts") })).plan).toHaveLength(1);
  });

  it("of a bundled scenario loads that by its name", async () => {
    const at = folder({});
    const { counterexamples } = await check(await load("retry-without-dedup"), { runs: 5, out: at });
    const out = join(at, "x.mts");
    await regression(counterexamples[0]!.file!, { out });
    expect(readFileSync(out, "utf8")).toContain('const original = await load("retry-without-dedup");');
    expect(await checked(out)).toMatchObject({ asPromised: true });
  });

  it("never takes the place of a file, and is refused in one line where it cannot be", async () => {
    const { at, path } = await failed(TWICE, 1);
    write(at, { "kept/mine.ts": "// mine" });
    const failure = readFileSync(path, "utf8");
    write(at, { "reports/odd.json": failure.replace('"at-most-once"', '"at-most-onc"') });
    for (const [given, out, expected] of [
      [path, join(at, "kept/mine.ts"), /kept\/mine\.ts is there already and is left as it is; remove it, or choose another name$/],
      [path, join(at, "kept/mine.json"), /kept\/mine\.json: a scenario is a \.ts, \.mts, \.js or \.mjs file; give --out one$/],
      [path, join(at, "mine.ts/x.ts"), /^cannot write .*x\.ts: a part of the path is not a folder$|a file is in the way/],
      [join(at, "reports/odd.json"), join(at, "kept/x.ts"), /guarantee: mine judges no "at-most-onc"; it judges at-least-once, at-most-once, /],
      [join(at, "none.json"), join(at, "kept/x.ts"), /^cannot read .*none\.json: there is no such file/],
    ] as const) {
      const error: unknown = await regression(given, { out }).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).message).toMatch(expected);
    }
    expect(readFileSync(join(at, "kept/mine.ts"), "utf8")).toBe("// mine");
  });

  it("executes nothing of the failure's text", async () => {
    const { at, path } = await failed(TWICE, 1);
    const failure = JSON.parse(readFileSync(path, "utf8")) as Loose;
    const evil = '*/ globalThis.struck = 1; /*\n*/ globalThis.struck = 2;"`${globalThis.struck = 3}`\u2028';
    write(at, { "reports/evil *.repro.json": JSON.stringify({ ...failure, sentence: evil, seed: evil.slice(0, 100), parameters: {} }), "mine.ts": file() });
    const out = join(at, "kept/evil.ts");
    await regression(join(at, "reports/evil *.repro.json"), { out });
    await load(out);
    expect((globalThis as Loose)["struck"]).toBeUndefined();
  });
});
