/** A real terminal: tmux runs the built program, keys go in, the screen comes out. */
import { execFileSync, spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

/** Whether there is a tmux here; tests that need one are skipped without. */
export const HAS_TMUX = spawnSync("tmux", ["-V"]).status === 0;

/** Longest wait for something to appear, ms, and between two looks. */
const PATIENCE = 120_000;
const LOOK = 25;

let sessions = 0;

/** One terminal with a shell in it, in which `faultline` is a command. */
export class Terminal {
  readonly #name = `faultline-${process.pid}-${++sessions}`;
  readonly #socket = `faultline-${process.pid}-${sessions}`;

  constructor(columns: number, rows: number, cwd: string = tmpdir()) {
    const { CI: _, NO_COLOR: __, ...env } = process.env;
    execFileSync("tmux", ["-L", this.#socket, "-f", "/dev/null", "new-session", "-d", "-s", this.#name, "-x", String(columns), "-y", String(rows), "sh"], { cwd, env: { ...env, PS1: "$ ", ENV: "", TERM: "xterm-256color" } });
    this.line(`PS1='$ '; faultline() { "${process.execPath}" "${MAIN}" "$@"; }; clear`);
  }

  /** Types a line and Enter. */
  line(text: string): void {
    this.#tmux("send-keys", "-t", this.#name, "-l", text);
    this.keys("Enter");
  }

  /** Presses keys by tmux's names for them. */
  keys(...names: readonly string[]): void {
    for (const name of names) this.#tmux("send-keys", "-t", this.#name, ...(name.length === 1 ? ["-l", name === ";" ? "\\;" : name] : [name]));
  }

  resize(columns: number, rows: number): void {
    this.#tmux("resize-window", "-t", this.#name, "-x", String(columns), "-y", String(rows));
  }

  screen(): string {
    return this.#tmux("capture-pane", "-p", "-t", this.#name);
  }

  /** Of the pane: "1" while the alternate screen is shown. */
  get alternate(): boolean {
    return this.#tmux("display-message", "-p", "-t", this.#name, "#{alternate_on}").trim() === "1";
  }

  get cursorShown(): boolean {
    return this.#tmux("display-message", "-p", "-t", this.#name, "#{cursor_flag}").trim() === "1";
  }

  /** Process ids of the command line in this terminal: the watching parent, then the child. */
  pids(): readonly number[] {
    const shell = this.#tmux("display-message", "-p", "-t", this.#name, "#{pane_pid}").trim();
    const childOf = (pid: string): string => spawnSync("ps", ["-o", "pid=", "--ppid", pid], { encoding: "utf8" }).stdout.trim().split("\n")[0]!.trim();
    const parent = childOf(shell);
    return [Number(parent), Number(childOf(parent))];
  }

  /** Resolves with the screen when it shows this. Rejects with what it showed instead. */
  async until(what: RegExp | ((screen: string) => boolean)): Promise<string> {
    const began = performance.now();
    for (;;) {
      const screen = this.screen();
      if (typeof what === "function" ? what(screen) : what.test(screen)) return screen;
      if (performance.now() - began > PATIENCE) throw new Error(`the screen never showed ${String(what)}; it shows:\n${screen}`);
      await new Promise<void>((done) => void setTimeout(done, LOOK));
    }
  }

  /** Resolves with the screen when the shell is back. */
  back(): Promise<string> {
    return this.until((screen) => !this.alternate && /\$\s*$/.test(screen));
  }

  close(): void {
    this.#tmux("kill-server");
  }

  #tmux(...command: readonly string[]): string {
    return execFileSync("tmux", ["-L", this.#socket, ...command], { encoding: "utf8" });
  }
}
