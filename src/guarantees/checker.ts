import type { Listener } from "../delivery/listener.ts";
import type { Plain } from "../kernel/plain.ts";
import type { Ended, Subject } from "./subject.ts";

/**
 * Limits by guarantee; any other name is an error where the scenario is read.
 * `order`: `all` (true judges repeats too; default false). `deadline`: `within` (a duration, needed) and `when`: "calm" (default)
 * counts from the storm's end where that is later than the publish, "always" from the publish. `bounded`: `redeliveries` (of one
 * message in one subscription, 250 at most) and gauges by name (`depth: 100`); at least one.
 */
export type Limits = { readonly [parameter: string]: Plain };

/** A guarantee under judgement: what is judged, by which limits, and how a checker says what it found. */
export interface Case {
  readonly subject: Subject;
  readonly limits: Limits;
  /** The guarantee is broken here and now; one sentence a student understands. Only the first counts. */
  fail(sentence: string): void;
  /** It ended too early to tell. */
  doubt(sentence: string): void;
}

/** An online checker: told what happens as it happens, with memory for what is outstanding and a byte a message. */
export interface Checker extends Listener {
  end?(ended: Ended): void;
}

/** What can break a guarantee: that something does not happen, that it happens again, or that it happens late, or never ends. */
export const THREATS = ["loss", "repeat", "delay"] as const;
export type Threat = (typeof THREATS)[number];

/** A guarantee Faultline knows: its name in `promises`, and what makes its checker. */
export interface GuaranteeKind {
  readonly name: string;
  /** Judged in every run, promised or not. */
  readonly always: boolean;
  /** A search begins with these. What a loss alone can break, `lineage` can certify. */
  readonly threats: readonly Threat[];
  /** Checks limits when a scenario is read. Returns what is wrong, or undefined. */
  accepts(limits: Limits): string | undefined;
  checker(judged: Case): Checker;
}

/** For guarantees without limits. */
export function noLimits(limits: Limits): string | undefined {
  const [first] = Object.keys(limits);
  return first === undefined ? undefined : `takes no limits, but got "${first}"`;
}
