/** Mistakes people make in Raft, each planted in one line: the laws must catch every one of them, or they would hold of anything. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Parliament } from "./parliament.ts";
import type { MakeRaft } from "./parliament.ts";
import { outcome, scripts } from "./scripts.ts";

const ROOM = resolve(import.meta.dirname, "../../../src/brokers/raft");

/** [what is wrong, the file, what stands there once, what stands there instead] */
const MUTANTS: readonly (readonly [name: string, file: string, line: string, instead: string])[] = [
  ["a vote is not written down", "ballot.ts", "this.#journal.write(`${this.#prefix}ballot/${this.#paper.nth % 2}`, this.#paper);", ""],
  ["a vote is given before it is durable", "raft.ts", "if (this.#ballot.isDurable) return say();", "return say();"],
  ["an entry of an older term is committed by counting", "leadership.ts", "index > commit && this.#log.termOf(index) === this.term ?", "index > commit ?"],
  ["a vote is given twice in a term", "raft.ts", "(this.#ballot.vote === null || this.#ballot.vote === from) && ", ""],
  ["a vote does not ask how long the log is", "raft.ts", "(this.#ballot.vote === null || this.#ballot.vote === from) && this.#isUpToDate(lastIndex, lastTerm)", "(this.#ballot.vote === null || this.#ballot.vote === from)"],
  ["logs are compared by length alone", "raft.ts", "lastTerm > this.#log.lastTerm || (lastTerm === this.#log.lastTerm && lastIndex >= this.#log.last)", "lastIndex >= this.#log.last"],
  ["entries are acknowledged before they are durable", "raft.ts", "const match = Math.min(this.#log.durable, this.#agreed);", "const match = this.#agreed;"],
  ["an append is taken whatever comes before it", "raft.ts", "if (known === 0 && log.termOf(prevIndex) !== prevTerm) {", "if (known === 0 && prevIndex > log.last) {"],
  ["entries that disagree stay", "raft.ts", "if (term === entries[nth]!.term) continue;", "if (term !== undefined) continue;"],
  ["the leader's commit counts for entries that may not be its own", "raft.ts", "Math.min(commit, this.#agreed)", "Math.min(commit, log.last)"],
  ["half is a majority", "election.ts", "Math.floor(members / 2) + 1", "Math.floor(members / 2)"],
  ["a truncated entry still counts as durable", "log.ts", "    this.#durable = Math.min(this.#durable, this.last);\n    for (const pending of this.#pending) pending.index = Math.min(pending.index, this.last);\n  }\n\n  #discard", "  }\n\n  #discard"],
];

/** Raft with one line changed. */
async function mutant(file: string, line: string, instead: string): Promise<MakeRaft> {
  const { outputFiles } = await build({
    entryPoints: [resolve(ROOM, "raft.ts")], bundle: true, write: false, format: "esm",
    plugins: [{
      name: "mutant",
      setup: ({ onLoad }) => onLoad({ filter: new RegExp(`raft/${file}$`) }, ({ path }) => {
        const parts = readFileSync(path, "utf8").split(line);
        expect(parts, `${file}: stands there once: ${line}`).toHaveLength(2);
        return { contents: parts.join(instead), loader: "ts" };
      }),
    }],
  });
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(outputFiles[0]!.text).toString("base64")}`)).Raft;
}

describe("the laws of Raft catch", () => {
  for (const [name, file, line, instead] of MUTANTS) {
    it(name, async () => {
      const Mutant = await mutant(file, line, instead);
      let broken: string | undefined;
      for (let batch = 1; batch <= 2 && broken === undefined; batch++) {
        const parliament = (): Parliament => new Parliament(3, Mutant, { batch });
        const { counterexample } = fc.check(fc.property(scripts(200), (script) => outcome(parliament(), script) === undefined), { numRuns: 3_000, seed: 1, endOnFailure: true });
        if (counterexample !== null) broken = outcome(parliament(), counterexample[0]);
      }
      expect(broken).toMatch(/^(election safety|leader completeness|log matching|state machine safety): /);
    });
  }
});
