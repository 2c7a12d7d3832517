import { spawn } from "node:child_process";
import { AS_PROMISED, BAD_INPUT, INTERRUPTED, UNKNOWN, worst } from "./exit.ts";
import { Interrupts, passComplaints, ProgressLine, readLines } from "./child.ts";
import type { Chosen } from "./program.ts";
import { LOCATING, RESUME_FD, RESUMING, WATCHED } from "./pulse.ts";
import type { Locating, Pulse, Resumed } from "./pulse.ts";
import { countOf, periodOf } from "./quantities.ts";
import { Silence } from "./silence.ts";
import { isInteractive, Terminal } from "./terminal.ts";
import { cpuTimes, residentMemory } from "./usage.ts";

/** What a watched program may use. */
export interface Allowance {
  /** Longest silence, ms. */
  readonly silence: number;
  /** Most resident memory, MB; the JavaScript heap gets three quarters. */
  readonly memory: number;
  readonly quiet: boolean;
  /** It stops in a debugger: silence is no sign of anything. */
  readonly inspected: boolean;
  /** It fills the terminal and is worked with keys. */
  readonly interactive: boolean;
}

/** What the person allows. @throws InputError */
export function allowanceOf({ options: { silence, memory, quiet, inspect }, interactive }: Chosen): Allowance {
  return { silence: periodOf(silence, "--silence", 1_000), memory: countOf(memory, "--memory", 64), quiet: quiet === true, inspected: inspect === true, interactive: interactive && isInteractive() };
}

/** How a watched program ended. */
export interface Ended {
  readonly code: number;
  /** Why it did not come to its own end: one line. */
  readonly stopped?: string;
  /** What it had found by then. */
  readonly found?: object;
}

const LOOK = 100;
/** After an interrupt, how long the child may say nothing while it writes out what it has found, ms. */
const GRACE = 5_000;
/** The longest search for the event at which a run got stuck, ms. */
const LONGEST = 60_000;
/** What Node says of a program that waits for a promise which nothing can keep any more. */
const UNSETTLED = 13;
/** Keeps Node from printing two lines of its own when a debugger may attach. */
const QUIETLY = "--inspect-publish-uid=http";
/**
 * How V8 is to run it, measured (docs/evidence/workers.md). An event goes through many small functions, which V8 stops inlining too early (at 920 bytes of bytecode); twice
 * as late is as good for long campaigns as later, and takes a third less of compiling, which each thread does anew. What survives a
 * scavenge is little: threads that help with it cost more than they bring.
 */
const ENGINE = ["--max-inlined-bytecode-size-cumulative=1800", "--no-parallel-scavenge"];

/**
 * Runs this program again as a child and watches it for silence and memory. A handler that never returns cannot be
 * interrupted from within, and a growing Map aborts the whole process, worker limits or not (DESIGN 5). A campaign goes on behind
 * the scenario on which it was stopped, which `complain` is told.
 */
export async function watched(allowance: Allowance, complain: (message: string) => void): Promise<Ended> {
  const interrupts = new Interrupts();
  const terminal = new Terminal();
  if (allowance.interactive) terminal.take("opening ...");
  for (let resumed: Resumed | undefined; ; ) {
    const child = await watch(allowance, interrupts, { resumed }, terminal.release);
    if (child.last.printed !== undefined) process.stdout.write(child.last.printed);
    if (child.why === undefined) return { code: child.code };
    const ended = await reasonFor({ ...child, why: child.why }, allowance, interrupts);
    const { resumes, locating: { target } = {} } = child.last;
    if (resumes !== true || target === undefined || ended.code === INTERRUPTED) return ended;
    complain(ended.stopped);
    resumed = { target, ...ended };
  }
}

/** Why a child did not come to its own end, and where; what it was doing is done once more to find out. */
async function reasonFor({ code, why, killed, last }: Watched & { readonly why: string }, allowance: Allowance, interrupts: Interrupts): Promise<Ended & { readonly stopped: string }> {
  const found = last.found === undefined ? {} : { found: last.found };
  if (interrupts.count > 0 || code === INTERRUPTED) return { code: INTERRUPTED, stopped: "interrupted", ...found };
  const doing = last.doing ?? "starting";
  if (killed) return { code: worst([last.code ?? AS_PROMISED, UNKNOWN]), stopped: `${doing}: the program ${why}; nothing can be said about this run`, ...found };
  if (doing.startsWith("loading ")) return { code: worst([last.code ?? AS_PROMISED, BAD_INPUT]), stopped: `${doing}: the file ${why}; a scenario file only defines, and returns at once`, ...found };
  const located = await watch(allowance, interrupts, { locating: last.locating ?? {} });
  if (interrupts.count > 0) return { code: INTERRUPTED, stopped: "interrupted", ...found };
  const where = located.why === undefined || located.killed ? doing : (located.last.doing ?? doing);
  const who = where.endsWith(", the end of the run") ? "a guarantee" : "a handler";
  return { code: worst([last.code ?? AS_PROMISED, UNKNOWN]), stopped: `${where}: ${who} ${why}; nothing can be said about this run`, ...found };
}

interface Watched {
  readonly code: number;
  /** Why it did not come to its own end. */
  readonly why: string | undefined;
  /** By somebody else. */
  readonly killed: boolean;
  readonly last: Pulse;
}

/** A first run, one that goes on behind a scenario on which that was stopped, or one that locates. */
function watch({ silence: allowed, memory, quiet, inspected, interactive }: Allowance, interrupts: Interrupts, { resumed, locating }: { readonly resumed?: Resumed | undefined; readonly locating?: Locating }, over: () => void = () => {}): Promise<Watched> {
  const silent = locating !== undefined;
  const child = spawn(process.execPath, [...process.execArgv, ...ENGINE, ...(inspected ? [QUIETLY] : []), `--max-old-space-size=${Math.floor(memory * 0.75)}`, ...process.argv.slice(1)], {
    stdio: [interactive && !silent ? "inherit" : "ignore", silent ? "ignore" : "inherit", "pipe", "pipe", ...(resumed === undefined ? [] : ["pipe" as const])],
    env: { ...process.env, [WATCHED]: "1", ...(resumed === undefined ? {} : { [RESUMING]: "1" }), ...(silent ? { [LOCATING]: JSON.stringify(locating) } : {}) },
  });
  interrupts.child = child;
  if (resumed !== undefined) (child.stdio[RESUME_FD] as NodeJS.WritableStream).on("error", () => {}).end(JSON.stringify(resumed));
  const began = performance.now();
  const drawn = new ProgressLine(!quiet && !(interactive && !silent));
  if (silent) drawn.show("looking for the event at which it got stuck");
  const silence = new Silence();
  let last: Pulse = {};
  let why: string | undefined;
  const stop = (reason: string): void => {
    why ??= reason;
    child.kill("SIGKILL");
  };
  const timer = setInterval(() => {
    if (child.pid === undefined || last.doing === undefined) return;
    if (last.idle === true && interrupts.count === 0) return silence.broken();
    silence.look(LOOK, cpuTimes(child.pid));
    if (silence.length > allowed && !inspected) stop(`did not return within ${allowed / 1_000}s and was stopped`);
    if (interrupts.count > 0 && silence.waited > GRACE) stop("did not return after the interrupt");
    // A search that took too long has found nothing.
    if (silent && performance.now() - began > LONGEST) child.kill("SIGTERM");
    const used = residentMemory(child.pid);
    if (used !== undefined && used > memory) stop(`took more than ${memory} MB of memory and was stopped`);
  }, LOOK);
  readLines(child, (line) => {
    silence.broken();
    const pulse = JSON.parse(line) as Pulse;
    last = { ...last, ...pulse, ...(pulse.locating === undefined ? {} : { locating: { ...last.locating, ...pulse.locating } }) };
    if (pulse.progress !== undefined) drawn.show(pulse.progress);
  });
  const complaints = passComplaints(child, silent, drawn, interactive);
  return new Promise((done) => {
    const finish = (code: number | null, signal: NodeJS.Signals | null): void => {
      clearInterval(timer);
      drawn.clear();
      over();
      if (complaints.endedOutOfMemory(code, signal)) why ??= `took more than ${memory} MB of memory and was stopped`;
      const killed = why === undefined && signal !== null;
      if (last.ended === undefined) why ??= reasonOf(code, signal);
      // What it said of its own end stands: Node 20 may crash on its way out when a debugger disconnects meanwhile.
      done({ code: last.ended ?? code ?? (signal === "SIGINT" || signal === "SIGTERM" ? INTERRUPTED : UNKNOWN), why, killed, last });
    };
    child.once("error", (error) => {
      why ??= `could not be run (${error.message})`;
      finish(null, null);
    });
    child.once("close", finish);
  });
}

/** Why a program is gone that neither came to its own end nor was stopped by us. */
function reasonOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return signal === "SIGKILL" ? "was killed (the system may be short of memory)" : `was ended by ${signal}`;
  return code === UNSETTLED ? "waits for something that never comes" : "ended the program";
}
