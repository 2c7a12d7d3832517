import { describe, expect, it } from "vitest";
import { InputError, printFault, run, sweep } from "../../src/index.ts";
import type { Scenario, Sweep } from "../../src/index.ts";
import { load } from "../../src/campaign/load.ts";
import { SHORT } from "../support/protocols.ts";
import { cast } from "../view/telling.ts";

/** What a cut came to, as `guarantee status`. */
const told = ({ verdicts }: Sweep["steps"][number]["cuts"][number]): string[] => verdicts.map(({ guarantee, status }) => `${guarantee} ${status}`);
const marks = (swept: Sweep, step: string): string => swept.steps.find((one) => one.step === step)!.cuts.map(({ status }) => ({ pass: "+", fail: "X", unknown: "?" })[status]).join("");
const lost = (more: Partial<Scenario> = {}): Scenario => cast("naiveQueue", { messages: 2, promises: { "at-least-once": { holds: true }, "at-most-once": { holds: true } }, settle: "1s", ...more });

describe.each(Object.entries(SHORT))("a sweep of %s", (_name, { scenario, plan }) => {
  it("gives each cut the verdicts of a run under that very crash, which strikes; and cuts each step before, between and behind its outputs", { timeout: 120_000 }, async () => {
    const swept = await sweep(scenario, { plan, for: "50ms" });
    const looked = swept.guarantees.filter((guarantee) => !swept.already.some((one) => one.guarantee === guarantee));
    expect(swept.cuts).toBe(swept.steps.reduce((sum, { outputs }) => sum + outputs.length + 1, 0));
    for (const { outputs, cuts } of swept.steps) {
      expect(cuts.map(({ after }) => after)).toEqual(Array.from({ length: outputs.length + 1 }, (_, after) => after));
      for (const cut of cuts) {
        const { verdicts, missed } = run(scenario, { plan: [...plan, cut.entry] });
        expect(missed.map(printFault)).not.toContain(cut.entry);
        expect(told(cut), cut.entry).toEqual(verdicts.filter(({ guarantee, status }) => status !== "pass" && looked.includes(guarantee)).map(({ guarantee, status }) => `${guarantee} ${status}`));
      }
    }
  });
});

describe("a sweep", () => {
  it("finds the place between the mark and the work: what breaks the naive queue at its consumer, and nowhere else there", async () => {
    const swept = await sweep(lost(), { nodes: ["c1"] });
    expect(marks(swept, "broker>c1 deliver m1 #1")).toBe("XX+++");
    expect(swept.steps.every(({ node }) => node === "c1")).toBe(true);
    expect(swept.steps.find(({ step }) => step === "broker>c1 deliver m1 #1")!.cuts[0]).toMatchObject({ after: 0, entry: "crash c1 in broker>c1 deliver m1 #1 after 0 for 500ms", verdicts: [{ guarantee: "at-least-once", promised: "holds" }] });
  });

  it("counts its cuts, the failed and the unknown", async () => {
    const swept = await sweep(lost({ limit: { time: "400ms" } }));
    const all = swept.steps.flatMap(({ cuts }) => cuts);
    expect(swept.cuts).toBe(all.length);
    expect([swept.failed, swept.unknown]).toEqual([all.filter(({ status }) => status === "fail").length, all.filter(({ status }) => status === "unknown").length]);
    expect(swept.unknown).toBeGreaterThan(0);
  });

  it("looks at what is promised, or at what is asked for, and leaves out what does not hold without a crash either", async () => {
    expect((await sweep(lost())).guarantees).toEqual(["at-least-once", "at-most-once"]);
    expect((await sweep(lost({ promises: {} }))).guarantees).toContain("integrity");
    const { already, steps } = await sweep(await load("retry-without-dedup"), { nodes: ["p1"], guarantees: ["order", "progress"] });
    expect(already).toMatchObject([{ guarantee: "order", status: "fail", promised: "breaks" }]);
    expect(steps.flatMap(({ cuts }) => cuts).flatMap(told)).toEqual([]);
  });

  it("crashes in the manner that is asked for, for as long, under the parameters, the seed and the faults given", async () => {
    const entry = async (options: Parameters<typeof sweep>[1]): Promise<string> => (await sweep(lost(), { nodes: ["c1"], ...options })).steps[0]!.cuts[0]!.entry;
    expect(await entry({ how: "kill", for: "20ms" })).toBe("crash c1 kill in c1 start #1 after 0 for 20ms");
    expect(await entry({ how: "stop", for: "forever" })).toBe("crash c1 stop in c1 start #1 after 0");
    expect((await sweep(lost(), { set: { "workload.messages": 1 } })).steps.some(({ step }) => step.includes("m2"))).toBe(false);
    expect((await sweep(lost(), { seed: 7 })).seed).toBe("7");
    const resent = await sweep(lost(), { plan: ["drop broker>p1 confirm m1 #1"], nodes: ["p1"] });
    expect(resent.steps.map(({ step }) => step)).toContain("p1 timer resend m1 #1");
  });

  it("sees a second fault only beside a first: no crash of the consumer repeats an effect of an atomic inbox, a lost confirm or not", async () => {
    const scenario = await load("corrected-queue");
    for (const plan of [[], ["drop broker>p1 confirm m1 #1"]]) {
      expect(await sweep(scenario, { plan, nodes: ["c1", "c2"], set: { "workload.messages": 4 }, guarantees: ["effectively-once", "progress"] })).toMatchObject({ failed: 0, unknown: 0, already: [] });
    }
  });

  it("can be interrupted, and hands over the steps that are whole", async () => {
    const interrupt = new AbortController();
    const swept = await sweep(lost({ workload: { messages: 200 } }), { signal: interrupt.signal, onProgress: ({ done }) => { if (done > 0) interrupt.abort(); } });
    expect(swept.interrupted).toBe(true);
    expect(swept.cuts).toBeLessThan(2_000);
    for (const { outputs, cuts } of swept.steps) expect(cuts).toHaveLength(outputs.length + 1);
  });

  it("is of a run that repeats: memory shared between runs is found when a crash does not strike where it must", async () => {
    let runs = 0;
    const shared = lost();
    const nodes = shared.nodes.map((node) => (node.role === "consumer" ? { ...node, run: () => { const process = node.run(); runs++; return runs > 1 ? {} : process; } } : node));
    await expect(sweep({ ...shared, nodes }, { nodes: ["c1"] })).rejects.toThrow(/is not deterministic: two runs of seed 1 differ by event \d+; look for memory shared/);
  });

  it.each<readonly [Parameters<typeof sweep>[1], string]>([
    [{ nodes: ["c9"] }, 'sweep: there is no node "c9"; did you mean "c1"?'],
    [{ guarantees: ["at-lest-once"] }, 'sweep: no guarantee "at-lest-once" is judged here; did you mean "at-least-once"?'],
    [{ how: "hard" as "kill" }, 'sweep: a crash cannot be "hard"; it is power, kill or stop'],
    [{ for: "-1s" }, 'sweep: for: "-1s" is negative; a node is down for 0us or longer'],
    [{ plan: ["crash c7 at 1s"] }, 'plan, entry 1 "crash c7 at 1s": there is no node "c7"; did you mean "c1"?'],
  ])("refuses %j", async (options, message) => {
    const error: unknown = await sweep(lost(), options).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toBe(message);
  });
});
