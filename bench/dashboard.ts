/** The dashboard: how long it takes to open a long run, to step back in it, to draw a frame; and on a terminal, to show the first one, and to do nothing. */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { RunScreen } from "../src/dashboard/run/screen.ts";
import { Stage } from "../src/dashboard/stage.ts";
import type { Size } from "../src/dashboard/text.ts";
import { resolve } from "../src/scenario/resolve.ts";
import { delivery } from "./delivery.ts";

const SIZE: Size = { columns: 120, rows: 39 };
const LOOK = { ascii: false, color: true };
/** A run of some hundred thousand events. */
const MESSAGES = 15_000;

/** What was measured, ms; events of the run that was opened. */
export interface DashboardTimes {
  readonly events: number;
  readonly open: number;
  readonly back: { readonly median: number; readonly most: number };
  readonly jump: number;
  readonly frame: number;
}

/** Opens a long run and goes through it, in this process. */
export function dashboardTimes(): DashboardTimes {
  const resolved = resolve(delivery({ messages: MESSAGES, durable: true, every: 1_000 }));
  const opened = (): Stage => {
    const subject = { target: "bench", scenario: resolved.scenario, parameters: {}, resolved, out: "reports" };
    return new Stage(new RunScreen(subject, { seed: "1", plan: [], rates: true }, LOOK, { copy() {}, print() {} }), LOOK);
  };
  const took = (body: () => void): number => {
    const began = performance.now();
    body();
    return performance.now() - began;
  };
  const times = (count: number, body: () => void): readonly number[] => Array.from({ length: count }, () => took(body)).sort((a, b) => a - b);
  let stage = opened();
  const open = times(5, () => (stage = opened()).rows(SIZE))[2]!;
  const { player } = stage.screen as RunScreen;
  stage.press(">");
  stage.rows(SIZE);
  // Past the 256 events that are kept, more than once.
  const back = times(1_000, () => (stage.press("left"), stage.rows(SIZE)));
  const jump = times(9, () => (player.goToEvent(100_000 - Math.floor(player.index / 1_000)), stage.rows(SIZE)))[4]!;
  const frame = times(200, () => stage.rows(SIZE))[100]!;
  return { events: player.branches.current.run.events, open, back: { median: back[500]!, most: back.at(-1)! }, jump, frame };
}

/** On a pseudo-terminal of util-linux's `script`: ms to the first frame, the median of nine, over those of an empty Node; and CPU ms used in three seconds in which nothing happens. */
export async function onTerminal(cli: string): Promise<{ readonly first: number; readonly empty: number; readonly idle: number } | undefined> {
  if (spawnSync("script", ["--version"]).status !== 0) return undefined;
  const firsts: number[] = [];
  const empties: number[] = [];
  for (let round = 0; round < 9; round++) {
    const began = performance.now();
    spawnSync(process.execPath, ["-e", "0"]);
    empties.push(performance.now() - began);
    firsts.push(await until(cli, async () => 0).then(([ms]) => ms));
  }
  const [, idle] = await until(cli, async (pid) => {
    const before = cpuOf(pid);
    await new Promise<void>((done) => void setTimeout(done, 3_000));
    return cpuOf(pid) - before;
  });
  const median = (values: number[]): number => values.sort((a, b) => a - b)[4]!;
  return { first: median(firsts), empty: median(empties), idle };
}

/** Starts it, waits for a whole frame, lets somebody look, and ends it. */
function until(cli: string, look: (pid: number) => Promise<number>): Promise<readonly [first: number, looked: number]> {
  return new Promise((done) => {
    const began = performance.now();
    const child = spawn("script", ["-qfec", `stty cols 80 rows 24; exec '${process.execPath}' '${cli}' watch retry-without-dedup`, "/dev/null"], { stdio: ["pipe", "pipe", "ignore"] });
    let first = 0;
    let looked = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      if (first > 0 || !chunk.toString().includes("before the first event")) return;
      first = performance.now() - began;
      void look(child.pid!).then((value) => {
        looked = value;
        child.stdin.write("q");
      });
    });
    child.once("close", () => done([first, looked]));
  });
}

/** CPU ms of a process and all below it (Linux). */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  const children = spawnSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" }).stdout.trim().split(/\s+/).filter((one) => one !== "");
  return (Number(fields[11]) + Number(fields[12])) * 10 + children.reduce((sum, child) => sum + cpuOf(Number(child)), 0);
}
