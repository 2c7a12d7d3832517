import { describe, expect, it } from "vitest";
import { breaks, holds, InputError, playBeats, run, scenario } from "../../src/core.ts";
import type { Beat, Factory, PlayedBeat, Scenario } from "../../src/core.ts";
import { withParameters } from "../../src/scenario/parameters.ts";
import { broker, consumer, producer } from "../support/resending.ts";

/** Measures how often it was asked, and refuses the third message. */
const choosy: Factory = () => {
  const sending = producer();
  return { ...sending, publish: (ctx, message) => (ctx.gauge("asked", message.id), message.id === 3 ? ctx.refuse(message, "no") : sending.publish!(ctx, message)) };
};
const LOST_ACK = "drop broker>p1 confirm m1 #1";
const base: Scenario = {
  title: "Played",
  nodes: [{ name: "producer", count: 1, role: "producer", run: choosy }, { name: "broker", role: "broker", run: broker }, { name: "consumer", count: 1, role: "consumer", run: consumer, disk: { sync: "1ms" } }],
  workload: { messages: 3, every: "10ms" },
  network: { latency: "1ms", loss: 0.4 },
  settle: "1s",
  promises: { "at-least-once": holds(), order: breaks({ plan: [LOST_ACK] }), "effectively-once": breaks({ plan: ["drop p1>broker publish m2 #1"] }) },
};
const beat = (until: string, expected?: Beat["expect"]): Beat => ({ say: "Look.", until, ...(expected === undefined ? {} : { expect: expected }) });
const played = (beats: readonly Beat[], parts: Partial<Scenario> = {}): readonly PlayedBeat[] => playBeats(scenario({ ...base, ...parts, beats }));
const wrongs = (beats: readonly Beat[], parts: Partial<Scenario> = {}): readonly string[] => played(beats, parts).flatMap(({ wrong }) => wrong);

/** The one line of the error for this beat. */
function refused(wrong: Beat, parts: Partial<Scenario> = {}): string {
  try {
    scenario({ ...base, ...parts, beats: [wrong] });
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message).not.toContain("\n");
    return message;
  }
  return expect.unreachable("it was taken");
}

describe("the moments of beats", () => {
  it("are those that `until` names, in a run under the first pinned plan with rates off", () => {
    const moments = ["start", "p1 start #1", "p1 publish m1", "p1>broker publish m1 #1", "broker>p1 confirm m1 #1", "12ms", "effect m1", "effect m2 #1", "p1 timer again m1 #1", "broker>p1 confirm m1 #2", "confirm m1", "end"];
    const beats = played(moments.map((until) => beat(until)));
    expect(beats.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(beats.map(({ at }) => at)).toEqual([0, 0, 10_000, 11_000, 11_000, 12_000, 12_000, 22_000, 50_000, 52_000, 52_000, 52_000]);
    const whole = run(base, { plan: [LOST_ACK] });
    expect(beats.at(-1)).toMatchObject({ event: whole.events, at: whole.time });
  });

  it("of a packet that dies is where it dies: dropped as it is sent, or at a node that is down", () => {
    const down = { promises: { order: breaks({ plan: ["crash c1 at 5ms for 10ms"] }) } };
    expect(played([beat("broker>p1 confirm m1 #1")])[0]).toMatchObject({ at: 11_000 });
    expect(played([beat("broker>c1 deliver m1 #1", { effects: 0 }), beat("effect m1")], down)).toMatchObject([{ at: 12_000, wrong: [] }, { at: 52_000, wrong: [] }]);
  });

  it("tells a packet from its copy, and one sync from the next", () => {
    const storing: Factory = () => ({ receive: (ctx, _from, { message }) => (ctx.disk.write(`${message as number}`, true), ctx.disk.sync("batch")) });
    const parts: Partial<Scenario> = { nodes: [...base.nodes.slice(0, 2), { name: "consumer", count: 1, role: "consumer", run: storing, disk: { sync: "1ms" } }], promises: { order: breaks({ plan: ["duplicate broker>c1 deliver m1 #1 after 3ms"] }) } };
    expect(played([beat("broker>c1 deliver m1 #1"), beat("c1 synced batch #1"), beat("broker>c1 deliver m1 #1'"), beat("c1 synced batch #2")], parts).map(({ at }) => at)).toEqual([12_000, 13_000, 15_000, 16_000]);
  });

  it("of a connection are its frames, and its control segments where they arrive", () => {
    const caller: Factory = () => ({ start: (ctx) => ctx.connect("broker").send({ type: "hello" }) });
    const answering: Factory = () => ({ data: (_ctx, connection) => connection.send({ type: "hello" }) });
    const parts: Partial<Scenario> = { nodes: [{ name: "broker", role: "broker", run: answering }, { name: "c1", role: "consumer", run: caller }], workload: { messages: 0 }, promises: { order: breaks({ plan: [] }) } };
    expect(played([beat("c1>broker SYN #1"), beat("broker>c1 SYN-ACK #1"), beat("c1>broker hello #1"), beat("broker>c1 hello #1")], parts).map(({ at }) => at)).toEqual([1_000, 2_000, 3_000, 4_000]);
  });

  it("of a violation is the event that breaks a promised guarantee, or the end where only the books show it", () => {
    const forgetful: Factory = () => ({ receive: (ctx, from, { message }) => (ctx.effect(message!), ctx.send(from, { type: "ack", message: (message as { id: number }).id })) });
    const nodes = [...base.nodes.slice(0, 2), { name: "consumer", count: 1, role: "consumer" as const, run: forgetful }];
    const plan = ["drop c1>broker ack m1 #1"];
    const twice = { nodes, promises: { "effectively-once": breaks({ plan }) } };
    expect(played([beat("effect m1 #2"), beat("violation"), beat("violation of at-most-once", { effects: 3, duplicates: 1, "effectively-once": "fail", order: "pass" })], twice)).toMatchObject([{ at: 52_000, wrong: [] }, { at: 52_000, wrong: [] }, { at: 52_000, wrong: [] }]);
    expect(wrongs([beat("violation")], { nodes, promises: { "at-least-once": breaks({ plan }) } }), "at-most-once is broken, but nothing is promised of it").toHaveLength(1);
    const silent = { nodes: [...base.nodes.slice(0, 2), { name: "consumer", count: 1, role: "consumer" as const, run: (() => ({})) as Factory }], obligation: "published" as const, settle: "100ms", promises: { progress: breaks({ plan: [] }) } };
    expect(played([beat("violation", { progress: "fail", effects: 0 })], silent)[0]).toMatchObject({ wrong: [], event: run({ ...base, ...silent }, { plan: [] }).events });
  });

  it("without a pinned plan are those of the run that `run` makes, faults by chance included", () => {
    const parts = { promises: {} };
    const whole = run({ ...base, ...parts });
    expect(whole.struck).not.toEqual([]);
    expect(played([beat("end")], parts)[0]).toMatchObject({ event: whole.events, at: whole.time });
  });
});

describe("what is seen at a beat", () => {
  it("is counted up to there: messages, effects, guarantees, and the highest value of gauges", () => {
    const beats = played([beat("start"), beat("effect m1"), beat("end")]);
    expect(beats[0]!.seen).toMatchObject({ published: 0, confirmed: 0, refused: 0, effects: 0, duplicates: 0, "at-most-once": "pass", integrity: "pass" });
    expect(beats[1]!.seen).toMatchObject({ published: 1, confirmed: 0, effects: 1, duplicates: 0, "gauge asked": 1 });
    expect(beats[2]!.seen).toMatchObject({ published: 3, confirmed: 2, refused: 1, effects: 2, duplicates: 0, lost: 0, "gauge asked": 3, "effectively-once": "pass" });
    expect(beats[1]!.seen).not.toHaveProperty("lost");
    expect(beats[1]!.seen).not.toHaveProperty("deadline");
  });

  it("does not count what a sink that remembers was only asked for", () => {
    const forgetful: Factory = () => ({ receive: (ctx, _from, { message }) => (ctx.effect(message!), ctx.effect(message!)) });
    const parts: Partial<Scenario> = { nodes: [...base.nodes.slice(0, 2), { name: "consumer", count: 1, role: "consumer", run: forgetful }], sinks: [{ name: "inbox", dedup: true }], settle: "1s" };
    expect(wrongs([beat("effect m1", { effects: 1, duplicates: 0 }), beat("end", { effects: 2, duplicates: 0 })], parts)).toEqual([]);
    expect(wrongs([beat("effect m1 #2")], parts)).toHaveLength(1);
  });

  it("has what is lost only at the end of a run in which nothing is left to deliver it", () => {
    const faint: Factory = () => {
      const sending = producer();
      return { ...sending, publish: (ctx, message) => (message.id === 3 ? ctx.giveUp(message, "no") : sending.publish!(ctx, message)) };
    };
    const nodes = [{ ...base.nodes[0]!, run: faint }, ...base.nodes.slice(1)];
    const owing = { nodes, obligation: "published" as const, promises: { "at-least-once": breaks({ plan: [] }) } };
    expect(wrongs([beat("end", { lost: 1, effects: 2, "at-least-once": "fail" })], owing)).toEqual([]);
    const busy: Factory = () => ({ start: (ctx) => ctx.timer("busy", "1ms"), wake: (ctx) => ctx.timer("busy", "1ms") });
    const [unsaid] = wrongs([beat("end", { lost: 1 })], { ...owing, nodes: [...nodes, { name: "d1", role: "other", run: busy }] });
    expect(unsaid).toMatch(/^beat 1, until "end": lost cannot be said then/);
  });

  it("is compared with what is expected, name by name", () => {
    expect(wrongs([beat("start"), beat("effect m2", { effects: 1, published: 2, "at-most-once": "fail", confirmed: 0, "gauge asked": 1, "gauge depth": 4, "gauge askd": 2 })])).toEqual([
      'beat 2, until "effect m2": effects is 2, not 1', 'beat 2, until "effect m2": at-most-once is pass, not fail', 'beat 2, until "effect m2": gauge asked is 2, not 1',
      'beat 2, until "effect m2": gauge depth has no value then', 'beat 2, until "effect m2": gauge askd is set by nobody; did you mean "gauge asked"?',
    ]);
  });

  it("is wrong when the moment never comes, or comes before that of an earlier beat", () => {
    const [never, late] = played([beat("effect m1 #2", { effects: 2 }), beat("10s")]);
    expect(never).toMatchObject({ event: undefined, at: undefined, wrong: ['beat 1, until "effect m1 #2": its moment never came; the run ended at 52ms'] });
    expect(late!.wrong).toHaveLength(1);
    expect(wrongs([beat("effect m2"), beat("effect m1 #2"), beat("p1 publish m1")])).toEqual([expect.stringMatching(/^beat 2,/), expect.stringMatching(/^beat 3, until "p1 publish m1": it comes after event \d+, but a beat in front of it after event \d+; beats stand in the order of the run$/)]);
  });
});

describe("a beat that makes no sense is refused where the scenario is read", () => {
  it.each([
    ["", 'beats.0.until: "" is no moment of a run; write "start"'],
    ["vilation", 'beats.0.until: "vilation" is no moment of a run; write'],
    ["violation of effectively-onec", 'beats.0.until: there is no guarantee that is judged here "effectively-onec"; did you mean "effectively-once"?'],
    ["violation of deadline", 'beats.0.until: there is no guarantee that is judged here "deadline"'],
    ["250", undefined], ["1.5 weeks", 'beats.0.until: "1.5 weeks" is not a duration'], ["-5ms", 'beats.0.until: "-5ms" is no moment'],
    ["efect m1 #2", 'beats.0.until: there is no verb of delivery "efect"; did you mean "effect"?'],
    ["effect m0", 'beats.0.until: "effect m0" is no moment'],
    ["brokr>p1 confirm m1 #1", 'beats.0.until: there is no node "brokr"; did you mean "broker"?'],
    ["broker>p1 confirm m1", 'beats.0.until: "broker>p1 confirm m1": expected #1, #2, ..., found the end'],
    ["c2 timer poll #1", 'beats.0.until: there is no node "c2"'],
    ["p1 timer again m1 #1 by 4ms", 'beats.0.until: "p1 timer again m1 #1 by 4ms": expected the end of the key'],
  ])("until %j", (until, message) => {
    if (message === undefined) expect(() => scenario({ ...base, beats: [beat(until)] })).not.toThrow();
    else expect(refused(beat(until))).toContain(message);
  });

  it.each([
    [{ effcts: 1 }, 'beats.0.expect: there is no counter, gauge or guarantee that is judged here "effcts"; did you mean "effects"?'],
    [{ "at-most-onse": "pass" }, 'did you mean "at-most-once"?'],
    [{ effects: -1 }, "beats.0.expect.effects: expected a whole number of at least 0, got -1"],
    [{ lost: "1" }, 'beats.0.expect.lost: expected a whole number of at least 0, got "1"'],
    [{ order: true }, 'beats.0.expect.order: expected "pass" or "fail", got true'],
    [{ "gauge depth": "high" }, 'beats.0.expect.gauge depth: expected a number, the highest value so far; got "high"'],
  ])("expect %j", (expected, message) => {
    expect(refused(beat("end", expected))).toContain(message);
  });

  it("but parameters set from outside leave the beats out: they tell of the run as it was", () => {
    expect(withParameters({ ...base, beats: [beat("c1 start #1")] }, { "nodes.consumer.count": 2 })).not.toHaveProperty("beats");
  });
});
