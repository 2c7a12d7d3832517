/** A shell for documents, in which `npx` finds the tools of this repository. */
import { execFile, fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** How a command ended, and what it wrote to either stream. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs commands in a folder. `npx faultline run ...` and its like, of which documents are full, go to one process that stays (session.mjs);
 * everything else is a shell's, with processes of its own.
 */
export class Shell {
  readonly #cwd: string;
  readonly #env: NodeJS.ProcessEnv;
  #session: ChildProcess | undefined;

  constructor(cwd: string) {
    const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...env } = process.env;
    this.#cwd = cwd;
    this.#env = { ...env, NO_COLOR: "1", VITEST: "" };
  }

  async run(command: string): Promise<Outcome> {
    const plain = plainRun(command);
    if (plain === undefined) return this.#shell(command);
    const outcome = await this.#ask(plain.words);
    return plain.filter === undefined ? outcome : this.#shell(plain.filter, outcome.output);
  }

  close(): void {
    this.#session?.kill();
  }

  #ask(words: readonly string[]): Promise<Outcome> {
    const session = (this.#session ??= fork(join(ROOT, "test/support/session.mjs"), { cwd: this.#cwd, env: this.#env, execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] }));
    return new Promise((done, fail) => {
      const died = (): void => fail(new Error(`the program ended within: faultline ${words.join(" ")}`));
      session.once("exit", died).once("message", (outcome: Outcome) => {
        session.off("exit", died);
        done(outcome);
      });
      session.send(words);
    });
  }

  #shell(command: string, input = ""): Promise<Outcome> {
    const tool = (name: string, path: string): string => `${name}) "${process.execPath}" "${join(ROOT, path)}" "$@";;`;
    const npx = `npx() { tool=$1; shift; case $tool in
      ${tool("faultline", "dist/src/cli/main.js")}
      ${tool("vitest", "node_modules/vitest/vitest.mjs")}
      *) echo "npx $tool: not in this document's folder"; return 127;; esac; }`;
    return new Promise((done) => {
      const child = execFile("sh", ["-c", `${npx}\n{ ${command}\n} 2>&1`], { cwd: this.#cwd, env: this.#env, maxBuffer: 1 << 24 }, (error, output) => {
        done({ code: error === null ? 0 : Number(error.code ?? 1), output });
      });
      // Whoever does not read to the end, such as head, closes the pipe.
      child.stdin!.on("error", () => undefined).end(input);
    });
  }
}

/** The words of a `npx faultline run ...`, or another that only computes and writes, that asks nothing else of a shell but perhaps to pipe its output; undefined for any other command. */
function plainRun(command: string): { readonly words: readonly string[]; readonly filter?: string } | undefined {
  const [, line, filter] = /^npx faultline ((?:run|check|replay|report|merge)(?: +(?:"[^"$`\\]*"|'[^']*'|[\w./=-]+))*)(?: \| (.*))?$/.exec(command) ?? [];
  const words = line?.match(/"[^"]*"|'[^']*'|[^ ]+/g)?.map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
  return words === undefined ? undefined : { words, ...(filter === undefined ? {} : { filter }) };
}
