import { InputError } from "./errors.ts";

/** Virtual time or a duration in whole microseconds. */
export type Micros = number;
/** What a person writes: microseconds, or "250us", "5ms", "1.5s", "2m", "1h". A fraction of a microsecond, or more than 12 days, is an error wherever one is read. */
export type Duration = Micros | string;

const UNITS: { readonly [unit: string]: number } = { us: 1, "µs": 1, ms: 1_000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000 };
const WRITTEN = /^(-?)(\d+(?:\.\d+)?)\s*(us|µs|ms|s|m|h)?$/;

/** Longest time a run can reach: the queue packs time × 4096 + owner into one double (DESIGN 15). About 12.7 days: half of what the double could hold. */
export const LATEST: Micros = 2 ** 40;

/**
 * Reads a duration. A bare number is microseconds.
 * @param where names the place in an error: "storm", "network.timeout".
 * @throws InputError for anything else, for a fraction of a microsecond, and beyond 12 days in either direction.
 */
export function micros(written: unknown, where: string): Micros {
  const value = typeof written === "number" ? written : typeof written === "string" ? parse(written) : Number.NaN;
  if (!Number.isInteger(value) || Math.abs(value) > LATEST) {
    throw new InputError(`${where}: ${typeof written === "string" ? JSON.stringify(written) : String(written)} is not a duration; write microseconds, or "250us", "5ms", "1.5s", "2m", "1h" (12 days at most)`);
  }
  return value + 0;
}

function parse(written: string): number {
  const match = WRITTEN.exec(written.trim());
  if (match === null) return Number.NaN;
  // Round: 1.1 * 1000 is not 1100 in binary; a true fraction of a microsecond stays far from an integer.
  const exact = Number(match[2]) * UNITS[match[3] ?? "us"]!;
  const whole = Math.round(exact);
  return Math.abs(exact - whole) < 1e-3 ? (match[1] === "-" ? -whole : whole) : Number.NaN;
}

/** The shortest exact way to write it, read back by `micros` as the same number: 1500000 is "1500ms", 2000000 is "2s". */
export function writeDuration(time: Micros): string {
  if (time === 0) return "0us";
  if (time % 1_000_000 === 0) return `${time / 1_000_000}s`;
  if (time % 1_000 === 0) return `${time / 1_000}ms`;
  return `${time}us`;
}

/** For people: three or so significant digits, "15.2ms", "1.04s". Not exact. */
export function showTime(time: Micros): string {
  const size = Math.abs(time);
  if (size < 1_000) return `${time}us`;
  if (size < 1_000_000) return `${trim(time / 1_000)}ms`;
  return `${trim(time / 1_000_000)}s`;
}

function trim(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0).replace(/\.?0+$/, (zeros) => (zeros.includes(".") ? "" : zeros));
}
