import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const PAGE = 4096;

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
