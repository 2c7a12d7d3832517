import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/kernel/errors.ts";
import type { Plain } from "../../src/kernel/plain.ts";
import { LATEST } from "../../src/kernel/time.ts";
import { EXAMPLES, FAULT_KINDS } from "../../src/world/fault.ts";
import type { Fault } from "../../src/world/fault.ts";
import { checkPlan } from "../../src/world/plan-check.ts";
import { parseFault, parsePlan, printFault, printPlan } from "../../src/world/plan-text.ts";
import { parsePacketKey, parseStepKey, printStepKey } from "../../src/world/step-key.ts";
import type { StepKey } from "../../src/world/step-key.ts";

const NODES = ["p1", "broker", "c1", "c2"];

// ---------------------------------------------------------------- arbitrary keys and faults, in their normal form
const HOSTILE_NAMES = ["", "m7", "m0", "#1", "#1\"", "a>b", "my type", "it's", "\"", "\\", "a;b", "a\nb", "|", "{", "[1", "//", "with", "at", "for", "forge", "timer", "\u001b[31m", "\u2028", "\u202e", "\ud800", "\u{1f4a5}", "__proto__", "SYN-ACK", " ", "µs"];
const units = fc.array(fc.nat(0xffff), { maxLength: 6 }).map((codes) => String.fromCharCode(...codes));
const name = fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.constantFrom("publish", "ack"), fc.string({ unit: "binary", maxLength: 8 }), units);
const node = fc.oneof(fc.constantFrom("p1", "broker", "c1", "at", "for", "in", "kill", "power", "timer", "forge", "with", "a-b", "b-", "a--", "__proto__", "constructor", "disk"), fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,5}$/));
const nth = fc.integer({ min: 1, max: 1_000_000 });
const message = fc.oneof(fc.constant(0), nth);
const copy = fc.constantFrom<"" | "'" | "\"">("", "'", "\"");
const packetKey = fc.record({ step: fc.constant("packet" as const), from: node, to: node, type: name, message, nth, copy });
const stepKey: fc.Arbitrary<StepKey> = fc.oneof(
  packetKey,
  fc.record({ step: fc.constant("timer" as const), node, name, message, nth }),
  fc.record({ step: fc.constant("synced" as const), node, tag: name, nth }),
  fc.record({ step: fc.constant("start" as const), node, nth }),
  fc.record({ step: fc.constant("publish" as const), node, message: nth }),
);
const time = fc.oneof(fc.integer({ min: 0, max: LATEST }), fc.nat(5_000).map((n) => n * 1_000), fc.nat(90).map((n) => n * 1_000_000), fc.constantFrom(0, LATEST));
const packet = packetKey.map(printStepKey);
const pair = fc.uniqueArray(node, { minLength: 2, maxLength: 2 }) as fc.Arbitrary<readonly string[]> as fc.Arbitrary<[string, string]>;
const json = fc.oneof(fc.jsonValue(), name.map((text) => ({ [text]: text })))
  .map((value) => JSON.parse(JSON.stringify(value)) as Plain)
  .filter((value) => !JSON.stringify(value).includes("__proto__"));

/** A record whose optional fields are left out rather than undefined. */
const fields = <T extends object>(model: { [field: string]: fc.Arbitrary<unknown> }, optional: readonly string[] = []): fc.Arbitrary<T> =>
  fc.record(model, { requiredKeys: Object.keys(model).filter((field) => !optional.includes(field)) }).map((made) => ({ ...made }) as T);
const one = <T extends string>(text: T): fc.Arbitrary<T> => fc.constant(text);
const groups = fc.uniqueArray(node, { minLength: 2, maxLength: 6 }).chain((names) =>
  fc.array(fc.boolean(), { minLength: names.length, maxLength: names.length }).map((cuts) => {
    const parts: string[][] = [[names[0]!]];
    names.slice(1).forEach((each, index) => (cuts[index] === true || (index === names.length - 2 && parts.length === 1) ? parts.push([each]) : parts.at(-1)!.push(each)));
    return parts;
  }));
const disk = fc.oneof(one("keep"), fc.nat(9).map((n) => `prefix ${n}`), fc.nat(9).map((n) => `tear ${n}`));
const crash = stepKey.chain((key) => {
  const owner = key.step === "packet" ? key.to : key.node;
  return fc.oneof(
    fields<Fault>({ fault: one("crash"), node, at: time, for: time, disk }, ["for", "disk"]),
    fields<Fault>({ fault: one("crash"), node, how: fc.constantFrom("kill", "stop"), at: time, for: time }, ["for"]),
    fields<Fault>({ fault: one("crash"), node: fc.constant(owner), in: fc.constant(printStepKey(key)), after: fc.nat(9), for: time, disk }, ["for", "disk"]),
  );
});
const BY_KIND: { readonly [kind in Fault["fault"]]: fc.Arbitrary<Fault> } = {
  drop: fields({ fault: one("drop"), packet }),
  corrupt: fields({ fault: one("corrupt"), packet }),
  duplicate: fields({ fault: one("duplicate"), packet, after: time }, ["after"]),
  delay: fields({ fault: one("delay"), packet, by: time }),
  replay: fields({ fault: one("replay"), packet, at: time }),
  forge: fields({ fault: one("forge"), packet, with: json }),
  reset: fields({ fault: one("reset"), between: pair, at: time, oneWay: fc.constant(true) }, ["oneWay"]),
  stall: fields({ fault: one("stall"), between: pair, at: time, for: time, oneWay: fc.constant(true) }, ["oneWay", "for"]),
  partition: fc.oneof(
    fields<Fault>({ fault: one("partition"), groups, at: time, for: fc.oneof(time, one("forever")) }),
    fields<Fault>({ fault: one("partition"), groups: groups.map(([first, ...rest]) => [first, rest.flat()]), at: time, for: time, oneWay: fc.constant(true) }),
  ),
  crash,
  pause: fields({ fault: one("pause"), node, at: time, for: time }),
  clock: fields<Fault & { by?: number }>({ fault: one("clock"), node, at: time, by: fc.integer({ min: -LATEST, max: LATEST }), ppm: fc.integer({ min: -999_999, max: 999_999 }) }, ["by", "ppm"])
    .map((made) => ("by" in made || "ppm" in made ? made : { ...made, by: -1 })),
  disk: fields({ fault: one("disk"), node, kind: fc.constantFrom("lost-sync", "torn", "slow", "full", "error"), at: time, for: time }, ["for"]),
};
const anyFault = fc.oneof(...Object.values(BY_KIND));

/** The same fault as another hand would give it: fields in another order, defaults said. */
function restated(fault: Fault): object {
  const defaults: { [field: string]: unknown } = {};
  if (["reset", "stall", "partition"].includes(fault.fault)) defaults.oneWay = false;
  if (fault.fault === "crash") Object.assign(defaults, { how: "power", for: "forever" }, "how" in fault ? {} : { disk: "lose" });
  return Object.fromEntries(Object.entries({ ...defaults, ...fault, after: (fault as { after?: number }).after }).reverse());
}

function thrownBy(action: () => unknown): InputError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
    expect((error as InputError).message.length).toBeLessThan(900);
    return error as InputError;
  }
  throw new Error("nothing was thrown");
}

// ---------------------------------------------------------------- the contract's own lines
describe("the grammar's examples", () => {
  const LINES: readonly (readonly [string, Fault])[] = [
    ["drop broker>p1 confirm m1 #1", { fault: "drop", packet: "broker>p1 confirm m1 #1" }],
    ["duplicate p1>broker publish m2 #1 after 20ms", { fault: "duplicate", packet: "p1>broker publish m2 #1", after: 20_000 }],
    ["delay c1>broker ack m3 #1 by 40ms", { fault: "delay", packet: "c1>broker ack m3 #1", by: 40_000 }],
    ["corrupt p1>broker publish m4 #1", { fault: "corrupt", packet: "p1>broker publish m4 #1" }],
    ["replay p1>broker publish m1 #1 at 2s", { fault: "replay", packet: "p1>broker publish m1 #1", at: 2_000_000 }],
    ["forge c1>broker ack m5 #1 with {\"message\":6}", { fault: "forge", packet: "c1>broker ack m5 #1", with: { message: 6 } }],
    ["reset c1-broker at 1s", { fault: "reset", between: ["c1", "broker"], at: 1_000_000 }],
    ["reset c1>broker at 1s", { fault: "reset", between: ["c1", "broker"], at: 1_000_000, oneWay: true }],
    ["stall p1-broker at 1s for 500ms", { fault: "stall", between: ["p1", "broker"], at: 1_000_000, for: 500_000 }],
    ["stall p1>broker at 1s for 500ms", { fault: "stall", between: ["p1", "broker"], at: 1_000_000, for: 500_000, oneWay: true }],
    ["partition p1 | broker c1 at 1s for 2s", { fault: "partition", groups: [["p1"], ["broker", "c1"]], at: 1_000_000, for: 2_000_000 }],
    ["partition p1 > broker at 1s for 2s", { fault: "partition", groups: [["p1"], ["broker"]], at: 1_000_000, for: 2_000_000, oneWay: true }],
    ["partition p1 | broker | c1 at 1s for forever", { fault: "partition", groups: [["p1"], ["broker"], ["c1"]], at: 1_000_000, for: "forever" }],
    ["crash broker at 1s for 300ms", { fault: "crash", node: "broker", at: 1_000_000, for: 300_000 }],
    ["crash broker kill at 1s", { fault: "crash", node: "broker", how: "kill", at: 1_000_000 }],
    ["crash c1 in broker>c1 deliver m1 #1 after 1 for 500ms", { fault: "crash", node: "c1", in: "broker>c1 deliver m1 #1", after: 1, for: 500_000 }],
    ["crash p1 stop in p1 publish m7 after 0", { fault: "crash", node: "p1", how: "stop", in: "p1 publish m7", after: 0 }],
    ["crash broker at 1s for 1s disk prefix 2", { fault: "crash", node: "broker", at: 1_000_000, for: 1_000_000, disk: "prefix 2" }],
    ["pause c1 at 1s for 10s", { fault: "pause", node: "c1", at: 1_000_000, for: 10_000_000 }],
    ["clock c1 at 1s by -30s", { fault: "clock", node: "c1", at: 1_000_000, by: -30_000_000 }],
    ["clock c1 at 1s drift 200ppm", { fault: "clock", node: "c1", at: 1_000_000, ppm: 200 }],
    ["clock c1 at 1s by 250us drift -5ppm", { fault: "clock", node: "c1", at: 1_000_000, by: 250, ppm: -5 }],
    ["disk broker slow at 1s for 1s", { fault: "disk", node: "broker", kind: "slow", at: 1_000_000, for: 1_000_000 }],
    ["disk broker lost-sync at 1s", { fault: "disk", node: "broker", kind: "lost-sync", at: 1_000_000 }],
  ];
  it.each(LINES)("%s", (line, fault) => {
    expect(parseFault(line)).toStrictEqual(fault);
    expect(parseFault(line, NODES)).toStrictEqual(fault);
    expect(printFault(fault)).toBe(line);
    expect(checkPlan([JSON.parse(JSON.stringify(fault))], NODES)).toStrictEqual([fault]);
  });

  it("leaves out what equals its default", () => {
    expect(parseFault("crash broker power at 1s for forever disk lose")).toStrictEqual({ fault: "crash", node: "broker", at: 1_000_000 });
    expect(printFault({ fault: "crash", node: "broker", how: "power", at: 0, for: "forever", disk: "lose" })).toBe("crash broker at 0us");
    expect(parseFault("clock c1 at 0 by -0s")).toStrictEqual({ fault: "clock", node: "c1", at: 0, by: 0 });
  });

  it("has one form, however it was written", () => {
    const line = "drop p1>broker publish m1 #1";
    for (const sloppy of ["  drop\tp1 > broker  publish m1   #1 ", "drop p1>broker \"publish\" m1 #1", "drop p1>broker \"pub\\u006cish\"m1#1"]) expect(printPlan(parsePlan(sloppy))).toBe(line);
    expect(checkPlan([{ packet: " p1 >broker \"publish\"  m1 #1", fault: "drop" }])).toStrictEqual([{ fault: "drop", packet: "p1>broker publish m1 #1" }]);
    expect(printFault(parseFault("crash c1 disk keep for 2.5s after 1 in c1 timer \"after\" #1"))).toBe("crash c1 in c1 timer after #1 after 1 for 2500ms disk keep");
    expect(JSON.stringify(parseFault("forge a>b x #1 with {\"b\":-0,\"a\":{\"d\":1,\"c\":2}}"))).toBe("{\"fault\":\"forge\",\"packet\":\"a>b x #1\",\"with\":{\"a\":{\"c\":2,\"d\":1},\"b\":0}}");
  });

  it("has an example of every kind, which parses", () => {
    expect(Object.keys(EXAMPLES)).toEqual(FAULT_KINDS);
    for (const kind of FAULT_KINDS) for (const line of EXAMPLES[kind].split(", ")) expect(parseFault(line, NODES).fault).toBe(kind);
  });

  it("splits entries at newlines and semicolons, outside quotes and JSON", () => {
    const text = [
      "// a comment; drop nothing",
      "drop p1>broker \"a;b\" m1 #1 ; drop p1>broker x #2\" ;; replay p1>broker x #2' at 1s\r",
      "  // another",
      "forge p1>broker {odd #1 with {",
      "  \"text\": \"a;b}\\\"\", \"list\": [1, {}]",
      "}; pause c1 at 1s for 1s",
      "forge p1>broker with #1 with \"a;b\";drop p1>broker it #1; // why; drop nothing",
      "",
    ].join("\n");
    expect(parsePlan(text, NODES)).toStrictEqual([
      { fault: "drop", packet: "p1>broker \"a;b\" m1 #1" },
      { fault: "drop", packet: "p1>broker x #2\"" },
      { fault: "replay", packet: "p1>broker x #2'", at: 1_000_000 },
      { fault: "forge", packet: "p1>broker {odd #1", with: { list: [1, {}], text: "a;b}\"" } },
      { fault: "pause", node: "c1", at: 1_000_000, for: 1_000_000 },
      { fault: "forge", packet: "p1>broker with #1", with: "a;b" },
      { fault: "drop", packet: "p1>broker it #1" },
    ]);
    expect(parsePlan(" \n;;\n// only this")).toEqual([]);
    expect(checkPlan(["", "drop p1>broker x #1; drop p1>broker x #2", { fault: "drop", packet: "p1>broker x #3" }], NODES)).toHaveLength(3);
  });

  it("splits a-b-c by the nodes it knows, else at the first -", () => {
    const between = (text: string, nodes?: readonly string[]): unknown => (parseFault(text, nodes) as { between?: unknown }).between;
    expect(between("reset a-b-c at 1s")).toEqual(["a", "b-c"]);
    expect(between("reset a-b-c at 1s", ["a-b", "c"])).toEqual(["a-b", "c"]);
    expect(between("reset a-b - c at 1s")).toEqual(["a-b", "c"]);
    expect(thrownBy(() => parseFault("reset a-b-c at 1s", ["a", "b-c", "a-b", "c"])).message).toContain("write \"a - b-c\" or \"a-b - c\"");
  });
});

// ---------------------------------------------------------------- round trips
describe("step keys", () => {
  const KEYS: readonly (readonly [string, StepKey])[] = [
    ["p1>broker publish m7 #2", { step: "packet", from: "p1", to: "broker", type: "publish", message: 7, nth: 2, copy: "" }],
    ["p1>broker publish m7 #2'", { step: "packet", from: "p1", to: "broker", type: "publish", message: 7, nth: 2, copy: "'" }],
    ["p1>broker publish m7 #2\"", { step: "packet", from: "p1", to: "broker", type: "publish", message: 7, nth: 2, copy: "\"" }],
    ["p1>broker heartbeat #3", { step: "packet", from: "p1", to: "broker", type: "heartbeat", message: 0, nth: 3, copy: "" }],
    ["p1>broker \"m7\" m7 #1", { step: "packet", from: "p1", to: "broker", type: "m7", message: 7, nth: 1, copy: "" }],
    ["broker timer redeliver m7 #2", { step: "timer", node: "broker", name: "redeliver", message: 7, nth: 2 }],
    ["broker timer \"my timer\" #2", { step: "timer", node: "broker", name: "my timer", message: 0, nth: 2 }],
    ["broker synced batch #4", { step: "synced", node: "broker", tag: "batch", nth: 4 }],
    ["c1 start #2", { step: "start", node: "c1", nth: 2 }],
    ["p1 publish m7", { step: "publish", node: "p1", message: 7 }],
  ];
  it.each(KEYS)("%s", (text, key) => {
    expect(parseStepKey(text, "key")).toStrictEqual(key);
    expect(printStepKey(key)).toBe(text);
  });

  it("survive print and parse, whatever names a protocol chose", () => {
    fc.assert(fc.property(stepKey, (key) => {
      const text = printStepKey(key);
      expect(text).not.toMatch(/[\n\r\u001b\u2028\u202e]/);
      expect(parseStepKey(text, "key")).toEqual(key);
      expect(parseStepKey(`  ${text}\t`, "key")).toEqual(key);
    }), { numRuns: 2_000 });
  });

  it.each([
    "", " ", "p1", "p1>broker", "p1>broker publish", "p1>broker publish m7", "p1>broker #1", "p1>broker m7 #1", "p1>broker publish m0 #1", "p1>broker publish m01 #1", "p1>broker publish m7 #0",
    "p1>broker publish m7 #01", "p1>broker publish m7 #1 x", "p1>broker publish m7 #1;", "p1>broker publish m7 #1\nc1 start #1", "// p1 publish m7", "1p>broker publish m7 #1", "p1>bro/ker x #1",
    "p1>broker \"open #1", "p1>broker \"\\q\" #1", "p1>broker x #1''", "p1>broker x m1234567890123456 #1", "p1 publish", "p1 publish m7 #1", "c1 start", "c1 start #1'", "c1 stopp #1", "broker synced #4", "broker timer m7 #2",
  ])("refuses %j", (text) => {
    const { message: said } = thrownBy(() => parseStepKey(text, "plan.packet"));
    expect(said).toMatch(/^plan\.packet: /);
    expect(said).toMatch(/for example: |keys: /);
  });

  it("tells a packet from another step", () => {
    expect(parsePacketKey("a>b x #1", "here").type).toBe("x");
    expect(thrownBy(() => parsePacketKey("c1 start #1", "here")).message).toBe("here: \"c1 start #1\" is a start step, not a packet; for example: p1>broker publish m7 #2");
  });
});

describe.each(FAULT_KINDS)("an arbitrary %s", (kind) => {
  it("survives text and JSON, and has one form in each", () => {
    fc.assert(fc.property(BY_KIND[kind], (fault) => {
      const text = printFault(fault);
      expect(text).not.toMatch(/[\n\r\u001b\u2028\u202e]/);
      const read = parseFault(text);
      expect(read).toEqual(fault);
      const canonical = printFault(read);
      // A forge's JSON comes back with its keys sorted.
      if (kind !== "forge") expect(canonical).toBe(text);
      expect(JSON.stringify(parseFault(canonical))).toBe(JSON.stringify(read));
      const written = JSON.stringify(read);
      expect(JSON.stringify(checkPlan([JSON.parse(JSON.stringify(fault))]))).toBe(`[${written}]`);
      expect(JSON.stringify(checkPlan([restated(fault)]))).toBe(`[${written}]`);
      expect(JSON.stringify(checkPlan([restated(fault) as Fault].map(printFault)))).toBe(`[${written}]`);
    }), { numRuns: 400 });
  });
});

it("whole plans survive, joined by newline or semicolon", () => {
  fc.assert(fc.property(fc.array(anyFault, { maxLength: 8 }), fc.constantFrom("\n", ";", " ; ", "\r\n\r\n", "\n// note\n"), (plan, separator) => {
    expect(parsePlan(printPlan(plan))).toEqual(plan);
    expect(parsePlan(plan.map(printFault).join(separator))).toEqual(plan);
    expect(checkPlan(plan)).toEqual(plan);
    expect(checkPlan(plan)).not.toBe(plan);
  }), { numRuns: 300 });
});

// ---------------------------------------------------------------- what is refused
describe("a malformed entry is named, with what would be right", () => {
  const LINES: readonly (readonly [line: string, right: string])[] = [
    ["dorp broker>p1 confirm m1 #1", "did you mean \"drop\"?"],
    ["drop", "expected a node's name, found the end"],
    ["drop brokr>p1 confirm m1 #1", "there is no node \"brokr\"; did you mean \"broker\"?"],
    ["drop broker>zzz confirm m1 #1", "there is no node \"zzz\""],
    ["drop broker>p1 confirm m1", "expected #1, #2, ..., found the end"],
    ["drop broker>p1 confirm m1 #1 #2", "found \"#2\""],
    ["drop broker start #1", "is a start step, not a packet"],
    ["drop broker>p1 confirm m1 #1 at 1s", "expected nothing more, found \"at\""],
    ["drop broker>p1 \"open m1 #1", "a packet type"],
    ["delay c1>broker ack m3 #1", "a delay needs \"by\""],
    ["delay c1>broker ack m3 #1 by", "a duration behind \"by\""],
    ["delay c1>broker ack m3 #1 by -4ms", "\"by\" must be whole microseconds from 0 to 1099511627776, not -4000"],
    ["delay c1>broker ack m3 #1 by 1.5us", "is not a duration"],
    ["delay c1>broker ack m3 #1 by 999999999s", "is not a duration"],
    ["delay c1>broker ack m3 #1 by 40mss", "a duration behind \"by\""],
    ["delay c1>broker ack m3 #1 by 4ms by 4ms", "\"by\" is said twice"],
    ["delay c1>broker ack m3 #1 in 4ms", "expected by, found \"in\""],
    ["replay p1>broker publish m1 #1", "a replay needs \"at\""],
    ["forge c1>broker ack m5 #1", "a forge needs \"with\""],
    ["forge c1>broker ack m5 #1 with", "JSON behind \"with\""],
    ["forge c1>broker ack m5 #1 with {\"message\":", "JSON behind \"with\""],
    ["forge c1>broker ack m5 #1 with {message:6}", "JSON behind \"with\""],
    ["forge c1>broker ack m5 #1 with {\"__proto__\":{\"a\":1}}", "JSON without this key"],
    ["forge c1>broker ack m5 #1 with 1e999", "plain JSON"],
    ["forge c1>broker ack m5 #1 with 5 at 1s", "expected with, found \"at\""],
    ["reset c1 at 1s", "expected two nodes, found \"c1\""],
    ["reset c1-c1 at 1s", "two different nodes"],
    ["reset c1-brokre at 1s", "did you mean \"broker\"?"],
    ["reset c1-broker at 1s for 1s", "expected at, found \"for\""],
    ["stall p1-broker for 500ms", "a stall needs \"at\""],
    ["stall p1|broker at 1s", "expected two nodes"],
    ["partition p1 at 1s for 2s", "| or > and a second group"],
    ["partition p1 | at 1s for 2s", "expected a node's name, found \"at\""],
    ["partition | p1 at 1s for 2s", "expected a node's name, found \"|\""],
    ["partition p1 | broker p1 at 1s for 2s", "without a node in common or twice, not \"p1\""],
    ["partition p1 | broker at 1s", "a partition needs \"for\""],
    ["partition p1 > broker > c1 at 1s for 2s", "a one-way partition has two groups"],
    ["partition p1 > broker | c1 at 1s for 2s", "expected > as before, found \"|\""],
    ["crash broker", "a crash is either \"at\" a time or \"in\" a step"],
    ["crash broker softly at 1s", "expected at, in, after, for or disk, found \"softly\""],
    ["crash broker at 1s in broker start #1 after 1", "a crash is either"],
    ["crash broker in broker start #1", "needs \"after\""],
    ["crash broker at 1s after 1", "needs \"after\", its number of outputs, and no other crash has it"],
    ["crash broker in broker start #1 after -1", "a number of outputs"],
    ["crash broker in broker start #1 after 1ms", "a number of outputs"],
    ["crash broker in broker>c1 deliver m1 #1 after 1", "is a step of c1, not of broker"],
    ["crash broker at 1s disk prefix", "a number of writes"],
    ["crash broker at 1s disk shred", "lose, keep, prefix 2 or tear 2"],
    ["crash broker kill at 1s disk keep", "\"disk\" belongs to a power failure"],
    ["pause c1 at 1s for forever", "\"for\" must be whole microseconds"],
    ["pause c1 at 1s", "a pause needs \"for\""],
    ["clock c1 at 1s", "needs \"by\" or a drift"],
    ["clock c1 at 1s drift 200", "a drift such as 200ppm"],
    ["clock c1 at 1s drift 1000000ppm", "whole parts in a million from -999999 to 999999"],
    ["disk broker sloow at 1s", "one of lost-sync, torn, slow, full, error"],
    ["disk broker slow at -1s", "\"at\" must be whole microseconds from 0"],
    ["'", "expected a kind of fault"],
    ["# drop", "expected a kind of fault"],
  ];
  it.each(LINES)("%s", (line, right) => {
    const { message: said } = thrownBy(() => parsePlan(`drop broker>p1 confirm m1 #1\n${line}`, NODES));
    expect(said.startsWith(`plan, entry 2 "${line}": `), said).toBe(true);
    expect(said).toContain(right);
    expect(thrownBy(() => parseFault(line, NODES)).message).toContain(right);
    expect(thrownBy(() => checkPlan([" // first", line], NODES, "file.json")).message).toMatch(/^file\.json, entry 2 /);
  });

  const VALUES: readonly (readonly [value: unknown, right: string])[] = [
    [null, "a fault is an object or a text, not null"],
    [7, "a fault is an object or a text, not 7"],
    [[], "not an empty array"],
    [{}, "nothing is no kind of fault"],
    [{ fault: "toString" }, "\"toString\" is no kind of fault"],
    [{ fault: { drop: 1 } }, "is no kind of fault"],
    [{ fault: "drop" }, "a drop needs \"packet\""],
    [{ fault: "drop", packet: undefined }, "a drop needs \"packet\""],
    [{ fault: "drop", packet: 5 }, "\"packet\" must be a key in text, not 5"],
    [{ fault: "drop", packet: "p1>broker x #1; crash broker at 0" }, "is no key"],
    [{ fault: "drop", packet: "p1>broker x #1", pakcet: 1 }, "did you mean \"packet\"?"],
    [JSON.parse("{\"fault\":\"drop\",\"packet\":\"p1>broker x #1\",\"__proto__\":{\"at\":1}}"), "a drop has no \"__proto__\""],
    [{ fault: "delay", packet: "p1>broker x #1", by: "4ms" }, "whole microseconds"],
    [{ fault: "delay", packet: "p1>broker x #1", by: 1.5 }, "not 1.5"],
    [{ fault: "delay", packet: "p1>broker x #1", by: -1 }, "not -1"],
    [{ fault: "delay", packet: "p1>broker x #1", by: LATEST + 1 }, `from 0 to ${LATEST}`],
    [{ fault: "delay", packet: "p1>broker x #1", by: Number.NaN }, "not NaN"],
    [{ fault: "forge", packet: "p1>broker x #1", with: { a: [() => 0] } }, "plain JSON"],
    [{ fault: "forge", packet: "p1>broker x #1", with: new Map() }, "no instance of a class"],
    [{ fault: "forge", packet: "p1>broker x #1", with: 1n }, "plain JSON"],
    [{ fault: "reset", between: ["p1"], at: 0 }, "two nodes"],
    [{ fault: "reset", between: ["p1", "broker", "c1"], at: 0 }, "two nodes"],
    [{ fault: "reset", between: ["p1", 5], at: 0 }, "a node's name, not 5"],
    [{ fault: "reset", between: ["p1", "broker"], at: 0, oneWay: 1 }, "true or false"],
    [{ fault: "partition", groups: [["p1"], []], at: 0, for: 1 }, "at least one node"],
    [{ fault: "partition", groups: [["p1"], "broker"], at: 0, for: 1 }, "at least one node"],
    [{ fault: "partition", groups: [["p1"]], at: 0, for: 1 }, "two or more groups"],
    [{ fault: "partition", groups: [["p1"], ["broker"]], at: 0, for: "ever" }, "\"forever\""],
    [{ fault: "crash", node: "broker", at: 0, how: "gently" }, "one of kill, power, stop"],
    [{ fault: "crash", node: "broker", at: 0, disk: "prefix -1" }, "\"prefix 2\""],
    [{ fault: "crash", node: "broker", in: "broker start #1", after: 0.5 }, "a number of outputs"],
    [{ fault: "pause", node: "br\u001b[31moker", at: 0, for: 1 }, "a node's name, not \"br\\u001b[31moker\""],
    [{ fault: "clock", node: "c1", at: 0, ppm: -1_000_000 }, "whole parts in a million"],
  ];
  it.each(VALUES.map(([value, right]) => ({ value, right })))("$right", ({ value, right }) => {
    const { message: said } = thrownBy(() => checkPlan(["drop broker>p1 confirm m1 #1", value], NODES, "f.json"));
    expect(said).toMatch(/^f\.json, entry 2 /);
    expect(said).toContain(right);
  });

  it("a plan is a text or an array", () => {
    for (const value of [undefined, null, 5, { fault: "drop" }, new Map(), () => 0, 1n]) expect(thrownBy(() => checkPlan(value)).message).toMatch(/^plan: a plan is a text or an array of entries, not .*for example: /);
  });
});

describe("hostile input", () => {
  it("any text gives a plan or an InputError of one line", () => {
    const pieces = fc.array(fc.oneof(fc.constantFrom(...FAULT_KINDS, "p1", "broker", ">", "|", "-", "at", "for", "by", "in", "with", "{", "}", "[", "\"", "'", "#1", "#", "m1", "1s", "5", ";", "\n", "\\", "//", " "), name), { maxLength: 14 });
    fc.assert(fc.property(pieces, fc.constantFrom("", " "), (parts, glue) => {
      const text = parts.join(glue);
      let plan;
      try {
        plan = parsePlan(text);
      } catch {
        thrownBy(() => parsePlan(text));
        return;
      }
      expect(parsePlan(printPlan(plan))).toEqual(plan);
    }), { numRuns: 5_000 });
  });

  it("any value gives a plan or an InputError of one line", () => {
    const fault = fc.record({ fault: fc.constantFrom(...FAULT_KINDS), packet: fc.anything(), node: fc.anything(), between: fc.anything(), groups: fc.anything(), with: fc.anything(), at: fc.anything(), for: fc.anything() }, { requiredKeys: ["fault"] });
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.array(fc.anything()), fc.array(fault, { minLength: 1 })), (value) => {
      try {
        expect(Array.isArray(checkPlan(value))).toBe(true);
      } catch {
        thrownBy(() => checkPlan(value));
      }
    }), { numRuns: 3_000 });
  });

  it("pollutes no prototype", () => {
    for (const key of ["__proto__", "constructor", "prototype"]) {
      const entry = JSON.parse(`{"fault":"pause","node":"c1","at":0,"for":1,"${key}":{"polluted":1}}`) as object;
      expect(thrownBy(() => checkPlan([entry])).message).toContain(`a pause has no "${key}"`);
    }
    const [forged] = checkPlan(["forge a>b x #1 with {\"constructor\":{\"prototype\":{\"polluted\":1}}}"]);
    expect(Object.hasOwn((forged as { with: object }).with, "constructor")).toBe(true);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    // A field that is only inherited is no field.
    expect(thrownBy(() => checkPlan([Object.create({ fault: "pause", node: "c1", at: 0, for: 1 })])).message).toContain("nothing is no kind of fault");
  });

  it("keeps nothing of what it was given", () => {
    const given = [{ fault: "forge", packet: "a>b x #1", with: { list: [1] } }, { fault: "partition", groups: [["a"], ["b"]], at: 0, for: 1 }];
    const plan = JSON.stringify(checkPlan(given));
    const read = checkPlan(given);
    (given[0]!.with as { list: number[] }).list.push(2);
    given[1]!.groups![0]!.push("c");
    expect(JSON.stringify(read)).toBe(plan);
  });

  it("cuts and escapes what it quotes", () => {
    const { message: said } = thrownBy(() => parsePlan(`drop \u001b]0;${"x".repeat(5_000)}`));
    expect(said.length).toBeLessThan(400);
    expect(thrownBy(() => parsePlan(`pause ${"\u202e\u{1f4a5}".repeat(200)} at 1s for 1s`)).message).toContain("\\u202e");
  });

  it("stops at 100,000 entries and reads them in reasonable time", () => {
    const most = "drop p1>broker publish m1 #1;".repeat(100_000);
    expect(parsePlan(most)).toHaveLength(100_000);
    for (const plan of [`${most}drop`, Array(100_001).fill("drop p1>broker publish m1 #1"), Array(100_001).fill({ fault: "drop", packet: "p1>broker publish m1 #1" }), [most, "pause c1 at 1s for 1s"]]) {
      expect(thrownBy(() => checkPlan(plan)).message).toBe("plan: more than 100000 entries; split the plan");
    }
  });

  it("reads long and deep text in linear time and without overflowing the stack", () => {
    // Two seconds of computing; in quadratic time it would be hours, and the time for a test would be over.
    for (const text of ["\"\\".repeat(1_000_000), "\"\n".repeat(1_000_000), "'".repeat(1_000_000), `drop a>b "${"x".repeat(3_000_000)}`, `drop a>b ${"x".repeat(3_000_000)}`, `drop a>b x #${"1".repeat(1_000_000)}`, `forge a>b x #1 with ${"[".repeat(1_000_000)}`,
      `forge a>b x #1 with ${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`, `reset ${"a-".repeat(1_000_00)} at 1s`, `partition ${"a ".repeat(300_000)}| b at 1s for 1s`, `delay a>b x #1 by ${"9".repeat(1_000_000)}`]) {
      thrownBy(() => parsePlan(text, NODES));
      thrownBy(() => checkPlan([text], NODES));
    }
    let deep: unknown = 1;
    for (let level = 0; level < 200_000; level++) deep = [deep];
    expect(thrownBy(() => checkPlan([{ fault: "forge", packet: "a>b x #1", with: deep }])).message).toContain("at most 64 levels deep");
    expect(thrownBy(() => checkPlan(deep)).message).toContain("plan, entry 1");
    const circle: { [field: string]: unknown } = { fault: "forge", packet: "a>b x #1" };
    circle.with = circle;
    expect(thrownBy(() => checkPlan([circle])).message).toContain("64 levels");
  });
});
