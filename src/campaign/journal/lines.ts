import { hashText } from "../../kernel/hash.ts";

/** What stands before the checksum, so that a line of nothing has one that is not zero. */
const SEED = 0x0fa17;

/** A line of a journal, without its end: a JSON array whose last entry is the checksum of all before it. */
export function written(fields: readonly unknown[]): string {
  const body = JSON.stringify(fields);
  return `${body.slice(0, -1)},"${checksum(body)}"]`;
}

/** Its fields; undefined when it is damaged. */
export function read(line: string): readonly unknown[] | undefined {
  const [, body, sum] = /^(\[.*),"([0-9a-f]{8})"\]$/.exec(line) ?? [];
  if (body === undefined || checksum(`${body}]`) !== sum) return undefined;
  try {
    return JSON.parse(`${body}]`) as readonly unknown[];
  } catch {
    return undefined;
  }
}

function checksum(text: string): string {
  return (hashText(text, SEED) >>> 0).toString(16).padStart(8, "0");
}
