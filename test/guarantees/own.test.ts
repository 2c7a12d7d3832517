import { describe, expect, it } from "vitest";
import type { HistoryEvent } from "../../src/delivery/history.ts";
import type { RunSummary } from "../../src/guarantees/own.ts";
import { breaks, holds } from "../../src/scenario/define.ts";
import { run } from "../../src/scenario/run.ts";
import type { Guarantee, Scenario } from "../../src/scenario/types.ts";
import { diligent, diligentBut, pair, trusting, trustingBut } from "../support/verdicts.ts";

type Fail = (sentence: string) => void;

/** A guarantee that looks at every event, or at the end. */
function own(name: string, on: (event: HistoryEvent, fail: Fail) => void, end: (summary: RunSummary, fail: Fail) => void = () => undefined): Guarantee {
  return { name, observe: () => ({ on, end }) };
}

/** Fails when m2 takes effect. */
const noSecond = own("no-m2", ({ verb, message, node }, fail) => {
  if (verb === "effect" && message === 2) fail(`m2 took effect on ${node}`);
});

describe("a guarantee of one's own", () => {
  it("fails at the event in which it says so, with its sentence, and passes where it says nothing", () => {
    const { verdict, eventOf } = pair(trusting, diligent, { guarantees: [noSecond], promises: { "no-m2": holds() } });
    expect(verdict("no-m2")).toEqual({ guarantee: "no-m2", status: "fail", at: eventOf("effect", 2), sentence: "m2 took effect on c1", promised: "holds" });
    expect(pair(trusting, diligentBut(2, () => undefined), { guarantees: [noSecond] }).verdict("no-m2")).toEqual({ guarantee: "no-m2", status: "pass", promised: "nothing" });
  });

  it("fails at the last event when it judges the end, and by its first sentence when it has several", () => {
    const atEnd = own("two-effects", () => undefined, ({ effects }, fail) => effects === 2 || (fail(`there were ${effects} effects`), fail("and another thing")));
    const { run: { events }, verdict } = pair(trusting, diligent, { guarantees: [atEnd], promises: { "two-effects": breaks() } });
    expect(verdict("two-effects")).toEqual({ guarantee: "two-effects", status: "fail", at: events, sentence: "there were 3 effects", promised: "breaks" });
    expect(pair(trusting, diligentBut(2, () => undefined), { guarantees: [atEnd] }).verdict("two-effects").status).toBe("pass");
  });

  it("sees the whole history in order, as a run with a trace keeps it, and the scenario it judges", () => {
    const seen: HistoryEvent[] = [];
    let judgedBy: Scenario | undefined;
    const watching: Guarantee = { name: "watching", observe: (scenario) => ((judgedBy = scenario), { on: (event) => void seen.push(event), end: () => undefined }) };
    const { events } = pair(trusting, diligent, { guarantees: [watching] });
    expect(seen).toEqual(events);
    expect(seen.map(({ verb, message }) => `${verb} m${message}`)).toEqual([1, 2, 3].flatMap((id) => [`publish m${id}`, `confirm m${id}`, `effect m${id}`]));
    expect(seen[2]).toEqual({ index: 2, at: 11_000, node: "c1", verb: "effect", message: 1, subscription: "default", cause: 1, event: events[2]!.event });
    expect(judgedBy?.guarantees).toEqual([watching]);
  });

  it("is told the same in a run that keeps nothing", () => {
    const { events } = pair(trusting, diligent);
    const seen: HistoryEvent[] = [];
    const watching = own("watching", (event) => void seen.push(event));
    run({ title: "", nodes: [{ name: "p1", role: "producer", run: trusting }, { name: "c1", role: "consumer", run: diligent }], workload: { messages: 3, every: "10ms" }, network: { latency: "1ms" }, promises: {}, guarantees: [watching] });
    expect(seen).toEqual(events);
  });

  it("is made afresh for every run", () => {
    const counting: Guarantee = { name: "counting", observe: () => { let effects = 0; return { on: ({ verb }, fail) => void (verb === "effect" && ++effects > 3 && fail("more than were published")), end: () => undefined }; } };
    for (let time = 0; time < 2; time++) expect(pair(trusting, diligent, { guarantees: [counting] }).verdict("counting").status).toBe("pass");
  });

  it.each<[string, Guarantee]>([
    ["made", { name: "faulty", observe: () => { throw new Error("a slip"); } }],
    ["shown an event", own("faulty", () => { throw new Error("a slip"); })],
    ["told the end", own("faulty", () => undefined, () => { throw new Error("a slip"); })],
  ])("that throws when it is %s leaves its verdict unknown, and the others theirs", (_, faulty) => {
    const { verdict, run: { errors } } = pair(trusting, diligent, { guarantees: [faulty, noSecond] });
    expect(verdict("faulty")).toEqual({ guarantee: "faulty", status: "unknown", sentence: 'the checker of "faulty" threw: a slip', promised: "nothing" });
    expect(verdict("no-m2").status).toBe("fail");
    expect(verdict("effectively-once").status).toBe("pass");
    expect(errors).toEqual([]);
  });

  it("that failed before it threw has failed", () => {
    const both = own("both", (event, fail) => { noSecond.observe({} as Scenario).on(event, fail); if (event.message === 3) throw new Error("a slip"); });
    expect(pair(trusting, diligent, { guarantees: [both] }).verdict("both")).toMatchObject({ status: "fail", sentence: "m2 took effect on c1" });
  });

  it("is not asked about the end of a run that was stopped at a limit: unknown, unless it had failed", () => {
    const strict = own("strict", () => undefined, (_summary, fail) => fail("this is the end"));
    const { verdict } = pair(trusting, diligent, { guarantees: [strict, noSecond], limit: { time: "25ms" } });
    expect(verdict("strict")).toMatchObject({ status: "unknown", sentence: "the run was stopped at its limit of time" });
    expect(verdict("no-m2").status).toBe("fail");
  });

  it("may not look at the clock on the wall: that ends the run as bad input", () => {
    expect(() => pair(trusting, diligent, { guarantees: [own("late", () => void Date.now())] })).toThrow("Date.now was called inside a handler");
  });

  it("is told at the end whether the run came to rest, and how much there was of everything", () => {
    const told: RunSummary[] = [];
    const listening = own("listening", () => undefined, (summary) => void told.push(summary));
    const measuring = diligentBut(2, (ctx, _from, { message }) => void (ctx.effect(message), ctx.effect(message), ctx.gauge("depth", 4), ctx.gauge("depth", 2)));
    const polling = (background: boolean) => trustingBut(2, (ctx) => void (ctx.confirm(2), ctx.timer("poll", "1h", 0, { background })));
    pair(trusting, measuring, { guarantees: [listening] });
    pair(polling(true), diligent, { guarantees: [listening] });
    pair(polling(false), diligent, { guarantees: [listening] });
    expect(told).toEqual([
      { quiet: true, settled: true, published: 3, confirmed: 3, effects: 4, gauges: { depth: 4 } },
      { quiet: true, settled: false, published: 3, confirmed: 3, effects: 2, gauges: {} },
      { quiet: false, settled: false, published: 3, confirmed: 3, effects: 2, gauges: {} },
    ]);
  });
});
