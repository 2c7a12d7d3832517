import type { Duration } from "../../../kernel/time.ts";

/** A policy: how queues whose names match are mirrored (docs, "Classic Queue Mirroring"). Of several the first that matches counts. */
export type Policy = {
  /** A regular expression. */
  readonly pattern: string;
  /** When somebody sets it, by the clocks of the nodes. Default: it was always there. */
  readonly since?: Duration;
  readonly definition: {
    readonly "ha-mode": "all";
    /** Whether a mirror that lacks messages may become the master when that fails. Default "always". */
    readonly "ha-promote-on-failure"?: "always" | "when-synced";
    /** Whether a new mirror is sent what was there before it. Default "manual". */
    readonly "ha-sync-mode"?: "manual" | "automatic";
  };
};

export const policyFor = (policies: readonly Policy[], queue: string): Policy | undefined => policies.find(({ pattern }) => new RegExp(pattern).test(queue));
