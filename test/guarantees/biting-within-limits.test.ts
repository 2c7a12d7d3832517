import { describe, expect, it } from "vitest";
import { holds } from "../../src/scenario/define.ts";
import type { Scenario } from "../../src/scenario/types.ts";
import type { Context, Factory } from "../../src/world/process.ts";
import { diligent, diligentBut, judged, pair, trusting, trustingBut } from "../support/verdicts.ts";
import type { Work } from "../support/verdicts.ts";

/** Keeps m2 back until m3 has been worked on. */
const swapped: Factory<Work> = () => ({
  receive(ctx, _from, { message }) {
    if (message.id !== 2) ctx.effect(message);
    if (message.id === 3) ctx.timer("late", "1ms", 2);
  },
  wake: (ctx, _timer, id) => void ctx.effect(id!),
});

describe("order", () => {
  const late = "m2 took effect after m3, though p1 had published it before, for the same key";

  it("is broken by a first effect after that of a later message of the same producer and key", () => {
    const { verdict, eventOf } = pair(trusting, swapped);
    expect(verdict("order")).toMatchObject({ status: "fail", at: eventOf("effect", 2), sentence: late });
    expect(verdict("effectively-once").status).toBe("pass");
  });

  it("says nothing of a gap, of another key, or of another producer", () => {
    expect(pair(trusting, diligentBut(2, () => undefined)).verdict("order").status).toBe("pass");
    expect(pair(trusting, swapped, { workload: { messages: 3, keys: 2 } }).verdict("order").status).toBe("pass");
    expect(pair(trusting, swapped, { nodes: [{ name: "producer", count: 2, role: "producer", run: trusting }, { name: "c1", role: "consumer", run: swapped }] }).verdict("order").status).toBe("pass");
  });

  it("is judged for each producer and key on its own: with two producers m4 follows m2", () => {
    const lastFirst: Factory<Work> = () => ({ receive: (ctx, _from, { message }) => void (message.id === 4 && (ctx.effect(4), ctx.effect(2))) });
    const { verdict } = pair(trusting, lastFirst, { workload: { messages: 4 }, nodes: [{ name: "producer", count: 2, role: "producer", run: trusting }, { name: "c1", role: "consumer", run: lastFirst }] });
    expect(verdict("order").sentence).toBe("m2 took effect after m4, though p2 had published it before, for the same key");
  });

  it("says nothing of a repeat, unless all effects are to be judged", () => {
    const repeating = diligentBut(3, (ctx) => void (ctx.effect(3), ctx.effect(2)));
    expect(pair(trusting, repeating).verdict("order").status).toBe("pass");
    const { verdict, eventOf } = pair(trusting, repeating, { promises: { order: holds({ all: true }) } });
    expect(verdict("order")).toMatchObject({ status: "fail", at: eventOf("effect", 2, 2), sentence: late, promised: "holds" });
  });

  it("says nothing, even of all effects, when a message is repeated before the next", () => {
    const stuttering: Factory<Work> = () => ({ receive: (ctx, _from, { message }) => void (ctx.effect(message), ctx.effect(message)) });
    expect(pair(trusting, stuttering, { promises: { order: holds({ all: true }) } }).verdict("order").status).toBe("pass");
  });

  it("says nothing of an effect of what nobody has published: that breaks integrity", () => {
    const { verdict } = pair(trusting, diligentBut(1, (ctx) => void (ctx.effect(3), ctx.effect(9))));
    expect(verdict("order").status).toBe("pass");
    expect(verdict("integrity").status).toBe("fail");
  });
});

describe("bounded", () => {
  const noting = (times: number): Factory<Work> => () => ({ receive: (ctx, _from, { message }) => Array.from({ length: times }).forEach(() => ctx.note("deliver", message)) });
  const redeliveries = (most: number): Partial<Scenario> => ({ promises: { bounded: holds({ redeliveries: most }) } });

  it("is broken by the delivery of a message that is one too many", () => {
    const thrice = diligentBut(2, (ctx, _from, { message }) => void (ctx.note("deliver", message), ctx.timer("again", "1ms", 2), ctx.timer("once more", "2ms", 2)), { wake: (ctx, _timer, id) => ctx.note("deliver", id!) });
    const { verdict, eventOf } = pair(trusting, thrice, redeliveries(1));
    expect(verdict("bounded")).toMatchObject({ status: "fail", at: eventOf("deliver", 2, 3), sentence: "m2 was redelivered 2 times, over the limit of 1" });
    expect(pair(trusting, thrice, redeliveries(2)).verdict("bounded").status).toBe("pass");
  });

  it("counts a message's first delivery for nothing, and counts as far as it says it can", () => {
    expect(pair(trusting, noting(1), redeliveries(0)).verdict("bounded").status).toBe("pass");
    expect(pair(trusting, noting(2), redeliveries(0)).verdict("bounded").sentence).toBe("m1 was redelivered 1 time, over the limit of 0");
    expect(pair(trusting, noting(251), redeliveries(250)).verdict("bounded").status).toBe("pass");
    expect(pair(trusting, noting(300), redeliveries(250)).verdict("bounded").sentence).toBe("m1 was redelivered 251 times, over the limit of 250");
  });

  it("is broken by a gauge above its limit, at that event, naming the node", () => {
    const piling: Factory<Work> = () => {
      let depth = 0;
      return { receive: (ctx, _from, { message }) => void (ctx.effect(message), ctx.gauge("depth", ++depth)) };
    };
    const { verdict, eventOf, run } = pair(trusting, piling, { promises: { bounded: holds({ depth: 1 }) } });
    expect(verdict("bounded")).toMatchObject({ status: "fail", at: eventOf("effect", 2), sentence: "depth on c1 grew to 2, over its limit of 1" });
    expect(run.gauges).toEqual({ depth: 3 });
    expect(pair(trusting, piling, { promises: { bounded: holds({ depth: 3, dedup: 0 }) } }).verdict("bounded").status).toBe("pass");
  });

  it("counts each subscription's deliveries apart, and wants to be told which it is", () => {
    const both = (times: number, named: boolean): Factory<Work> => () => ({ receive: (ctx, _from, { message }) => ["mail", "audit"].forEach((subscription) => Array.from({ length: times }).forEach(() => ctx.note("deliver", message, named ? { subscription } : undefined))) });
    const two = { ...redeliveries(0), subscriptions: ["mail", "audit"] };
    expect(pair(trusting, both(1, true), two).verdict("bounded").status).toBe("pass");
    expect(pair(trusting, both(2, true), two).verdict("bounded").sentence).toBe("m1 (subscription mail) was redelivered 1 time, over the limit of 0");
    expect(() => pair(trusting, both(1, false), two)).toThrow('c1: where redeliveries are bounded, a "deliver" of m1 must say its subscription, one of mail, audit');
  });
});

describe("deadline", () => {
  /** Works on m1 this long after it came. m1 is published at 10 ms, the storm ends with the last message, just after 30 ms. */
  const after = (ms: number): Factory<Work> => diligentBut(1, (ctx) => ctx.timer("later", `${ms}ms`, 1), { wake: (ctx, _timer, id) => void ctx.effect(id!) });
  const within = (time: string, when?: "always" | "calm"): Partial<Scenario> => ({ promises: { deadline: holds(when === undefined ? { within: time } : { within: time, when }) } });

  it("counted always, is broken by an effect that comes too late after its publish", () => {
    const { verdict, eventOf } = pair(trusting, after(5), within("5ms", "always"));
    expect(verdict("deadline")).toMatchObject({ status: "fail", at: eventOf("effect", 1), sentence: "m1 took effect on c1 6ms after it was published, later than 5ms" });
    expect(pair(trusting, after(4), within("5ms", "always")).verdict("deadline").status).toBe("pass");
  });

  it("counted in calm, forgives the storm, and counts from its end", () => {
    for (const when of ["calm", undefined] as const) {
      expect(pair(trusting, after(19), within("5ms", when)).verdict("deadline").status).toBe("pass");
      expect(pair(trusting, after(24), within("5ms", when)).verdict("deadline").status).toBe("pass");
      const { verdict, eventOf } = pair(trusting, after(25), within("5ms", when));
      expect(verdict("deadline")).toMatchObject({ status: "fail", at: eventOf("effect", 1), sentence: "m1 took effect on c1 26ms after it was published, later than 5ms after the storm" });
    }
  });

  it("counts from the storm's end that the scenario sets", () => {
    expect(pair(trusting, after(90), { ...within("5ms"), storm: "100ms" }).verdict("deadline").status).toBe("pass");
    expect(pair(trusting, after(95), { ...within("5ms"), storm: "100ms" }).verdict("deadline").status).toBe("fail");
  });

  it("is broken by a message that never takes effect, as soon as nothing is left that could bring it, or its time is over", () => {
    const forgetful = trustingBut(2, (ctx, message) => ctx.confirm(message));
    const { run, verdict } = pair(forgetful, diligent, within("1m"));
    expect(verdict("deadline")).toMatchObject({ status: "fail", at: run.events, sentence: "m2 had no effect within 60s" });
    const polling = (background: boolean): Factory<Work> => () => ({ ...diligent(), start: (ctx) => ctx.timer("poll", "1h", 0, { background }) });
    expect(pair(forgetful, polling(true), { ...within("1m"), settle: "10s" }).verdict("deadline").status).toBe("fail");
    expect(pair(forgetful, polling(false), { ...within("10s"), settle: "10s" }).verdict("deadline").status).toBe("fail");
    expect(pair(forgetful, polling(false), { ...within("1m"), settle: "10s" }).verdict("deadline")).toMatchObject({ status: "unknown", sentence: "m2 had no effect when the run ended, but was not late yet" });
  });

  it("is broken by a late effect even of a message that had expired, in one subscription or in several", () => {
    const zombie = diligentBut(1, (ctx) => void (ctx.note("expire", 1, { subscription: "audit" }), ctx.effect(1, { subscription: "mail" }), ctx.timer("later", "50ms", 1)), { wake: (ctx, _timer, id) => void ctx.effect(id!, { subscription: "audit" }) });
    const { verdict } = pair(trustingBut(2, () => undefined), zombie, { ...within("5ms"), workload: { messages: 2 }, excuses: ["expire"], subscriptions: ["mail", "audit"] });
    expect(verdict("deadline").sentence).toBe("m1 (subscription audit) took effect on c1 51ms after it was published, later than 5ms after the storm");
  });
});

describe("fenced", () => {
  /** p1 hands m2 to c1, which does the work 20 ms later; meanwhile the node that grants leases speaks. */
  function lease(speak: (ctx: Context) => void, messages = 2): ReturnType<typeof judged> {
    const slow = diligentBut(2, (ctx) => ctx.timer("wakes up", "20ms", 2), { wake: (ctx, _timer, id) => void ctx.effect(id!) });
    return judged({
      nodes: [{ name: "p1", role: "producer", run: trusting }, { name: "c1", role: "consumer", run: slow }, { name: "keeper", role: "broker", run: () => ({ start: (ctx) => ctx.timer("speak", "30ms"), wake: speak }) }],
      workload: { messages, keys: 2, every: "10ms" },
      network: { latency: "1ms" },
      promises: {},
    });
  }

  it.each([["m2", undefined], ["m2", "m2"], ["key:k2", "key:k2"], ["all", "all"]])("is broken by an effect of a node that was replaced as the owner of %s (said as %s)", (named, resource) => {
    const { verdict, eventOf } = lease((ctx) => void (ctx.note("grant", 2, { owner: "c2", ...(resource === undefined ? {} : { resource }) }), ctx.note("replace", 2, { owner: "c1", ...(resource === undefined ? {} : { resource }) })));
    expect(verdict("fenced")).toMatchObject({ status: "fail", at: eventOf("effect", 2), sentence: `c1 applied m2 at 41ms, though it had been replaced as the owner of ${named} at 30ms` });
  });

  it("says nothing where the owner was granted it again, or where another owner, message or key was meant", () => {
    const harmless: ((ctx: Context) => void)[] = [
      (ctx) => (ctx.note("replace", 2, { owner: "c1" }), ctx.note("grant", 2, { owner: "c1" })),
      (ctx) => ctx.note("replace", 2, { owner: "c2" }),
      (ctx) => ctx.note("replace", 1, { owner: "c1" }),
      (ctx) => ctx.note("replace", 2, { owner: "c1", resource: "key:k1" }),
      (ctx) => ctx.note("replace", 2, { resource: "all" }),
      (ctx) => ctx.note("grant", 2, { owner: "c2" }),
    ];
    for (const speak of harmless) expect(lease(speak).verdict("fenced").status).toBe("pass");
  });

  it("says nothing of effects before the replacement", () => {
    expect(lease((ctx) => ctx.note("replace", 1, { owner: "c1", resource: "key:k1" }), 1).verdict("fenced").status).toBe("pass");
  });
});
