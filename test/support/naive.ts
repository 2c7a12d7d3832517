/** The scenarios of the naive queue, each of which shows one way in which it fails, as its title begins: "L1: ...". */
import { bundled, load } from "../../src/campaign/load.ts";
import type { Scenario } from "../../src/core.ts";

/** The failures, in the order in which they are told. */
export const FAILURES = ["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11", "L12", "D1", "D2", "D3", "D4", "D5", "Phantom", "Order", "Unbounded"];

export interface Failure {
  readonly failure: string;
  /** What goes wrong, in words: the rest of the title. */
  readonly words: string;
  readonly scenario: Scenario;
}

/** A promise that is pinned to break. */
export interface Pin {
  readonly guarantee: string;
  readonly plan: readonly string[];
}

const scenarios = await Promise.all(bundled().filter(({ name }) => name.startsWith("naive-queue/")).map(({ name }) => load(name)));

/** All but the storm, which shows several at once. */
export const naive: readonly Failure[] = scenarios.flatMap((scenario) => {
  const [, failure, words] = /^(\w+): (.+)$/.exec(scenario.title) ?? [];
  return failure === undefined ? [] : [{ failure, words: words!, scenario }];
}).sort((a, b) => FAILURES.indexOf(a.failure) - FAILURES.indexOf(b.failure));

export function pinsOf({ promises }: Scenario): readonly Pin[] {
  return Object.entries(promises).flatMap(([guarantee, promise]) => ("breaks" in promise && promise.plan !== undefined ? [{ guarantee, plan: promise.plan }] : []));
}
