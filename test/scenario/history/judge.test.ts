import { describe, expect, it } from "vitest";
import { holds, scenario } from "../../../src/scenario/define.ts";
import { judgeHistory } from "../../../src/scenario/history/judge.ts";
import type { Judgement, JudgeOptions } from "../../../src/scenario/history/judge.ts";
import type { Verdict } from "../../../src/scenario/result.ts";

type Line = { readonly [field: string]: unknown };

/** Judges these lines behind a header. Lines get times of their own, a millisecond apart, unless they say one. */
function judged(header: Line, lines: readonly Line[], options?: JudgeOptions): Judgement & { verdict(guarantee: string): Verdict } {
  const texts = [{ history: 1, promises: {}, ...header }, ...lines.map((line, index) => ({ at: (index + 1) * 1_000, ...line }))].map((line) => JSON.stringify(line));
  const judgement = judgeHistory(texts, options);
  return { ...judgement, verdict: (guarantee) => judgement.verdicts.find((verdict) => verdict.guarantee === guarantee)! };
}

const publish = (message: unknown, more: Line = {}): Line => ({ node: "web-1", verb: "publish", message, ...more });
const confirm = (message: unknown): Line => ({ node: "web-1", verb: "confirm", message });
const effect = (message: unknown, more: Line = {}): Line => ({ node: "worker-1", verb: "effect", message, ...more });
const END: Line = { verb: "end", ending: "quiet" };

describe("a history of a real system", () => {
  it("is judged in its own words: its names of messages, its nodes, its lines", () => {
    const { verdict, ...rest } = judged({ title: "payments, Tuesday", promises: { "effectively-once": { holds: true } } }, [publish("order-17"), confirm("order-17"), effect("order-17"), publish("order/18"), confirm("order/18"), effect("order-17", { node: "worker-2" }), END]);
    expect(verdict("effectively-once")).toEqual({ guarantee: "effectively-once", status: "fail", at: 7, sentence: "order-17 took effect a second time, on worker-2 at 5ms", promised: "holds" });
    expect(verdict("at-least-once")).toEqual({ guarantee: "at-least-once", status: "fail", at: 8, sentence: "order/18 was confirmed but never took effect", promised: "nothing" });
    expect(rest).toMatchObject({ title: "payments, Tuesday", lines: 8, messages: 2, time: 6_000, ending: "quiet", history: { publish: 2, confirm: 2, effect: 2 } });
  });

  it("may name messages by numbers, which are their publish ordinals", () => {
    expect(judged({}, [publish(7), confirm(7), publish(9), END]).verdict("at-least-once").sentence).toBe("m7 was confirmed but never took effect");
  });

  it("shows the time since its first line, or since the start it names", () => {
    const at = 1_764_000_000_000_000;
    const lines = [publish("a", { at }), effect("a", { at: at + 2_000_000 }), effect("a", { at: at + 3_000_000 })];
    expect(judged({}, lines).verdict("at-most-once").sentence).toBe("a took effect a second time, on worker-1 at 3s");
    expect(judged({ start: at - 1_000_000 }, lines).verdict("at-most-once").sentence).toBe("a took effect a second time, on worker-1 at 4s");
  });

  it("is in order for each producer and key: who published, not where, if that is said", () => {
    const overtaken = (a: Line, b: Line): string => judged({}, [publish("a", a), publish("b", b), effect("b"), effect("a"), END]).verdict("order").status;
    expect(overtaken({}, {})).toBe("fail");
    expect(overtaken({ key: "x" }, { key: "x" })).toBe("fail");
    expect(overtaken({ key: "x" }, { key: "y" })).toBe("pass");
    expect(overtaken({ node: "web-1" }, { node: "web-2" })).toBe("pass");
    expect(overtaken({ node: "web-1", producer: "shop" }, { node: "web-2", producer: "shop" })).toBe("fail");
    expect(judged({}, [publish("a", { producer: "shop" }), publish("b", { producer: "shop" }), effect("b"), effect("a"), END]).verdict("order").sentence).toBe("a took effect after b, though shop had published it before, for the same key");
  });

  it("has an effect altered when its content is another, or said to be; what says nothing is not judged", () => {
    const integrity = (published: Line, done: Line): string => judged({}, [publish("a", published), effect("a", done), END]).verdict("integrity").status;
    expect(integrity({ content: "5 EUR" }, { content: "5 EUR" })).toBe("pass");
    expect(integrity({ content: "5 EUR" }, { content: "50 EUR" })).toBe("fail");
    expect(integrity({ content: "5 EUR" }, {})).toBe("pass");
    expect(integrity({}, { content: "5 EUR" })).toBe("pass");
    expect(integrity({}, { altered: true })).toBe("fail");
  });

  it("does not count an effect that the sink refused", () => {
    const { verdict, history } = judged({}, [publish("a"), effect("a"), effect("a", { detail: "already" }), effect("a", { detail: "fenced" }), END]);
    expect(verdict("at-most-once").status).toBe("pass");
    expect(history).toEqual({ publish: 1, effect: 1, "effect already": 1, "effect fenced": 1 });
  });

  it("owes each message to each subscription, but for those excused", () => {
    const header = { subscriptions: ["mail", "eu/audit"], obligation: "published", excuses: ["dead-letter"] };
    const audit = { node: "broker", verb: "dead-letter", message: "a", subscription: "eu/audit" };
    expect(judged(header, [publish("a"), effect("a", { subscription: "mail" }), END]).verdict("at-least-once").sentence).toBe("a (subscription eu/audit) was published but never took effect");
    expect(judged(header, [publish("a"), effect("a", { subscription: "mail" }), audit, END]).verdict("at-least-once").status).toBe("pass");
  });

  it("is judged by limits: gauges, redeliveries, deadlines, and who was replaced", () => {
    const deliver = { node: "worker-1", verb: "deliver", message: "a" };
    const bounded = (limits: Line): Verdict => judged({ promises: { bounded: { holds: true, limits } } }, [publish("a"), { node: "broker", gauge: "depth", value: 7 }, deliver, deliver, deliver, END]).verdict("bounded");
    expect(bounded({ depth: 6 })).toMatchObject({ status: "fail", at: 3, sentence: "depth on broker grew to 7, over its limit of 6" });
    expect(bounded({ depth: 7, redeliveries: 1 })).toMatchObject({ status: "fail", at: 6, sentence: "a was redelivered 2 times, over the limit of 1" });
    expect(bounded({ depth: 7, redeliveries: 2 }).status).toBe("pass");
    const replaced = { node: "lock", verb: "replace", message: "a", detail: { owner: "worker-1", resource: "key:x" } };
    expect(judged({}, [publish("a", { key: "x" }), replaced, effect("a"), END]).verdict("fenced")).toMatchObject({ status: "fail", at: 4, sentence: "worker-1 applied a at 2ms, though it had been replaced as the owner of key:x at 1ms" });
  });

  it("counts deadlines from the publish; where faults were injected, from the line that says calm", () => {
    const deadline = (header: Line, more: readonly Line[]): Verdict => judged({ promises: { deadline: { holds: true, limits: { within: "2ms" } } }, ...header }, [publish("a"), ...more, END]).verdict("deadline");
    expect(deadline({}, [effect("a", { at: 3_000 })]).status).toBe("pass");
    expect(deadline({}, [effect("a", { at: 3_001 })]).status).toBe("fail");
    expect(deadline({ storm: true }, [effect("a", { at: 9_000 })]).status).toBe("pass");
    expect(deadline({ storm: true }, [{ at: 5_000, verb: "calm" }, effect("a", { at: 7_000 })]).status).toBe("pass");
    expect(deadline({ storm: true }, [{ at: 5_000, verb: "calm" }, effect("a", { at: 7_001 })]).status).toBe("fail");
  });

  it("says that lines stand in another order than things can have happened in, and judges them as they stand", () => {
    const { disorder, verdict } = judged({}, [{ ...effect("a"), at: 5_000 }, { ...publish("a"), at: 3_000 }, { ...publish("b"), at: 4_500 }, { ...effect("b"), at: 5_000 }, END]);
    expect(disorder).toEqual({ backwards: 2, most: 2_000, early: 1 });
    expect(verdict("integrity")).toMatchObject({ status: "fail", at: 2, sentence: "a took effect on worker-1, but nobody published it" });
  });
});

describe("how a history ends decides what is known", () => {
  const owed = [publish("a"), confirm("a")];
  const statuses = ({ verdict }: { verdict(guarantee: string): Verdict }): string[] => ["at-least-once", "at-most-once", "progress"].map((guarantee) => verdict(guarantee).status);

  it.each<[string, Line, Line[], string[]]>([
    ["at rest: what is owed is lost", {}, [END], ["fail", "pass", "fail"]],
    ["settling ran out, at rest: lost", { settle: "5s" }, [{ verb: "end", ending: "settle" }], ["fail", "pass", "fail"]],
    ["settling ran out, still busy: nobody knows, but it took too long", { settle: "5s" }, [{ verb: "end", ending: "settle", busy: true }], ["unknown", "pass", "fail"]],
    ["the recording was stopped: nobody knows", {}, [{ verb: "end", ending: "cut" }], ["unknown", "unknown", "unknown"]],
    ["not at all: nobody knows", {}, [], ["unknown", "unknown", "unknown"]],
  ])("%s", (_, header, end, expected) => {
    expect(statuses(judged(header, [...owed, ...end]))).toEqual(expected);
  });

  it("and what has failed by then has failed", () => {
    const { verdict, ending } = judged({}, [publish("a"), effect("a"), effect("a")]);
    expect(ending).toBeUndefined();
    expect(verdict("at-most-once").status).toBe("fail");
    expect(verdict("order")).toEqual({ guarantee: "order", status: "unknown", sentence: 'the history has no line that says "end", so it may go on', promised: "nothing" });
  });

  it("a deadline that has not passed when the recording stops is not missed", () => {
    const deadline = (at: number): string => judged({ promises: { deadline: { holds: true, limits: { within: "2ms" } } } }, [publish("a"), confirm("a"), { at, verb: "end", ending: "cut" }]).verdict("deadline").status;
    expect([deadline(3_000), deadline(3_001)]).toEqual(["unknown", "fail"]);
  });
});

describe("guarantees of one's own", () => {
  const mine = scenario({
    title: "no more than one",
    nodes: [{ name: "p1", role: "producer", run: () => ({}) }],
    workload: { messages: 0 },
    promises: { "one-at-most": holds() },
    guarantees: [{ name: "one-at-most", observe: () => ({ on: ({ verb, message, index }, fail) => void (verb === "effect" && message! > 1 && fail(`effect ${index}`)), end: ({ effects }, fail) => void (effects === 0 && fail("none at all")) }) }],
  });
  const header = { own: ["one-at-most"], promises: { "one-at-most": { holds: true } } };

  it("are unknown without their code, and judge where the scenario brings it", () => {
    const lines = [publish("a"), effect("a"), publish("b"), effect("b"), END];
    expect(judged(header, lines).verdict("one-at-most")).toEqual({ guarantee: "one-at-most", status: "unknown", sentence: '"one-at-most" is a guarantee of a scenario\'s own: judge by that scenario', promised: "holds" });
    expect(judged(header, lines, { scenario: mine }).verdict("one-at-most")).toEqual({ guarantee: "one-at-most", status: "fail", at: 5, sentence: "effect 3", promised: "holds" });
    expect(judged(header, [publish("a"), END], { scenario: mine }).verdict("one-at-most")).toMatchObject({ status: "fail", at: 3, sentence: "none at all" });
  });

  it("may not look at the clock on the wall: no fault of the line, which lenient would pass over", () => {
    const late = { ...mine, guarantees: [{ name: "one-at-most", observe: () => ({ on: () => void Date.now(), end: () => undefined }) }] };
    for (const lenient of [false, true]) expect(() => judged(header, [publish("a")], { scenario: late, lenient })).toThrow("Date.now was called inside a handler");
  });
});

describe("a header that is wrong is an error, lenient or not, and says what would be right", () => {
  it.each<[string, string | Line, string]>([
    ["nothing", "", 'is no header: Unexpected end of JSON input; the first line says what is judged: {"history":1,"promises":{"at-least-once":{"holds":true}}}'],
    ["an event", { at: 1, node: "p1", verb: "publish", message: "a" }, ' has no "at"; known: history, title, subscriptions, obligation, excuses, promises, own, settle, storm, start'],
    ["of a later format", { history: 2, promises: {} }, ": history: expected 1 (a later number is for a later Faultline), got 2"],
    ["without promises", { history: 1 }, ": promises: expected an object, got nothing"],
    ["a misspelt field", { history: 1, promisses: {} }, ' has no "promisses"; did you mean "promises"?'],
    ["a misspelt guarantee", { history: 1, promises: { "at-leest-once": { holds: true } } }, ': promises: there is no guarantee "at-leest-once"; did you mean "at-least-once"?'],
    ["a promise that is none", { history: 1, promises: { order: true } }, ': promises.order: expected { "holds": true } or { "breaks": true }, with "limits" where the guarantee takes any, got true'],
    ["limits that a guarantee does not take", { history: 1, promises: { order: { holds: true, limits: { al: true } } } }, ': promises.order: takes the limit "all", but got "al"'],
    ["two subscriptions of one name", { history: 1, promises: {}, subscriptions: ["a", "a"] }, ': subscriptions: two are called "a"; each needs a name of its own'],
    ["a time to settle that is none", { history: 1, promises: {}, settle: "soon" }, ': settle: "soon" is not a duration; write microseconds, or "250us", "5ms", "1.5s", "2m", "1h" (12 days at most)'],
  ])("%s", (_, line, expected) => {
    for (const lenient of [false, true]) expect(() => judgeHistory([typeof line === "string" ? line : JSON.stringify(line)], { where: "x.jsonl", lenient })).toThrow(`x.jsonl, line 1${expected.startsWith("is") ? " " : ""}${expected}`);
  });

  it("and so is no header at all", () => {
    expect(() => judgeHistory([], { where: "x.jsonl" })).toThrow('x.jsonl is empty; the first line is the header: {"history":1,');
  });
});

describe("a line that is wrong", () => {
  const header = JSON.stringify({ history: 1, promises: { bounded: { holds: true, limits: { redeliveries: 1 } } }, subscriptions: ["mail", "audit"] });
  const good = JSON.stringify({ at: 1, node: "p1", verb: "publish", message: "a" });
  const wrong: readonly (readonly [string, string | Line, string])[] = [
    ["cut off", '{"at":2,"node":"p1","ver', "is not JSON: Unterminated string in JSON at position 24"],
    ["empty", "", "is empty"],
    ["no object", "[1]", 'is [1]; a line is an object: {"at":12600,"node":"p1","verb":"publish","message":"order-17"}'],
    ["not UTF-8", '{"at":2,"node":"p\ufffd"}', "holds bytes that are not UTF-8"],
    ["a verb that is none", { at: 2, node: "p1", verb: "delivr", message: "a" }, 'there is no verb "delivr"; did you mean "deliver"?'],
    ["no verb", { at: 2, node: "p1", message: "a" }, 'has no "verb"'],
    ["a verb of another type", { at: 2, node: "p1", verb: 5, message: "a" }, 'verb: expected a verb, such as "publish", got 5'],
    ["a misspelt field", { at: 2, node: "p1", verb: "publish", mesage: "a" }, '"publish" has no "mesage"; did you mean "message"?'],
    ["no message", { at: 2, node: "p1", verb: "publish" }, 'has no "message": expected a text of 1 to 200 characters, or a publish ordinal from 1 to 268435456'],
    ["a message that is none", { at: 2, node: "p1", verb: "publish", message: 0 }, "message: expected a text of 1 to 200 characters, or a publish ordinal from 1 to 268435456, got 0"],
    ["no time", { node: "p1", verb: "publish", message: "b" }, 'has no "at": expected microseconds, a whole number'],
    ["a time in fractions", { at: 2.5, node: "p1", verb: "publish", message: "b" }, "at: expected microseconds, a whole number, got 2.5"],
    ["a field in the wrong place", { at: 2, node: "p1", verb: "confirm", message: "a", subscription: "mail" }, '"confirm" has no "subscription"; known: at, node, verb, message, detail, event, cause, because'],
    ["a subscription that is none", { at: 2, node: "c1", verb: "effect", message: "a", subscription: "mial" }, 'subscription: the header names no "mial"; did you mean "mail"?'],
    ["an effect that belongs nowhere", { at: 2, node: "c1", verb: "effect", message: "a" }, '"effect" must say its "subscription", one of mail, audit'],
    ["a delivery that belongs nowhere, where redeliveries are bounded", { at: 2, node: "c1", verb: "deliver", message: "a" }, '"deliver" must say its "subscription", one of mail, audit'],
    ["a second publish", { at: 2, node: "p1", verb: "publish", message: "a" }, "a was published before; a message is published once, however often it is sent"],
    ["a number among texts", { at: 2, node: "p1", verb: "publish", message: 7 }, "message: 7 is a number, where the messages so far were named by texts; name all of them in one way"],
    ["a gauge without a value", { at: 2, node: "broker", gauge: "depth" }, 'has no "value": expected a number'],
    ["an end by settling, of which the header says nothing", { at: 2, verb: "end", ending: "settle" }, 'ends by "settle", but the header does not say how long that is: "settle":"60s"'],
    ["an end that is none", { at: 2, verb: "end", ending: "done" }, 'ending: expected "quiet" or "settle" or "events" or "time" or "cut", got "done"'],
    ["a prototype", '{"at":2,"__proto__":{"x":1},"node":"p1","verb":"publish","message":"b"}', '"publish" has no "__proto__"; known: at, node, verb, message, key, producer, content, detail, event, cause, because'],
    ["too long", `{"at":2,"node":"p1","verb":"publish","message":"b","detail":"${"x".repeat(1024 * 1024)}"}`, "has more than 1048576 characters"],
    ["control characters", '{"at":2,"node":"p1","verb":"\\u001b[31m"}', 'there is no verb "\\u001b[31m"; known: '],
  ];

  it.each(wrong)("is an error with its number: %s", (_, line, expected) => {
    expect(() => judgeHistory([header, good, typeof line === "string" ? line : JSON.stringify(line)], { where: "x.jsonl" })).toThrow(`x.jsonl, line 3: ${expected}`);
  });

  it.each(wrong)("is counted by the lenient, who judge the rest as if it were not there: %s", (_, line, expected) => {
    const rest = [header, good, ...["mail", "audit", "mail"].map((subscription) => JSON.stringify({ at: 5, node: "c1", verb: "effect", message: "a", subscription })), JSON.stringify({ at: 9, verb: "end", ending: "quiet" })];
    const whole = judgeHistory(rest);
    const { verdicts, unread, ...judged } = judgeHistory([...rest.slice(0, 2), typeof line === "string" ? line : JSON.stringify(line), ...rest.slice(2)], { lenient: true });
    expect(unread.lines).toBe(1);
    expect(unread.first).toEqual([{ line: 3, error: expect.stringContaining(expected) as string }]);
    expect(verdicts).toEqual(whole.verdicts.map((verdict) => (verdict.at === undefined ? verdict : { ...verdict, at: verdict.at + 1 })));
    expect({ ...judged, unread }).toMatchObject({ lines: whole.lines, messages: 1, history: whole.history, time: whole.time });
  });

  it("comes after the end, or names a number below those its producer has published", () => {
    const numbers = (...messages: number[]): string[] => [JSON.stringify({ history: 1, promises: {} }), ...messages.map((message) => JSON.stringify({ at: 1, node: "p1", verb: "publish", message }))];
    expect(() => judgeHistory(numbers(1, 4, 3))).toThrow("history, line 4: message: p1 publishes 3 after 4; a number is the publish ordinal and rises: name messages by texts where it does not");
    expect(() => judgeHistory([header, JSON.stringify({ at: 1, verb: "end", ending: "quiet" }), good])).toThrow('history, line 3: comes after the line that says "end", which is the last');
    expect(() => judgeHistory([...numbers(1), good])).toThrow('history, line 3: message: "a" is a text, where the messages so far were numbers; name all of them in one way');
  });

  it("is told of up to twenty times", () => {
    const { unread } = judgeHistory([header, ...Array<string>(30).fill("{"), good], { lenient: true });
    expect(unread.lines).toBe(30);
    expect(unread.first.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
  });
});
