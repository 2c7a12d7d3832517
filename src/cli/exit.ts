import type { Verdict } from "../scenario/result.ts";

/** Exit codes of the command line (DESIGN 12), in order of precedence. */
export const INTERRUPTED = 130;
export const BAD_INPUT = 2;
export const NOT_DETERMINISTIC = 4;
export const BROKEN = 1;
export const UNKNOWN = 3;
export const AS_PROMISED = 0;

const PRECEDENCE = [INTERRUPTED, BAD_INPUT, NOT_DETERMINISTIC, BROKEN, UNKNOWN, AS_PROMISED];

/** The code of several outcomes together. */
export function worst(codes: readonly number[]): number {
  return PRECEDENCE.find((code) => codes.includes(code)) ?? AS_PROMISED;
}

/** The code of what was judged once: a promise to break only informs. */
export function codeOf(verdicts: readonly Verdict[]): number {
  const statuses = verdicts.filter(({ promised }) => promised === "holds").map(({ status }) => status);
  if (statuses.includes("fail")) return BROKEN;
  return statuses.includes("unknown") ? UNKNOWN : AS_PROMISED;
}
