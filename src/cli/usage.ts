import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const PAGE = 4096;
/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;

/** Resident memory of a process in MB; undefined where the system does not tell. */
export function residentMemory(pid: number): number | undefined {
  try {
    if (process.platform === "linux") return (Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE) / 1_048_576;
    if (process.platform === "win32") return undefined;
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1_024;
  } catch {
    return undefined;
  }
}

/** CPU time of each thread of a process in ms, by its id; undefined where the system does not tell. */
export function cpuTimes(pid: number): ReadonlyMap<string, number> | undefined {
  const folder = `/proc/${pid}/task`;
  const times = new Map<string, number>();
  try {
    for (const thread of readdirSync(folder)) times.set(thread, cpuTime(`${folder}/${thread}/stat`));
    return times;
  } catch {
    return undefined;
  }
}

function cpuTime(file: string): number {
  // Behind the name, which is in parentheses and may hold anything: the 12th and 13th are user and system time.
  const fields = readFileSync(file, "utf8").replace(/^.*\) /s, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
