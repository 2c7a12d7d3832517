import type { Finding } from "../guarantees/judge.ts";

/** A broken promise: guarantees that fell with the same event for the same reason are one. */
export interface Violation {
  readonly guarantees: readonly string[];
  /** Number of the violating event. */
  readonly event: number;
  readonly sentence: string;
  /** Ordinals the sentence names: what to tell the story of. */
  readonly messages: readonly number[];
}

/** The violations among findings, in the order they happened. */
export function violationsOf(findings: readonly Finding[]): readonly Violation[] {
  const violations: { guarantees: string[]; event: number; sentence: string; messages: number[] }[] = [];
  for (const { guarantee, status, at, sentence } of findings) {
    if (status !== "fail" || at === undefined || sentence === undefined) continue;
    const same = violations.find((other) => other.event === at && other.sentence === sentence);
    if (same === undefined) violations.push({ guarantees: [guarantee], event: at, sentence, messages: named(sentence) });
    else same.guarantees.push(guarantee);
  }
  return violations.sort((a, b) => a.event - b.event);
}

/** The violation of the first of these guarantees that was violated. */
export function chiefViolation(violations: readonly Violation[], guarantees: readonly string[]): Violation | undefined {
  const broken = guarantees.flatMap((guarantee) => violations.filter((violation) => violation.guarantees.includes(guarantee)));
  return broken[0];
}

/** Findings carry no ordinals of their own, but a checker's sentence names the messages it is about. */
function named(sentence: string): number[] {
  return [...new Set([...sentence.matchAll(/\bm([1-9]\d{0,8})\b/g)].map(([, digits]) => Number(digits)))];
}
