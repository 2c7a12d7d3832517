import type { HistoryEvent } from "../delivery/history.ts";
import type { Threat } from "./checker.ts";

/** A guarantee of the user's own: two-generals, agreement, anything. */
export interface Guarantee<S = unknown> {
  /** What `promises` calls it; none of the built-in names. */
  readonly name: string;
  /**
   * What can break it. Default: "loss" and "repeat". A guarantee that breaks only because some message's effect does not happen is ["loss"]:
   * then `lineage` takes what it says of effects for this guarantee as well, and certifies it.
   */
  readonly threats?: readonly Threat[];
  /** A fresh observer for a run. It sees the history in order and may fail at any event. */
  observe(scenario: S): Observer;
}

/** Watches one run, synchronously. One that throws yields *unknown*; `fail` says in one sentence what broke, and only the first counts. */
export interface Observer {
  /** Every event of the delivery history, in order. */
  on(event: HistoryEvent, fail: (sentence: string) => void): void;
  /** Once, when the run has ended; not called when it was stopped at a limit. */
  end(summary: RunSummary, fail: (sentence: string) => void): void;
}

/** A run at its end. */
export interface RunSummary {
  /** Nothing but background was pending. */
  readonly quiet: boolean;
  /** Every obligation met or excused. */
  readonly settled: boolean;
  /** Messages handed over. */
  readonly published: number;
  /** Messages confirmed, each once. */
  readonly confirmed: number;
  /** Applied effects, repeats included. */
  readonly effects: number;
  /** Maximum of each gauge. */
  readonly gauges: { readonly [name: string]: number };
}
