import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { mutated } from "./mutant.ts";
import type { Mutant, MutatedProtocol } from "./mutant.ts";

/** What `check --json` says of one scenario, as far as it is read here. */
export interface Checked {
  readonly name: string;
  /** Absent where the scenario could not be judged: the mutant did what no protocol may. */
  readonly verdicts?: readonly { readonly guarantee: string; readonly promised: string; readonly pin?: { readonly breaks: boolean; readonly sentence?: string } }[];
  readonly counterexamples: readonly { readonly guarantee: string; readonly seed: string; readonly faults: number; readonly minimal: string; readonly sentence: string }[];
}

/**
 * A copy of the program in a temporary folder, in which a mutant can take the place of the line it replaces. It is type-checked, built, and asked by its
 * command line, as a student's would be.
 */
export class Program {
  readonly #folder = mkdtempSync(join(tmpdir(), "faultline-mutant-"));

  /** @param repository the folder whose src/ and scenarios/ are copied. */
  constructor(repository: string) {
    for (const name of ["src", "scenarios", "package.json", "tsconfig.json", ".ci"]) cpSync(join(repository, name), join(this.#folder, name), { recursive: true });
    symlinkSync(resolve(repository, "node_modules"), join(this.#folder, "node_modules"));
  }

  /**
   * Checks the mutant: for each of its scenarios, what the command line says after so many runs.
   * @throws Error, which names the mutant: what it replaces is not there, it does not compile, or `check` comes to no verdict.
   */
  async check(protocol: MutatedProtocol, mutant: Mutant, runs: number): Promise<readonly Checked[]> {
    const path = join(this.#folder, "src", "protocols", `${protocol.protocol}.ts`);
    const original = readFileSync(path, "utf8");
    writeFileSync(path, mutated(original, protocol.protocol, mutant));
    try {
      const compiled = await this.#node("node_modules/typescript/bin/tsc", "-p", ".ci/tsconfig.json", "--noEmit", "--noUnusedLocals", "false", "--noUnusedParameters", "false");
      if (compiled.code !== 0) throw new Error(`mutant ${protocol.protocol}/${mutant.name} does not compile: ${compiled.output.trim()}`);
      const built = await this.#node(".ci/build.mjs");
      if (built.code !== 0) throw new Error(`mutant ${protocol.protocol}/${mutant.name}: the program could not be built`);
      const { output } = await this.#node("dist/src/cli/main.js", "check", ...(mutant.scenarios ?? protocol.scenarios), "--runs", String(runs), "--json");
      const { scenarios, error } = JSON.parse(output) as { readonly scenarios?: readonly Checked[]; readonly error?: unknown };
      if (scenarios === undefined) throw new Error(`mutant ${protocol.protocol}/${mutant.name}: check came to no verdict: ${JSON.stringify(error)}`);
      return scenarios;
    } finally {
      writeFileSync(path, original);
    }
  }

  /** Removes the copy. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #node(...args: readonly string[]): Promise<{ code: number; output: string }> {
    return new Promise((done) => {
      execFile(process.execPath, args, { cwd: this.#folder, maxBuffer: 1 << 28 }, (error, stdout) => done({ code: error === null ? 0 : Number(error.code ?? -1), output: stdout }));
    });
  }
}
