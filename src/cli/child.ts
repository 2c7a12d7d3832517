import type { ChildProcess } from "node:child_process";
import { oneLine } from "./one-line.ts";

/** V8's last words when the heap is full. */
const LAST_WORDS = /<--- Last few GCs --->|FATAL ERROR: /;
const ABORTED = 134;

/** An interrupt is the child's to answer, with what it has found; the second ends it. */
export class Interrupts {
  count = 0;
  /** Who answers. */
  child: ChildProcess | undefined;

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => this.#forward(signal));
  }

  #forward(signal: NodeJS.Signals): void {
    this.count++;
    this.child?.kill(this.count > 1 ? "SIGKILL" : signal);
  }
}

/** One line that is drawn over itself, on a terminal only. */
export class ProgressLine {
  readonly #on: boolean;
  #shown = false;

  constructor(wanted: boolean) {
    this.#on = wanted && process.stderr.isTTY === true && process.env["TERM"] !== "dumb";
  }

  show(text: string): void {
    if (!this.#on) return;
    this.#shown = true;
    process.stderr.write(`\r\u001b[2K${oneLine(text).slice(0, Math.max(20, (process.stderr.columns || 80) - 1))}`);
  }

  clear(): void {
    if (this.#shown) process.stderr.write("\r\u001b[2K");
    this.#shown = false;
  }
}

/** Hands over what the child says on its pulse, line by line. */
export function readLines(child: ChildProcess, each: (line: string) => void): void {
  let rest = "";
  const pipe = child.stdio[3] as NodeJS.ReadableStream;
  pipe.setEncoding("utf8");
  pipe.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) each(line);
  });
}

/** What became of the child's complaints. */
export interface Complaints {
  /** It aborted with its heap full. What is not V8's is passed on now at the latest. */
  endedOutOfMemory(code: number | null, signal: NodeJS.Signals | null): boolean;
}

/** Passes on what the child complains of, but for V8's last words. `late`: not before it has ended, for it fills the terminal. */
export function passComplaints(child: ChildProcess, silent: boolean, drawn: ProgressLine, late: boolean): Complaints {
  let held = "";
  const pass = (text: string): void => {
    if (silent || text === "") return;
    drawn.clear();
    process.stderr.write(text);
  };
  child.stderr!.setEncoding("utf8");
  child.stderr!.on("data", (chunk: string) => {
    if (!late && held === "" && !LAST_WORDS.test(chunk)) pass(chunk);
    else held += chunk;
  });
  return {
    endedOutOfMemory(code, signal) {
      const ended = LAST_WORDS.test(held) && (signal === "SIGABRT" || code === ABORTED);
      if (!ended) pass(held);
      return ended;
    },
  };
}
