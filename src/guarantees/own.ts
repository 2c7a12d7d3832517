import type { HistoryEvent } from "../delivery/history.ts";

/** A guarantee of the user's own: two-generals, agreement, anything. */
export interface Guarantee<S = unknown> {
  readonly name: string;
  /** A fresh observer for a run. It sees the history in order and may fail at any event. */
  observe(scenario: S): Observer;
}

/** Watches one run. One that throws yields *unknown*. */
export interface Observer {
  on(event: HistoryEvent, fail: (sentence: string) => void): void;
  end(summary: RunSummary, fail: (sentence: string) => void): void;
}

/** A run at its end. */
export interface RunSummary {
  /** Nothing but background was pending. */
  readonly quiet: boolean;
  /** Every obligation met or excused. */
  readonly settled: boolean;
  readonly published: number;
  readonly confirmed: number;
  /** Applied effects, repeats included. */
  readonly effects: number;
  /** Maximum of each gauge. */
  readonly gauges: { readonly [name: string]: number };
}
