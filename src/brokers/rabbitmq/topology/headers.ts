import { preconditionFailed } from "../errors.ts";
import { fieldType } from "../field.ts";
import type { Table } from "../methods.ts";

const HOW: readonly unknown[] = [undefined, "all", "any", "all-with-x", "any-with-x"];

/** @throws AmqpError for an `x-match` that is none. */
export function checkHeadersBinding({ "x-match": how }: Table): void {
  if (HOW.includes(how)) return;
  if (typeof how === "string") throw preconditionFailed(`Invalid x-match field value <<"${how}">>; expected all, any, all-with-x, or any-with-x`);
  throw preconditionFailed(`Invalid x-match field type ${fieldType(how!)} (value ${JSON.stringify(how)}); expected longstr`);
}

/**
 * Whether a headers binding takes a message. `x-match`: "all" (the default) or "any" of the other arguments must be headers of the
 * same value; those whose names start with "x-" count only with "all-with-x" and "any-with-x". No value asks for presence alone.
 */
export function headersMatch(binding: Table, headers: Table): boolean {
  const how = typeof binding["x-match"] === "string" ? binding["x-match"] : "all";
  const asked = Object.entries(binding).filter(([name]) => name !== "x-match" && (how.endsWith("-with-x") || !name.startsWith("x-")));
  const matches = ([name, value]: readonly [string, unknown]): boolean => name in headers && (value === null || JSON.stringify(headers[name]) === JSON.stringify(value));
  return how.startsWith("any") ? asked.some(matches) : asked.every(matches);
}
