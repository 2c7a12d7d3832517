/** The mutants of `npm run evidence:mutants` stay mutants: what each replaces is there, once. What kills them takes too long for a test. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MUTATED } from "../bench/evidence/mutants/index.ts";
import { killIn } from "../bench/evidence/mutants/kill.ts";
import { mutated } from "../bench/evidence/mutants/mutant.ts";
import { bundled } from "../src/campaign/bundled.ts";

const all = MUTATED.flatMap((protocol) => protocol.mutants.map((mutant) => ({ protocol, mutant })));
const known = bundled().map(({ name }) => name);
const within = (name: string): boolean => known.includes(name) || known.some((other) => other.startsWith(`${name}/`));

describe("the mutants", () => {
  it("replace a line that is there once, by another", () => {
    for (const { protocol: { protocol }, mutant } of all) {
      const source = readFileSync(`src/protocols/${protocol}.ts`, "utf8");
      expect(mutated(source, protocol, mutant)).not.toBe(source);
    }
  });

  it("are at least forty that are not equivalent, each with a name of its own and scenarios that exist", () => {
    expect(all.filter(({ mutant }) => mutant.equivalent === undefined).length).toBeGreaterThanOrEqual(40);
    for (const { protocol, mutants } of MUTATED) expect(new Set(mutants.map(({ name }) => name)).size, protocol).toBe(mutants.length);
    for (const { protocol, mutant } of all) for (const name of mutant.scenarios ?? protocol.scenarios) expect(within(name), name).toBe(true);
  });

  it("are an error when what they replace is gone, or there twice", () => {
    const mutant = { name: "gone", before: "x", after: "y", mistake: "" };
    expect(() => mutated("a", "p", mutant)).toThrow('mutant p/gone: "x" occurs 0 times');
    expect(() => mutated("xx", "p", mutant)).toThrow("occurs 2 times");
  });

  it("are not killed by a promise to break that nothing breaks any more", () => {
    const verdict = { guarantee: "at-most-once", promised: "breaks", pin: { breaks: false } };
    expect(killIn([{ name: "s", verdicts: [verdict], counterexamples: [] }])).toBeUndefined();
    const found = { guarantee: "order", seed: "1/7", faults: 2, minimal: "proved", sentence: "m1 after m2" };
    expect(killIn([{ name: "s", verdicts: [{ guarantee: "order", promised: "holds" }], counterexamples: [found] }])).toMatchObject({ scenario: "s", guarantee: "order", run: 7 });
  });
});
