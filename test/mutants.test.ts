/**
 * What npm run evidence:mutants stands on: the mutants still fit the protocols, and some of them are still caught. All of them, and what caught
 * them, are in docs/evidence/mutants.md.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { MUTATED } from "../bench/evidence/mutants/index.ts";
import { killIn } from "../bench/evidence/mutants/kill.ts";
import { mutated } from "../bench/evidence/mutants/mutant.ts";
import { Program } from "../bench/evidence/mutants/program.ts";
import { bundled } from "../src/campaign/load.ts";

const repository = fileURLToPath(new URL("../", import.meta.url));
const sourceOf = (protocol: string): string => readFileSync(new URL(`../src/protocols/${protocol}.ts`, import.meta.url), "utf8");
/** One of each kind, and quick: a drawn run or a pinned plan kills it, or nothing does. */
const FEW = ["at-most-once/marked-one-done-again", "dedup-at-consumer/window-one-too-short", "stop-and-wait/idle-timer-left-running"];

describe.each(MUTATED)("the mutants of $protocol", ({ protocol, scenarios, mutants }) => {
  it("each replace what stands in its source once, by something else, and say whose mistake it is", () => {
    const source = sourceOf(protocol);
    for (const mutant of mutants) {
      expect(mutated(source, protocol, mutant), mutant.name).not.toBe(source);
      expect(mutant.mistake).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("have names of their own, and are checked by bundled scenarios", () => {
    const names = mutants.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const known = bundled().map(({ name }) => name);
    for (const mutant of mutants) for (const scenario of mutant.scenarios ?? scenarios) expect(known).toContain(scenario);
  });
});

it("a mutant whose line has gone is an error that names it", () => {
  const mutant = { name: "gone", before: "no such line", after: "", mistake: "Is not there." };
  expect(() => mutated(sourceOf("leases"), "leases", mutant)).toThrow('mutant leases/gone: "no such line" occurs 0 times in src/protocols/leases.ts, not once');
});

describe("the command line, asked about a mutated program,", () => {
  const program = new Program(repository);
  afterAll(() => program.remove());
  const some = MUTATED.flatMap((protocol) => protocol.mutants.map((mutant) => ({ name: `${protocol.protocol}/${mutant.name}`, protocol, mutant }))).filter(({ name }) => FEW.includes(name));

  it("is asked about mutants that there are", () => {
    expect(some).toHaveLength(FEW.length);
  });

  it.each(some)("kills $name, unless it is equivalent", async ({ protocol, mutant }) => {
    const kill = killIn(await program.check(protocol, mutant, 20));
    if (mutant.equivalent === undefined) expect(kill?.sentence).toMatch(/^m\d+ /);
    else expect(kill).toBeUndefined();
  });

  it("lets the protocol pass when it is not mutated", async () => {
    const protocol = MUTATED.find(({ protocol }) => protocol === "stop-and-wait")!;
    const { before } = protocol.mutants[0]!;
    const same = { name: "same", before, after: before, mistake: "None." };
    expect(killIn(await program.check(protocol, same, 20))).toBeUndefined();
  });
});

it("at least forty of them are not equivalent", () => {
  expect(MUTATED.flatMap(({ mutants }) => mutants).filter(({ equivalent }) => equivalent === undefined).length).toBeGreaterThanOrEqual(40);
});

it("a promise to break that nothing breaks any more is no kill", () => {
  const verdict = { guarantee: "at-most-once", promised: "breaks", pin: { breaks: false } };
  expect(killIn([{ name: "s", verdicts: [verdict], counterexamples: [] }])).toBeUndefined();
});
