import { describe, expect, it } from "vitest";
import { diligent, diligentBut, pair, trusting, trustingBut } from "../support/verdicts.ts";

const ONCE = ["at-least-once", "at-most-once", "effectively-once", "integrity", "order", "progress"];

it("a protocol that does its work breaks nothing, and nothing is said about it", () => {
  const { run, verdict } = pair(trusting, diligent);
  expect(run.ending).toBe("quiet");
  for (const guarantee of ONCE) expect(verdict(guarantee)).toEqual({ guarantee, status: "pass", promised: "nothing" });
});

describe("at-least-once", () => {
  const forgetful = trustingBut(2, (ctx, message) => ctx.confirm(message));

  it("is broken by a message that was confirmed and never sent, at the last event, and so are effectively-once and progress", () => {
    const { run, verdict } = pair(forgetful, diligent);
    expect(verdict("at-least-once")).toMatchObject({ status: "fail", at: run.events, sentence: "m2 was confirmed but never took effect" });
    expect(verdict("effectively-once")).toMatchObject({ status: "fail", at: run.events, sentence: "m2 was confirmed but never took effect" });
    expect(verdict("progress")).toMatchObject({ status: "fail", at: run.events, sentence: "the run came to rest, but m2 was confirmed and still had no effect: nothing is left that could deliver it" });
    expect(verdict("at-most-once").status).toBe("pass");
  });

  it("is broken by a first confirm of many that has no effect, whatever came after", () => {
    expect(pair(trustingBut(1, (ctx, message) => ctx.confirm(message)), diligent).verdict("at-least-once").sentence).toBe("m1 was confirmed but never took effect");
  });

  it("says nothing of a message that was never confirmed, or was refused, or given up", () => {
    for (const silent of [trustingBut(2, () => undefined), trustingBut(2, (ctx, { id }) => ctx.refuse(id, "full")), trustingBut(2, (ctx, { id }) => ctx.giveUp(id, "no answer"))]) {
      const { verdict } = pair(silent, diligent);
      for (const guarantee of ONCE) expect(verdict(guarantee).status, guarantee).toBe("pass");
    }
  });

  it("takes a message that was handed over for owed where protocols have no confirms", () => {
    const { run, verdict } = pair(trustingBut(2, () => undefined), diligent, { obligation: "published" });
    expect(verdict("at-least-once")).toMatchObject({ status: "fail", at: run.events, sentence: "m2 was published but never took effect" });
  });
});

describe("at-most-once", () => {
  const again = diligentBut(2, (ctx, _from, { message }) => void (ctx.effect(message), ctx.timer("again", "5ms", message.id)), { wake: (ctx, _timer, id) => void ctx.effect(id!) });

  it("is broken by the second effect of a message, at that event, and so is effectively-once", () => {
    const { run, verdict, eventOf } = pair(trusting, again);
    const broken = { status: "fail", at: eventOf("effect", 2, 2), sentence: "m2 took effect a second time, on c1 at 26ms" };
    expect(verdict("at-most-once")).toMatchObject(broken);
    expect(verdict("effectively-once")).toMatchObject(broken);
    expect(eventOf("effect", 2, 2)).toBeLessThan(run.events);
    for (const guarantee of ["at-least-once", "order", "integrity", "progress"]) expect(verdict(guarantee).status, guarantee).toBe("pass");
  });

  it("is broken by two effects in one step", () => {
    const { verdict, eventOf } = pair(trusting, diligentBut(3, (ctx, _from, { message }) => void (ctx.effect(message), ctx.effect(message))));
    expect(verdict("at-most-once").at).toBe(eventOf("effect", 3));
  });

  it("says nothing of a message that is delivered twice and takes effect once", () => {
    const noting = diligentBut(2, (ctx, _from, { message }) => void (ctx.note("deliver", message), ctx.note("deliver", message), ctx.effect(message)));
    expect(pair(trusting, noting).verdict("at-most-once").status).toBe("pass");
  });

  it("names the first of several violations", () => {
    const { verdict, eventOf } = pair(trusting, () => ({ receive: (ctx, _from, { message }) => void (ctx.effect(message), ctx.effect(message)) }));
    expect(verdict("at-most-once")).toMatchObject({ at: eventOf("effect", 1, 2), sentence: "m1 took effect a second time, on c1 at 11ms" });
  });
});

describe("integrity", () => {
  it("is broken by an effect of a message that nobody published, or that nobody has published yet", () => {
    for (const ghost of [9, 3]) {
      const { verdict, eventOf } = pair(trusting, diligentBut(2, (ctx) => void ctx.effect(ghost)));
      expect(verdict("integrity")).toMatchObject({ status: "fail", at: eventOf("effect", ghost), sentence: `m${ghost} took effect on c1, but nobody published it` });
    }
  });

  it("is broken by an effect of a message whose producer was told that it is not stored", () => {
    const { verdict, eventOf } = pair(trustingBut(2, (ctx, message) => void (ctx.refuse(message, "full"), ctx.send("c1", { type: "work", message }))), diligent);
    expect(verdict("integrity")).toMatchObject({ status: "fail", at: eventOf("effect", 2), sentence: "m2 took effect on c1, though its producer had been told that it was refused" });
  });

  it("is broken by a refusal of what has taken effect", () => {
    const late = trustingBut(2, (ctx, message) => void (ctx.send("c1", { type: "work", message }), ctx.timer("answer", "5ms", 2)), { wake: (ctx, _timer, id) => ctx.refuse(id!, "timeout") });
    const { verdict, eventOf } = pair(late, diligent);
    expect(verdict("integrity")).toMatchObject({ status: "fail", at: eventOf("refuse", 2), sentence: "m2 was refused, but it had taken effect already" });
  });

  it.each([["body", "another"], ["key", "k2"], ["producer", "p2"]])("is broken by an effect with another %s than was published", (field, value) => {
    const { verdict, eventOf } = pair(trusting, diligentBut(2, (ctx, _from, { message }) => void ctx.effect({ ...message, [field]: value })));
    expect(verdict("integrity")).toMatchObject({ status: "fail", at: eventOf("effect", 2), sentence: "m2 took effect on c1 with another content than was published" });
  });

  it.each([["confirmed, then refused", ["confirm", "refuse"]], ["refused, then confirmed", ["refuse", "confirm"]]])("is broken by a message that is %s", (_, verbs) => {
    const torn = trustingBut(2, (ctx, { id }) => verbs.forEach((verb) => (verb === "confirm" ? ctx.confirm(id) : ctx.refuse(id, "full"))));
    const { verdict, eventOf } = pair(torn, diligent);
    expect(verdict("integrity")).toMatchObject({ status: "fail", at: eventOf(verbs[1]!, 2), sentence: "m2 was both confirmed and refused" });
  });

  it("is broken by an answer about a message that nobody published, which nobody owes either", () => {
    const { verdict, eventOf } = pair(trustingBut(2, (ctx) => ctx.confirm(9)), diligent);
    expect(verdict("integrity")).toMatchObject({ status: "fail", at: eventOf("confirm", 9), sentence: "p1 was told that m9 is stored, but nobody published it" });
    for (const guarantee of ["at-least-once", "effectively-once", "progress"]) expect(verdict(guarantee).status, guarantee).toBe("pass");
  });

  it("says nothing of an effect of a message that was given up: its fate was unknown", () => {
    const { verdict } = pair(trustingBut(2, (ctx, message) => void (ctx.giveUp(message, "timeout"), ctx.send("c1", { type: "work", message }))), diligent);
    expect(verdict("integrity").status).toBe("pass");
  });

  it("says nothing of a message that travels whole, as a copy or by its ordinal", () => {
    const copying = diligentBut(2, (ctx, _from, { message }) => void ctx.effect({ ...message }));
    const naming = diligentBut(2, (ctx, _from, { message }) => void ctx.effect(message.id));
    for (const consumer of [copying, naming]) expect(pair(trusting, consumer, { workload: { messages: 3, bytes: 40 } }).verdict("integrity").status).toBe("pass");
  });
});

describe("progress", () => {
  it("is broken by a run that is still busy with what it owes when settling runs out", () => {
    const stubborn = trustingBut(2, (ctx, message) => void (ctx.confirm(message), ctx.timer("retry", "1s", 2)), { wake: (ctx) => ctx.timer("retry", "1s", 2) });
    const { run, verdict } = pair(stubborn, diligent, { settle: "10s" });
    expect(run.ending).toBe("settle");
    expect(verdict("progress")).toMatchObject({ status: "fail", at: run.events, sentence: "10s after the last disturbance m2 was confirmed and still had no effect" });
  });

  it("is broken by a run that never comes to rest, though nothing is owed", () => {
    const restless = trustingBut(2, trusting().publish!, { start: (ctx) => ctx.timer("retry", "1s"), wake: (ctx) => ctx.timer("retry", "1s") });
    const { run, verdict } = pair(restless, diligent, { settle: "10s" });
    expect(verdict("progress")).toMatchObject({ status: "fail", at: run.events, sentence: "10s after the last disturbance the run had not come to rest, though nothing was owed any more" });
    expect(verdict("at-least-once").status).toBe("pass");
  });

  it("says nothing of a run that needs a while, or that polls in the background for ever", () => {
    const slow = diligentBut(2, (ctx) => ctx.timer("later", "9s", 2), { start: (ctx) => ctx.timer("poll", "1s", 0, { background: true }), wake: (ctx, timer) => void (timer === "later" ? ctx.effect(2) : ctx.timer("poll", "1s", 0, { background: true })) });
    const { run, verdict } = pair(trusting, slow, { settle: "10s" });
    expect(run.ending).toBe("quiet");
    expect(verdict("progress").status).toBe("pass");
  });
});
