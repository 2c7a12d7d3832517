import { InputError } from "../kernel/errors.ts";
import { micros } from "../kernel/time.ts";

/** A count as typed. @throws InputError */
export function countOf(written: string, option: string, least = 1): number {
  const value = Number(written);
  if (!/^\d+$/.test(written) || !Number.isSafeInteger(value) || value < least) throw new InputError(`${option}: ${JSON.stringify(written)} is not a whole number of at least ${least}`);
  return value;
}

/** A span of wall-clock time as typed, in ms. @throws InputError */
export function periodOf(written: string, option: string, least = 1): number {
  const value = micros(written, option) / 1_000;
  if (value < least) throw new InputError(`${option}: ${JSON.stringify(written)} is less than ${least}ms`);
  return value;
}
