import { describe, expect, it } from "vitest";
import { holds } from "../../src/scenario/define.ts";
import type { Scenario } from "../../src/scenario/types.ts";
import type { Factory } from "../../src/world/process.ts";
import { diligent, diligentBut, pair, trusting, trustingBut } from "../support/verdicts.ts";
import type { Judged, Work } from "../support/verdicts.ts";

const ALL = ["at-least-once", "at-most-once", "effectively-once", "integrity", "order", "progress", "bounded", "deadline", "fenced"];
const judgedAll = { bounded: holds({ depth: 1 }), deadline: holds({ within: "1h" }) };

/** Confirms m2 and never sends it; a timer of 1 s goes on for ever. */
function losing(background: boolean, more: Partial<Scenario> = {}, plan: readonly string[] = []): Judged {
  const loser = trustingBut(2, (ctx, message) => void (ctx.confirm(message), ctx.timer("again", "1s", 0, { background })), { wake: (ctx) => ctx.timer("again", "1s", 0, { background }) });
  return pair(loser, diligent, { settle: "10s", ...more }, plan);
}

describe("what is owed when settling runs out", () => {
  it("is lost when nothing but periodic events is pending", () => {
    const { run, verdict } = losing(true);
    expect(run.ending).toBe("settle");
    for (const guarantee of ["at-least-once", "effectively-once"]) expect(verdict(guarantee)).toMatchObject({ status: "fail", at: run.events, sentence: "m2 was confirmed but never took effect" });
    expect(verdict("progress").status).toBe("fail");
  });

  it("is unknown while the run is still busy, and then progress alone is broken", () => {
    const { run, verdict } = losing(false);
    expect(run.ending).toBe("settle");
    for (const guarantee of ["at-least-once", "effectively-once"]) expect(verdict(guarantee)).toEqual({ guarantee, status: "unknown", sentence: "m2 was confirmed and had no effect by 10s, but the run was still busy", promised: "nothing" });
    expect(verdict("progress")).toMatchObject({ status: "fail", at: run.events });
    for (const guarantee of ["at-most-once", "integrity", "order", "fenced"]) expect(verdict(guarantee).status, guarantee).toBe("pass");
  });

  it("is unknown while a fault of the plan is still to come", () => {
    const { run, verdict } = losing(true, {}, ["crash c1 at 1m for 1s"]);
    expect(run.ending).toBe("settle");
    expect(verdict("at-least-once").status).toBe("unknown");
    expect(verdict("progress").status).toBe("fail");
  });
});

describe("a limit", () => {
  it.each<[string, Partial<Scenario>]>([["events", { limit: { events: 7 } }], ["time", { limit: { time: "25ms" } }]])("of %s leaves everything unknown that has not failed", (what, limit) => {
    const { run, verdict } = pair(trusting, diligent, { ...limit, promises: judgedAll });
    expect(run.ending).toBe(what);
    for (const guarantee of ALL) expect(verdict(guarantee)).toMatchObject({ status: "unknown", sentence: `the run was stopped at its limit of ${what}` });
    for (const guarantee of ALL) expect(verdict(guarantee).at, "nothing happened that could be named").toBeUndefined();
  });

  it("does not undo what has failed", () => {
    const { verdict, eventOf } = pair(trusting, diligentBut(1, (ctx, _from, { message }) => void (ctx.effect(message), ctx.effect(message))), { limit: { events: 7 } });
    for (const guarantee of ["at-most-once", "effectively-once"]) expect(verdict(guarantee)).toMatchObject({ status: "fail", at: eventOf("effect", 1) });
    for (const guarantee of ["at-least-once", "integrity", "order", "progress"]) expect(verdict(guarantee).status, guarantee).toBe("unknown");
  });

  it("leaves what is late already broken", () => {
    const { verdict } = losing(false, { limit: { events: 12 }, promises: { deadline: holds({ within: "2s" }) } });
    expect(verdict("deadline")).toMatchObject({ status: "fail", sentence: "m2 had no effect within 2s" });
    expect(verdict("at-least-once").status).toBe("unknown");
  });

  it("that is not reached changes nothing", () => {
    const { run } = pair(trusting, diligent);
    const { verdict } = pair(trusting, diligent, { limit: { events: run.events, time: run.time }, promises: judgedAll });
    for (const guarantee of ALL) expect(verdict(guarantee).status, guarantee).toBe("pass");
  });
});

describe("fail beats unknown beats pass", () => {
  it("in effectively-once: a second effect decides, though another message is still on its way", () => {
    const twice = diligentBut(3, (ctx) => void (ctx.effect(3), ctx.effect(3)));
    const waiting = trustingBut(2, (ctx) => void (ctx.confirm(2), ctx.timer("retry", "1h", 2)));
    const { verdict, eventOf } = pair(waiting, twice);
    expect(verdict("at-least-once").status).toBe("unknown");
    expect(verdict("at-most-once").status).toBe("fail");
    expect(verdict("effectively-once")).toMatchObject({ status: "fail", at: eventOf("effect", 3) });
  });
});

describe("a run in which nothing is owed", () => {
  it("passes, even one without a message", () => {
    for (const messages of [0, 3]) {
      const { run, verdict } = pair(() => ({}), () => ({}), { workload: { messages } });
      expect(run.ending).toBe("quiet");
      for (const guarantee of ["at-least-once", "at-most-once", "effectively-once", "integrity", "order", "progress"]) expect(verdict(guarantee).status, guarantee).toBe("pass");
    }
  });
});

describe("excuses", () => {
  const two = { subscriptions: ["mail", "audit"] };
  /** Does the work of every message for `mail`; for `audit` of all but m2, which it puts aside with this verb. */
  const aside = (verb: "expire" | "dead-letter", subscription = "audit"): Factory<Work> => () => ({
    receive(ctx, _from, { message }) {
      ctx.effect(message, { subscription: "mail" });
      if (message.id !== 2) ctx.effect(message, { subscription: "audit" });
      else ctx.note(verb, 2, { subscription });
    },
  });

  it.each(["expire", "dead-letter"] as const)("that the scenario allows stand for an effect: %s", (verb) => {
    const { verdict } = pair(trusting, aside(verb), { ...two, excuses: [verb] });
    for (const guarantee of ["at-least-once", "effectively-once", "progress"]) expect(verdict(guarantee).status, guarantee).toBe("pass");
  });

  it.each(["expire", "dead-letter"] as const)("that the scenario does not allow are none: %s", (verb) => {
    const other = verb === "expire" ? "dead-letter" : "expire";
    for (const excuses of [[], [other]] as const) expect(pair(trusting, aside(verb), { ...two, excuses }).verdict("at-least-once")).toMatchObject({ status: "fail", sentence: "m2 (subscription audit) was confirmed but never took effect" });
  });

  it("excuse their own subscription only", () => {
    const { verdict } = pair(trusting, aside("expire", "mail"), { ...two, excuses: ["expire"] });
    expect(verdict("at-least-once")).toMatchObject({ status: "fail", sentence: "m2 (subscription audit) was confirmed but never took effect" });
  });

  it("must say their subscription where there are several, and one that there is", () => {
    const unnamed = diligentBut(1, (ctx) => ctx.note("expire", 1));
    expect(() => pair(trusting, unnamed, { ...two, excuses: ["expire"] })).toThrow("c1: this must say its subscription, one of mail, audit");
    expect(() => pair(trusting, aside("expire", "post"), { ...two, excuses: ["expire"] })).toThrow('c1: there is no subscription "post"; known: mail, audit');
  });

  it("given before the confirm count too, and an effect all the same is no second one", () => {
    const hasty = trustingBut(2, (ctx, message) => void (ctx.send("c1", { type: "work", message }), ctx.timer("confirm", "5ms", 2)), { wake: (ctx) => ctx.confirm(2) });
    expect(pair(hasty, diligentBut(2, (ctx) => ctx.note("expire", 2)), { excuses: ["expire"] }).verdict("effectively-once").status).toBe("pass");
    expect(pair(trusting, diligentBut(2, (ctx) => void (ctx.note("expire", 2), ctx.effect(2))), { excuses: ["expire"] }).verdict("effectively-once").status).toBe("pass");
  });
});

describe("several subscriptions", () => {
  const two = { subscriptions: ["mail", "audit"] };
  /** Does the work of every message for these subscriptions, in this order. */
  const working = (...subscriptions: string[]): Factory<Work> => () => ({ receive: (ctx, _from, { message }) => subscriptions.forEach((subscription) => ctx.effect(message, { subscription })) });

  it("each want their own effect, and their own only once", () => {
    expect(pair(trusting, working("mail", "audit"), two).run.verdicts.every(({ status }) => status === "pass")).toBe(true);
    expect(pair(trusting, working("audit"), two).verdict("at-least-once").sentence).toBe("m1 (subscription mail) was confirmed but never took effect");
    expect(pair(trusting, working("mail", "audit", "audit"), two).verdict("at-most-once").sentence).toBe("m1 (subscription audit) took effect a second time, on c1 at 11ms");
  });

  it("are each in an order of their own", () => {
    const crossed: Factory<Work> = () => ({ receive: (ctx, _from, { message }) => void (message.id === 2 && (ctx.effect(1, { subscription: "mail" }), ctx.effect(2, { subscription: "mail" }), ctx.effect(2, { subscription: "audit" }), ctx.effect(1, { subscription: "audit" }))) });
    expect(pair(trusting, crossed, two).verdict("order").sentence).toBe("m1 (subscription audit) took effect after m2, though p1 had published it before, for the same key");
  });

  it("must be named by an effect", () => {
    expect(() => pair(trusting, diligent, two)).toThrow("c1: this must say its subscription, one of mail, audit");
  });
});
