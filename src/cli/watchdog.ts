import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { AS_PROMISED, BAD_INPUT, INTERRUPTED, UNKNOWN, worst } from "./exit.ts";
import { residentMemory } from "./memory.ts";
import { LOCATING, WATCHED } from "./pulse.ts";
import type { Pulse } from "./pulse.ts";

/** What a watched program may use. */
export interface Allowance {
  /** Longest silence, ms. */
  readonly silence: number;
  /** Most resident memory, MB; the JavaScript heap gets three quarters. */
  readonly memory: number;
}

/** How a watched program ended. */
export interface Ended {
  readonly code: number;
  /** Why it was stopped: one line. */
  readonly stopped?: string;
}

const LOOK = 100;
/** After an interrupt, how long the child may take to write out what it has found, ms. */
const GRACE = 5_000;

/**
 * Runs this program again as a child and watches it for silence and memory. A handler that never returns cannot be
 * interrupted from within, and a growing Map aborts the whole process, worker limits or not (DESIGN 5).
 */
export async function watched(allowance: Allowance): Promise<Ended> {
  const seen = await watchOnce(allowance, {});
  if (seen.why === undefined) return { code: seen.code };
  if (seen.last.doing?.startsWith("loading") === true) return { code: BAD_INPUT, stopped: `${seen.last.doing}: the file ${seen.why} while it was loaded; a scenario file only defines, and returns at once` };
  // Once more, announcing every event: the last one announced is where it happens.
  const located = seen.last.run === undefined ? seen : await watchOnce(allowance, { [LOCATING]: String(seen.last.run) });
  const where = located.why === undefined ? seen.last.doing : located.last.doing;
  return { code: worst([seen.last.code ?? AS_PROMISED, UNKNOWN]), stopped: `${where ?? "the run"}: a handler ${seen.why}; it was stopped, and nothing can be said about this run` };
}

interface Watch {
  readonly code: number;
  readonly why: string | undefined;
  readonly last: Pulse;
}

function watchOnce(allowance: Allowance, environment: Record<string, string>): Promise<Watch> {
  const locating = environment[LOCATING] !== undefined;
  const child = spawn(process.execPath, [...process.execArgv, `--max-old-space-size=${Math.floor(allowance.memory * 0.75)}`, ...process.argv.slice(1)], {
    stdio: ["ignore", locating ? "ignore" : "inherit", "pipe", "pipe"],
    env: { ...process.env, ...environment, [WATCHED]: "1" },
  });
  let last: Pulse = {};
  let heard = performance.now();
  let why: string | undefined;
  const drawn = new ProgressLine(!locating);
  const stop = (reason: string): void => {
    why ??= reason;
    child.kill("SIGKILL");
  };
  const timer = setInterval(() => {
    if (performance.now() - heard > allowance.silence) stop(`did not return within ${allowance.silence / 1_000}s`);
    const used = child.pid === undefined ? undefined : residentMemory(child.pid);
    if (used !== undefined && used > allowance.memory) stop(`took more than ${allowance.memory} MB of memory`);
  }, LOOK);
  readLines(child, (line) => {
    heard = performance.now();
    const pulse = JSON.parse(line) as Pulse;
    last = { ...last, ...pulse };
    if (pulse.progress !== undefined) drawn.show(pulse.progress);
  });
  const complaints = passComplaints(child, locating, drawn);
  const letGo = forwardInterrupts(child);
  return new Promise((done) => {
    child.once("close", (code, signal) => {
      clearInterval(timer);
      letGo();
      drawn.clear();
      if (why === undefined && (complaints.outOfMemory || signal === "SIGABRT")) why = `took more than ${allowance.memory} MB of memory`;
      const interrupted = signal === "SIGINT" || signal === "SIGTERM" || (signal === "SIGKILL" && why === undefined);
      done({ code: code ?? (interrupted ? INTERRUPTED : UNKNOWN), why, last });
    });
  });
}

/** One line that is drawn over itself, on a terminal only. */
class ProgressLine {
  readonly #on: boolean;
  #shown = false;

  constructor(wanted: boolean) {
    this.#on = wanted && process.stderr.isTTY === true;
  }

  show(text: string): void {
    if (!this.#on) return;
    this.#shown = true;
    process.stderr.write(`\r\u001b[2K${text.slice(0, Math.max(20, (process.stderr.columns ?? 80) - 1))}`);
  }

  clear(): void {
    if (this.#shown) process.stderr.write("\r\u001b[2K");
    this.#shown = false;
  }
}

function readLines(child: ChildProcess, each: (line: string) => void): void {
  let rest = "";
  const pipe = child.stdio[3] as NodeJS.ReadableStream;
  pipe.setEncoding("utf8");
  pipe.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) each(line);
  });
}

/** Passes on what the child says, but for V8's last words. */
function passComplaints(child: ChildProcess, silent: boolean, drawn: ProgressLine): { readonly outOfMemory: boolean } {
  const seen = { outOfMemory: false };
  child.stderr!.setEncoding("utf8");
  child.stderr!.on("data", (chunk: string) => {
    if (/Last few GCs|FATAL ERROR|heap out of memory/.test(chunk)) seen.outOfMemory = true;
    if (seen.outOfMemory || silent) return;
    drawn.clear();
    process.stderr.write(chunk);
  });
  return seen;
}

/** An interrupt is the child's to answer, with what it has found; after a while, or at the second, it is ended. */
function forwardInterrupts(child: ChildProcess): () => void {
  let count = 0;
  const forward = (signal: NodeJS.Signals): void => {
    if (++count > 1) child.kill("SIGKILL");
    else {
      child.kill(signal);
      setTimeout(() => child.kill("SIGKILL"), GRACE).unref();
    }
  };
  process.on("SIGINT", forward);
  process.on("SIGTERM", forward);
  return () => {
    process.off("SIGINT", forward);
    process.off("SIGTERM", forward);
  };
}
