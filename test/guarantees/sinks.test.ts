import { describe, expect, it } from "vitest";
import { holds } from "../../src/scenario/define.ts";
import type { EffectOptions } from "../../src/delivery/message.ts";
import type { Factory } from "../../src/world/process.ts";
import type { SinkSpec } from "../../src/scenario/types.ts";
import { diligentBut, pair, trusting } from "../support/verdicts.ts";
import type { Judged, Work } from "../support/verdicts.ts";

const TWICE: Factory<Work> = () => ({ receive: (ctx, _from, { message }) => void (ctx.effect(message), ctx.effect(message)) });

/** c1 applies messages with these fencing tokens, in this order, when the last message comes. Says what the sink answered. */
function applying(sink: Partial<SinkSpec>, attempts: readonly (readonly [message: number, options?: EffectOptions])[], more: { keys?: number; together?: boolean } = {}): Judged & { readonly answers: readonly string[] } {
  const answers: string[] = [];
  const consumer: Factory<Work> = () => ({
    receive(ctx, _from, { message }) {
      if (message.id !== 3) return;
      if (more.together === true) ctx.transaction((tx) => attempts.forEach(([id, options]) => answers.push(tx.effect(id, options))));
      else for (const [id, options] of attempts) answers.push(ctx.effect(id, options));
    },
  });
  return { ...pair(trusting, consumer, { sinks: [{ name: "world", at: ["c1"], ...sink }], workload: { messages: 3, keys: more.keys ?? 1, every: "10ms" } }), answers };
}

describe("a sink that remembers what it has applied", () => {
  it("answers already to a repeat, which is no effect: no guarantee sees it", () => {
    const { run } = pair(trusting, TWICE, { sinks: [{ name: "world", dedup: true }] });
    expect(run.history).toMatchObject({ effect: 3, "effect already": 3 });
    for (const { guarantee, status } of run.verdicts) expect(status, guarantee).toBe("pass");
    expect(pair(trusting, TWICE).verdict("at-most-once").status).toBe("fail");
  });

  it("shows a repeat in the history with its answer, and makes of a repeated earlier message no disorder", () => {
    const repeating = diligentBut(3, (ctx) => void (ctx.effect(3), ctx.effect(2)));
    const { events, verdict } = pair(trusting, repeating, { sinks: [{ name: "world", dedup: true }], promises: { order: holds({ all: true }) } });
    expect(events.filter(({ verb, message }) => verb === "effect" && message === 2).map(({ detail }) => detail)).toEqual([undefined, "already"]);
    expect(verdict("order").status).toBe("pass");
  });

  it("keeps an altered repeat out of the world, but not an altered message that comes first", () => {
    const altering = diligentBut(2, (ctx, _from, { message }) => void (ctx.effect(message), ctx.effect({ ...message, body: "another" })));
    expect(pair(trusting, altering, { sinks: [{ name: "world", dedup: true }] }).verdict("integrity").status).toBe("pass");
    const forging = diligentBut(2, (ctx, _from, { message }) => void (ctx.effect({ ...message, body: "another" }), ctx.effect(message)));
    expect(pair(trusting, forging, { sinks: [{ name: "world", dedup: true }] }).verdict("integrity").status).toBe("fail");
  });

  it("remembers across a crash of whoever used it", () => {
    const amnesiac = diligentBut(2, (ctx, _from, { message }) => void ctx.effect(message), { start: (ctx) => void (ctx.incarnation > 1 && ctx.effect(2)) });
    const crash = ["crash c1 at 25ms for 1ms"];
    expect(pair(trusting, amnesiac, { sinks: [{ name: "world", dedup: true }] }, crash).verdict("effectively-once").status).toBe("pass");
    expect(pair(trusting, amnesiac, {}, crash).verdict("effectively-once").sentence).toBe("m2 took effect a second time, on c1 at 26ms");
  });

  it("knows nothing of another sink: each subscription has its own effects", () => {
    const sinks = [{ name: "post", subscription: "mail", dedup: true }, { name: "book", subscription: "audit" }];
    const both: Factory<Work> = () => ({ receive: (ctx, _from, { message }) => ["post", "book", "post"].forEach((sink) => ctx.effect(message, { sink })) });
    const { run } = pair(trusting, both, { sinks, subscriptions: ["mail", "audit"] });
    for (const { guarantee, status } of run.verdicts) expect(status, guarantee).toBe("pass");
    const bothTwice: Factory<Work> = () => ({ receive: (ctx, _from, { message }) => ["post", "book", "book"].forEach((sink) => ctx.effect(message, { sink })) });
    expect(pair(trusting, bothTwice, { sinks, subscriptions: ["mail", "audit"] }).verdict("at-most-once").sentence).toBe("m1 (subscription audit) took effect a second time, on c1 at 11ms");
  });
});

describe("a sink that checks fencing tokens", () => {
  it("refuses a token older than one it has seen, and an effect without one: neither is an effect", () => {
    const { answers, verdict } = applying({ fenced: true }, [[1, { token: 5 }], [2, { token: 4 }], [2], [3, { token: 5 }]]);
    expect(answers).toEqual(["applied", "fenced", "fenced", "applied"]);
    expect(verdict("at-least-once")).toMatchObject({ status: "fail", sentence: "m2 was confirmed but never took effect" });
    expect(verdict("at-most-once").status).toBe("pass");
  });

  it("guards each key for itself", () => {
    expect(applying({ fenced: true }, [[1, { token: 5 }], [2, { token: 4 }], [3, { token: 4 }]], { keys: 2 }).answers).toEqual(["applied", "applied", "fenced"]);
  });

  it("learns of a newer token from a repeat as well", () => {
    expect(applying({ fenced: true, dedup: true }, [[1, { token: 1 }], [1, { token: 3 }], [2, { token: 2 }], [1, { token: 3 }]]).answers).toEqual(["applied", "already", "fenced", "already"]);
  });

  it("keeps out the owner that was replaced, so that fenced holds", () => {
    const zombie = (token: number | undefined) => diligentBut(2, (ctx) => void (ctx.note("replace", 2, { owner: "c1" }), ctx.effect(2, token === undefined ? {} : { token })));
    const first = diligentBut(1, (ctx) => void ctx.effect(1, { token: 7 }));
    const consumer = (token: number): Factory<Work> => () => ({ receive: (ctx, from, packet) => (packet.message.id === 1 ? first : zombie(token))().receive!(ctx, from, packet) });
    const sinks = [{ name: "world", fenced: true }];
    expect(pair(trusting, consumer(6), { sinks }).verdict("fenced").status).toBe("pass");
    expect(pair(trusting, consumer(7), { sinks }).verdict("fenced").status).toBe("fail");
    expect(pair(trusting, zombie(undefined)).verdict("fenced").status).toBe("fail");
  });
});

describe("a transaction on a co-located sink", () => {
  it("is answered as the sink will answer when it is carried out, what comes before it in the transaction included", () => {
    const attempts = [
      { sink: {}, calls: [[1], [1]] as const, answers: ["applied", "applied"] },
      { sink: { dedup: true }, calls: [[1], [2], [1]] as const, answers: ["applied", "applied", "already"] },
      { sink: { fenced: true }, calls: [[1, { token: 5 }], [2, { token: 4 }], [3, { token: 5 }]] as const, answers: ["applied", "fenced", "applied"] },
      { sink: { fenced: true, dedup: true }, calls: [[1, { token: 5 }], [2, { token: 4 }], [2, { token: 6 }], [2, { token: 6 }], [1, { token: 5 }]] as const, answers: ["applied", "fenced", "applied", "already", "fenced"] },
    ];
    for (const { sink, calls, answers } of attempts) {
      const done = applying(sink, calls, { together: true });
      expect(done.answers).toEqual(answers);
      expect(done.events.filter(({ verb }) => verb === "effect").map(({ detail }) => detail ?? "applied")).toEqual(answers);
    }
  });

  it("can break at-most-once, at its own event", () => {
    const { verdict, eventOf } = applying({}, [[1], [2], [1]], { together: true });
    expect(verdict("at-most-once")).toMatchObject({ status: "fail", at: eventOf("effect", 1, 2), sentence: "m1 took effect a second time, on c1 at 31ms" });
  });

  it("leaves no effect when the disk fails it", () => {
    const careful: Factory<Work> = () => ({ receive: (ctx, _from, { message }) => void ctx.transaction((tx) => void tx.effect(message)) });
    const { verdict, run } = pair(trusting, careful, { sinks: [{ name: "world", at: ["c1"] }] }, ["disk c1 error at 15ms for 10ms"]);
    expect(run.history).toMatchObject({ effect: 2 });
    expect(verdict("at-least-once").sentence).toBe("m2 was confirmed but never took effect");
  });

  it("needs the sink to be declared where it runs", () => {
    const careful: Factory<Work> = () => ({ receive: (ctx, _from, { message }) => void ctx.transaction((tx) => void tx.effect(message)) });
    expect(() => pair(trusting, careful)).toThrow('c1 used sink "world" inside a transaction, but the scenario does not declare it co-located');
  });
});
