/** The built command line as a child process, and scenario files for it. */
import { spawn } from "node:child_process";
import type { ChildProcess, SpawnOptions } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { WATCHED } from "../../src/cli/pulse.ts";
import { folder } from "../campaign/folder.ts";

const MAIN = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

/** How a command ended and what it wrote. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  /** Default: the system's folder for temporary files, where nobody has anything installed. */
  readonly cwd?: string;
  /** A process group of its own, as a terminal gives it. */
  readonly group?: boolean;
  /** With the parent that watches for silence and memory, as for a user; without it a third of the time to start is saved. Default true. */
  readonly watched?: boolean;
}

/** A command under way. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
  /** Resolves when it has written this, on either stream; rejects when it ends without. */
  said(what: string): Promise<void>;
}

/** Starts it; by `sh` when given a text in which `faultline` is a command. */
export function start(command: readonly string[] | string, { cwd = tmpdir(), group = false, watched = true }: Surroundings = {}): Started {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const options: SpawnOptions = { cwd, env: { ...env, ...(watched ? {} : { [WATCHED]: "1" }) }, detached: group, stdio: ["ignore", "pipe", "pipe", ...(watched ? [] : ["ignore" as const])] };
  const child = typeof command === "string" ? spawn("sh", ["-c", `faultline() { "${process.execPath}" "${MAIN}" "$@"; }\n${command}`], options) : spawn(process.execPath, [MAIN, ...command], options);
  const written = { stdout: "", stderr: "" };
  const waiting = new Set<() => void>();
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]!.setEncoding("utf8").on("data", (chunk: string) => {
      written[stream] += chunk;
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<Outcome>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done({ code, ...written }));
  });
  const said = (what: string): Promise<void> => new Promise((done, fail) => {
    const look = (): void => {
      if ((written.stdout + written.stderr).includes(what)) done(void waiting.delete(look));
    };
    waiting.add(look);
    look();
    void ended.then((outcome) => fail(new Error(`ended without having said ${JSON.stringify(what)}: ${JSON.stringify(outcome)}`)));
  });
  return { child, ended, said };
}

/** Runs it to its end. */
export function faultline(command: readonly string[] | string, surroundings?: Surroundings): Promise<Outcome> {
  return start(command, surroundings).ended;
}

/** The one line of a complaint; fails when there is another, or a stack. */
export function complaint({ stderr }: Outcome): string {
  const [, line] = /^faultline: ([^\n]*)\n$/.exec(stderr) ?? [];
  if (line === undefined) throw new Error(`not one line of complaint: ${JSON.stringify(stderr)}`);
  return line;
}

/** A folder with scenario files; as in a project, what TypeScript becomes is kept, since each command compiles it anew. */
export function project(files: { readonly [path: string]: string }): string {
  return folder({ ...files, "node_modules/.keep": "" });
}

/** What else a scenario file says. */
export interface Parts {
  /** Before the scenario. */
  readonly before?: string;
  /** The body of the consumer's `receive(ctx, from, packet)`. */
  readonly receive?: string;
  /** The body of the producer's `publish(ctx, message)`. */
  readonly publish?: string;
  readonly messages?: number;
  /** More fields of the scenario. */
  readonly fields?: string;
}

/** A scenario file: a producer sends every message to a consumer, which is promised never to act twice. */
export function file({ before = "", receive = "ctx.effect(packet.message);", publish = 'ctx.send("c1", { type: "publish", message });', messages = 3, fields = "" }: Parts = {}): string {
  return `import { breaks, holds, scenario } from "faultline";
${before}
export default scenario({
  title: "a file of a test",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: () => ({ publish(ctx, message) { ${publish} } }) },
    { name: "consumer", count: 1, role: "consumer", run: () => ({ receive(ctx, from, packet) { ${receive} } }) },
  ],
  workload: { messages: ${messages} },
  promises: { "at-most-once": holds() },
  ${fields}
});
`;
}

/** Breaks its promise in every run. */
export const TWICE = file({ receive: "ctx.effect(packet.message); ctx.effect(packet.message);" });
