import type { FaultFigures } from "../scenario/result.ts";
import type { Changes } from "./campaign/changes.ts";
import type { RunRecord } from "./campaign/record.ts";

/** By kind of fault, over many runs: injected, reached the protocol, and in how many sampled runs it changed the history. */
export class Figures {
  readonly #figures = new Map<string, { injected: number; reached: number; changed?: number }>();

  add(figures: RunRecord["figures"]): void {
    for (const [kind, injected, reached] of figures) {
      const sum = this.#of(kind);
      sum.injected += injected;
      sum.reached += reached;
    }
  }

  /** Of a sampled run: by kind, whether its history changed without it. */
  changed(changes: Changes): void {
    for (const [kind, changed] of Object.entries(changes)) {
      const sum = this.#of(kind);
      sum.changed = (sum.changed ?? 0) + (changed ? 1 : 0);
    }
  }

  get all(): FaultFigures {
    return Object.fromEntries([...this.#figures].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, figure]) => [kind, { ...figure }]));
  }

  #of(kind: string): { injected: number; reached: number; changed?: number } {
    let sum = this.#figures.get(kind);
    if (sum === undefined) this.#figures.set(kind, (sum = { injected: 0, reached: 0 }));
    return sum;
  }
}
