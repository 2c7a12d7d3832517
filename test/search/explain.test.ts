import { describe, expect, it } from "vitest";
import { breaks, explain, holds, InputError, load, parsePlan } from "../../src/index.ts";
import type { Explanation, Factory, Likelihood, Scenario } from "../../src/index.ts";
import { bundled } from "../../src/campaign/bundled.ts";
import { resolve } from "../../src/scenario/resolve.ts";
import { finishWork } from "../../src/search/attempt.ts";
import { likelihoods } from "../../src/search/explain/moment.ts";
import { pastOf } from "../../src/search/explain/past.ts";
import { witness } from "../../src/search/counterexample.ts";
import { explanationText } from "../../src/report/explain.ts";

const LESSONS = bundled().map(({ name }) => name).filter((name) => name.startsWith("lessons/"));

/** Letters from p to c, each by two ways; lost when both are. */
function twoWays(more: Partial<Scenario> = {}): Scenario {
  const producer: Factory = () => ({ publish: (ctx, { id }) => ["by day", "by night"].forEach((type) => ctx.send("c", { type, message: id })) });
  const consumer: Factory = () => ({ receive: (ctx, _from, { message }) => void ctx.effect(message!) });
  return { title: "Two ways", nodes: [{ name: "p", role: "producer", run: producer }, { name: "c", role: "consumer", run: consumer }], workload: { messages: 4 }, network: { latency: "5ms" }, obligation: "published", promises: { "at-least-once": breaks() }, ...more };
}

const lost = (plan: readonly string[], more: Partial<Scenario> = {}): Promise<Explanation> => explain(twoWays(more), { seed: "1", plan: plan as never, guarantee: "at-least-once" });
const BOTH = ['drop p>c "by day" m2 #1', 'drop p>c "by night" m2 #1'];

describe("an explanation", () => {
  it("says of each fault what it is needed for", async () => {
    const { faults } = await lost(BOTH);
    expect(faults.map(({ line, need }) => [line, need])).toEqual(BOTH.map((line) => [line, "exact"]));
    // In place of one of them, only the very same could help: whatever else is lost has another way.
    for (const { elsewhere, otherwise } of faults) expect([elsewhere.broke, elsewhere.tried, otherwise.broke]).toEqual([0, 6, 0]);
  });

  it("knows when nearly any of a kind would do, when only the place matters, and when a fault is not needed", async () => {
    const single: Factory = () => ({ publish: (ctx, { id }) => ctx.send("c", { type: "letter", message: id }) });
    const choosy: Factory = () => ({ receive: (ctx, _from, packet) => void (packet.corrupt === true || ctx.effect(packet.message!)) });
    const nodes: Scenario["nodes"] = [{ name: "p", role: "producer", run: single }, { name: "c", role: "consumer", run: choosy }];
    const any = await explain({ ...twoWays(), nodes }, { seed: "1", plan: ["drop p>c letter m2 #1"] as never, guarantee: "at-least-once" });
    expect(any.faults[0]).toMatchObject({ need: "any", elsewhere: { tried: 3, broke: 3, examples: ["drop p>c letter m1 #1", "drop p>c letter m3 #1", "drop p>c letter m4 #1"] } });
    const idle = await explain({ ...twoWays(), nodes }, { seed: "1", plan: ["drop p>c letter m2 #1", "drop p>c letter m3 #1"] as never, guarantee: "at-least-once" });
    expect(idle.faults.map(({ need }) => need)).toEqual(["idle", "idle"]);
    const pair = await explain({ ...twoWays(), nodes, workload: { messages: 1 }, promises: { "at-most-once": breaks() } }, { seed: "1", plan: ["duplicate p>c letter m1 #1"] as never, guarantee: "at-most-once" });
    expect(pair.faults[0]).toMatchObject({ need: "some", elsewhere: { tried: 0 }, otherwise: { tried: 5, broke: 1 } });
    const place = await explain({ ...twoWays(), nodes, workload: { messages: 1 }, promises: { deadline: holds({ within: "20ms", when: "always" }) } }, { seed: "1", plan: ["drop p>c letter m1 #1"] as never, guarantee: "deadline" });
    expect(place.faults[0]).toMatchObject({ need: "place", otherwise: { tried: 5, broke: 3 } });
  });

  it("finds the moment at which the failure became likely, from the scenario's own chances", async () => {
    const { likelihoods, jump } = await lost(BOTH, { network: { latency: "5ms", loss: 0.5 }, workload: { messages: 2 } });
    const shares = likelihoods.map(({ broke, tried }) => broke / tried);
    // Of two letters each is lost with a chance of a quarter: 7 in 16. Once m1 has come and m2 is half lost, a half; at last it is certain.
    expect(shares[0]).toBeGreaterThan(0.2);
    expect(shares[0]).toBeLessThan(0.7);
    expect(shares.at(-1)).toBe(1);
    expect(jump!.to.broke / jump!.to.tried).toBe(1);
    expect(jump!.struck).toContain(BOTH[1]);
  });

  it("looks at fewer moments and futures of a long run, and keeps to what it may cost", () => {
    const scenario = twoWays({ network: { latency: "exponential(5ms)", loss: 0.2 }, workload: { messages: 200 } });
    const simulation = witness(resolve(scenario), { seed: "1", plan: parsePlan(BOTH.join(";")) });
    const last = simulation.world.kernel.events;
    const course = (events: number): readonly Likelihood[] => finishWork(likelihoods(simulation.resolved, "1", simulation.options.plan, "at-least-once", last, { moments: 20, futures: 50, events }));
    const dear = course(3 * last);
    expect(dear.length).toBeLessThanOrEqual(4);
    expect(dear.reduce((sum, { tried }) => sum + tried, 0)).toBeLessThanOrEqual(3 + dear.length);
    expect(dear.every(({ tried }) => tried >= 1)).toBe(true);
    expect(course(40 * last)).toHaveLength(10);
  });

  it("goes back to what the violation is about, and not to what is beside it", async () => {
    const { past, beside } = await lost(BOTH);
    expect(past.map(({ step }) => step)).toEqual(["p publish m2"]);
    expect(beside).toBeGreaterThan(3);
  });

  it("goes back to what a fault struck as well, whatever that was about", async () => {
    const { past } = await lost([...BOTH, 'drop p>c "by day" m1 #1']);
    expect(past.map(({ step }) => step)).toEqual(["p publish m1", "p publish m2"]);
    const late = await lost([...BOTH, 'delay p>c "by night" m1 #1 by 1ms', "crash c at 2s for 1ms"]);
    expect(late.past.map(({ step }) => step)).toEqual(["p publish m1", 'p>c "by night" m1 #1', "p publish m2", "c start #2"]);
  });

  it("goes back to a restart that breaks it at once, within the event of the fault", async () => {
    const forgetful: Factory = () => ({ start: (ctx) => void (ctx.now > 0 && ctx.effect(2)), receive: (ctx, _from, { type, message }) => void (type === "by day" && ctx.effect(message!)) });
    const { nodes } = twoWays();
    const { past } = await explain(twoWays({ nodes: [nodes[0]!, { ...nodes[1]!, run: forgetful }], promises: { "at-most-once": breaks() } }), { seed: "1", plan: ["crash c at 2s for 1ms"] as never, guarantee: "at-most-once" });
    expect(past.map(({ step }) => step)).toEqual(["p publish m2", 'p>c "by day" m2 #1', 'p>c "by night" m2 #1', "c start #2"]);
  });

  it("goes back over tens of thousands of steps in turns", () => {
    const talkative: Factory = () => ({
      publish: (ctx, { id }) => ctx.timer("again", "1ms", id),
      wake: (ctx, _name, id) => (ctx.timer("again", "1ms", id!), ctx.send("c", { type: "letter", message: id! })),
    });
    const deaf: Factory = () => ({ receive: (ctx, _from, { message }) => void (ctx.now >= 20_000_000 && ctx.effect(message!)) });
    const resolved = resolve(twoWays({ nodes: [{ name: "p", role: "producer", run: talkative }, { name: "c", role: "consumer", run: deaf }], workload: { messages: 1 }, settle: "21s", promises: { "at-most-once": breaks() } }));
    const simulation = witness(resolved, { seed: "1", plan: [] });
    const { at } = simulation.findings.find(({ guarantee }) => guarantee === "at-most-once")!;
    const work = pastOf(simulation, at!, [1]);
    let turns = 0;
    let step = work.next();
    for (; step.done !== true; step = work.next()) turns++;
    expect(step.value.length).toBe(at! - 2);
    expect(at).toBeGreaterThan(39_000);
    expect(turns).toBeGreaterThan(10);
  });

  it("is the same every time, and plain data", async () => {
    const once = await lost(BOTH, { network: { latency: "exponential(5ms)", loss: 0.2 } });
    expect(await lost(BOTH, { network: { latency: "exponential(5ms)", loss: 0.2 } })).toEqual(once);
    expect(JSON.parse(JSON.stringify(once))).toEqual(once);
  });

  it("takes no try for one in which a handler then does what none may", async () => {
    const letters: Factory = () => ({ publish: (ctx, { id }) => ctx.send("c", { type: "letter", message: id }) });
    const strict: Factory = () => {
      let last = 0;
      return {
        receive(ctx, _from, { message }) {
          if (message === 4 && last < 3) ctx.send("nobody", { type: "complaint" });
          ctx.effect((last = message!));
        },
      };
    };
    const { faults } = await lost(["drop p>c letter m2 #1"], { nodes: [{ name: "p", role: "producer", run: letters }, { name: "c", role: "consumer", run: strict }] });
    expect(faults[0]!.elsewhere).toMatchObject({ tried: 2, broke: 2, examples: ["drop p>c letter m1 #1", "drop p>c letter m4 #1"] });
  });

  it("refuses a plan that breaks nothing", async () => {
    await expect(lost(BOTH.slice(1))).rejects.toThrow(InputError);
    await expect(lost(BOTH.slice(1))).rejects.toThrow("so there is nothing to explain");
  });

  it("of every lesson's pinned plan takes at most a thousand runs and a few, needs every fault, and becomes certain", async () => {
    let explained = 0;
    for (const name of LESSONS) {
      const scenario = await load(name);
      const resolved = resolve(scenario);
      for (const { guarantee, promised, plan } of resolved.promises) {
        if (promised !== "breaks" || plan === undefined) continue;
        const explanation = await explain(scenario, { seed: resolved.seed, plan, guarantee });
        explained++;
        expect(explanation.faults.filter(({ need }) => need === "idle"), `${name} ${guarantee}`).toEqual([]);
        expect(explanation.likelihoods.at(-1), `${name} ${guarantee}`).toMatchObject({ broke: explanation.likelihoods.at(-1)!.tried });
        expect(explanation.runs).toBeLessThan(1_300);
        expect(explanation.past.length).toBeGreaterThan(0);
        const text = explanationText(explanation, witness(resolved, { seed: resolved.seed, plan }), { width: 80, ascii: true, color: false, scenario: name, setting: { seed: resolved.seed, parameters: {} } });
        expect(text.split("\n").filter((line) => line.length > 80 && !plan.some(() => line.startsWith("  ")))).toEqual([]);
        expect(text).toContain("what each fault is needed for");
      }
    }
    expect(explained).toBeGreaterThan(10);
  });
});
