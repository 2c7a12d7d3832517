import type { EffectResult } from "./message.ts";
import type { SinkSetup } from "./setup.ts";
import { States } from "./states.ts";

/** The world outside: what was done to it survives every crash. One sink's memory. */
export class Sink {
  readonly setup: SinkSetup;
  readonly #applied: States = new States();
  readonly #tokens = new Map<number, number>();

  constructor(setup: SinkSetup) {
    this.setup = setup;
  }

  /** What the sink would answer. `key` is the message's key, the resource that fencing tokens guard. */
  probe(message: number, key: number, token: number | undefined): EffectResult {
    if (this.setup.fenced && (token === undefined || token < (this.#tokens.get(key) ?? -Infinity))) return "fenced";
    return this.setup.dedup && this.#applied.get(message) !== 0 ? "already" : "applied";
  }

  /** Acts on it. */
  effect(message: number, key: number, token: number | undefined): EffectResult {
    const result = this.probe(message, key, token);
    if (this.setup.fenced && result !== "fenced") this.#tokens.set(key, token!);
    if (this.setup.dedup && result === "applied") this.#applied.set(message, 1);
    return result;
  }
}
