import { readFileSync } from "node:fs";
import { RESUME_FD, RESUMING } from "./pulse.ts";
import type { Resumed } from "./pulse.ts";

/**
 * Set in a program that goes on behind a scenario on which another was stopped: which that was, why, and what had been found by then.
 */
export function resuming(): Resumed | undefined {
  return process.env[RESUMING] === undefined ? undefined : (JSON.parse(readFileSync(RESUME_FD, "utf8")) as Resumed);
}
