import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPlan, InputError, run } from "../../src/core.ts";
import type { Plan } from "../../src/core.ts";
import { printFailure, readFailure } from "../../src/scenario/failure-file.ts";
import type { FailureFile } from "../../src/scenario/failure-file.ts";
import { torture } from "../support/torture.ts";

const text = (most: number, least = 0): fc.Arbitrary<string> => fc.string({ unit: "binary", minLength: least, maxLength: most });
const digest = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 16, maxLength: 16 });
const whole = fc.integer({ min: 0, max: 2 ** 40 });
/** JSON cannot carry -0. */
const jsonValue = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as never);
/** Plans with every kind of entry: what struck in storms, and forged packets. */
const plan: fc.Arbitrary<Plan> = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.array(text(20), { maxLength: 2 }), fc.nat(60)).map(([seed, forged, length]) =>
  checkPlan([...run(torture, { seed }).struck.slice(0, length), ...forged.map((value) => ({ fault: "forge", packet: "p1>broker publish m1 #1", with: value }))]));

const failures: fc.Arbitrary<FailureFile> = fc.record({
  schema: fc.constant(1 as const),
  faultline: text(50),
  scenario: fc.record({ name: text(60), path: text(60), hash: digest }, { requiredKeys: ["name"] }),
  parameters: fc.dictionary(fc.stringMatching(/^[a-z0-9.]{1,20}$/), jsonValue, { noNullPrototype: true }),
  seed: text(60, 1).filter(({ length }) => length <= 200),
  rates: fc.constant("off" as const),
  plan,
  guarantee: text(60),
  event: whole,
  sentence: text(200),
  digest,
  events: whole,
  checkpoints: fc.record({ every: fc.integer({ min: 1, max: 2 ** 20 }), digests: fc.array(digest, { maxLength: 20 }) }),
  command: text(200),
});

const [example] = fc.sample(failures, { numRuns: 1, seed: 7 }) as [FailureFile];
const asJson = (): { [field: string]: unknown } => JSON.parse(printFailure(example)) as { [field: string]: unknown };

/** The one line of the error, fit to be shown. */
function refused(content: string): string {
  try {
    readFailure(content, "reports/x.repro.json");
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message).toMatch(/^reports\/x\.repro\.json/);
    expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\u2066]/);
    expect(message.length).toBeLessThan(600);
    return message;
  }
  return expect.unreachable("it was read");
}

describe("a failure file", () => {
  it("is read as it was written, and written as it was read", () => {
    fc.assert(fc.property(failures, (failure) => {
      const written = printFailure(failure);
      const read = readFailure(written, "file");
      expect(read).toEqual(failure);
      expect(printFailure(read)).toBe(written);
    }), { numRuns: 200, seed: 12 });
  });

  it("is for people and their tools: an entry of the plan a line, a newline at the end", () => {
    const lines = printFailure({ ...example, plan: checkPlan("crash broker at 1s for 300ms; drop p1>broker publish m1 #1") }).split("\n");
    expect(lines).toContain('    "crash broker at 1s for 300ms",');
    expect(lines).toContain('    "drop p1>broker publish m1 #1"');
    expect(lines.at(-1)).toBe("");
  });

  it("cuts a sentence that no reader would take, and keeps a plan whole", () => {
    const long = "a".repeat(100_000);
    const forged = checkPlan([{ fault: "forge", packet: "p1>broker publish m1 #1", with: { long } }]);
    const read = readFailure(printFailure({ ...example, sentence: long, plan: forged }), "file");
    expect(read.sentence).toBe(long.slice(0, 5_000));
    expect(read.plan).toEqual(forged);
  });
});

describe("what is no failure file is refused in one line that can be shown", () => {
  it("wherever it was cut off", () => {
    const written = printFailure(example);
    for (let length = 0; length < written.trimEnd().length; length += 7) expect(refused(written.slice(0, length))).toContain("is not a failure file");
  });

  it.each(["schema", "faultline", "scenario", "parameters", "seed", "rates", "plan", "guarantee", "event", "sentence", "digest", "events", "checkpoints", "command"])("without its %s", (field) => {
    const { [field]: _, ...rest } = asJson();
    expect(refused(JSON.stringify(rest))).toMatch(new RegExp(`${field}: expected .*, got nothing`));
  });

  it.each<[string, unknown, string]>([
    ["schema", 2, "schema: expected 1"], ["rates", "on", 'rates: expected "off", got "on"'], ["seed", "", "seed: expected a text of 1 to 200"], ["seed", 7, "seed: expected"], ["digest", "c8bbc187279f87fD", "digest: expected a text of 16 hexadecimal digits"],
    ["event", -1, "event: expected a whole number"], ["events", 1.5, "events: expected a whole number"], ["plan", "drop a>b c m1 #1", "plan: expected a list"], ["plan", [7], "plan.0: expected a text"], ["plan", ["drop everything"], 'plan, entry 1 "drop everything"'],
    ["checkpoints", { every: 0, digests: [] }, "checkpoints.every: expected a whole number of at least 1"], ["checkpoints", { every: 1, digests: Array(4097).fill("0".repeat(16)) }, "checkpoints.digests: expected a list of at most 4096"],
    ["scenario", { name: "x", url: "http://x" }, 'scenario has no "url"'], ["parameters", [], "parameters: expected an object, got []"], ["guarantee", "x".repeat(201), "guarantee: expected a text of 0 to 200"],
  ])("with %s %j", (field, value, message) => {
    expect(refused(JSON.stringify({ ...asJson(), [field]: value }))).toContain(message);
  });

  it.each(["null", "[]", "7", '"drop"', "", " ", "{}", "<html>", "\u0000", "[".repeat(200_000)])("%.20s", (content) => {
    refused(content);
  });

  it("with a field that is none, offering the nearest that is", () => {
    expect(refused(JSON.stringify({ ...asJson(), sede: "1" }))).toMatch(/has no "sede"; did you mean "seed"\?$/);
    expect(refused(JSON.stringify({ ...asJson(), checkpoints: { every: 1, digest: [], digests: [] } }))).toMatch(/checkpoints has no "digest"; did you mean "digests"\?$/);
  });

  it("when it brings what a terminal would obey", () => {
    const evil = "\u001b[2J\u001b]0;title\u0007\u202e\u009b31m";
    for (const field of Object.keys(asJson()).filter((one) => one !== "parameters")) refused(JSON.stringify({ ...asJson(), [field]: { [evil]: evil } }));
    refused(JSON.stringify({ ...asJson(), [evil]: 1 }));
    refused(JSON.stringify({ ...asJson(), plan: [`drop ${evil}`] }));
    refused(JSON.stringify({ ...asJson(), digest: evil }));
  });

  it("or else it is one, whatever is put where; and it reaches no prototype", () => {
    const fields = fc.constantFrom(...Object.keys(asJson()), "__proto__", "constructor", "toString", "scenario.__proto__", "scenario.name", "checkpoints.digests", "parameters.__proto__", "parameters.constructor");
    const values = fc.oneof(fc.jsonValue(), fc.constant("drop p1>broker publish m1 #1"), fc.constant([{ fault: "drop", packet: "x" }]), text(50));
    fc.assert(fc.property(fc.array(fc.tuple(fields, values), { minLength: 1, maxLength: 3 }), (changes) => {
      let content = JSON.stringify(asJson());
      for (const [path, value] of changes) {
        const [field, inner] = path.split(".") as [string, string?];
        const written = inner === undefined ? JSON.stringify(value) : `{${JSON.stringify(inner)}:${JSON.stringify(value)}}`;
        content = `${content.slice(0, -1)},${JSON.stringify(field)}:${written}}`;
      }
      try {
        const read = readFailure(content, "file");
        expect(readFailure(printFailure(read), "file")).toEqual(read);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect((error as InputError).message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
    }), { numRuns: 300, seed: 13 });
  });
});
