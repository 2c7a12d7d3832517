import type { Micros } from "../../kernel/time.ts";

/** Digits of a millisecond, coarsest first. */
const DECIMALS = [1, 2, 3];

/** A way to write times in the margin: as coarse as keeps most neighbours apart. */
export function stamps(times: readonly Micros[]): (time: Micros) => string {
  const distinct = [...new Set(times)];
  const apart = (digits: number): number => distinct.filter((time, at) => at === 0 || stamp(time, digits) !== stamp(distinct[at - 1]!, digits)).length;
  const decimals = DECIMALS.find((digits) => apart(digits) >= distinct.length * 0.75) ?? 3;
  return (time) => stamp(time, decimals);
}

function stamp(time: Micros, decimals: number): string {
  return time >= 1_000_000 ? `${(time / 1_000_000).toFixed(decimals + 2)}s` : `${(time / 1_000).toFixed(decimals)}ms`;
}

/** Pauses so many times the usual, and no less of the whole than this, are worth a row of their own. */
const LONG = 8;
const PART = 6;
const LONG_AT_LEAST: Micros = 10_000;

/** From how much silence on a row says so. */
export function silence(times: readonly Micros[]): Micros {
  const gaps = times.slice(1).map((time, at) => time - times[at]!).filter((gap) => gap > 0).sort((a, b) => a - b);
  const whole = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return Math.max(LONG_AT_LEAST, LONG * (gaps[Math.floor(gaps.length / 2)] ?? 0), whole / PART);
}
