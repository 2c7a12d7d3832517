import type { FaultFigures } from "../scenario/result.ts";
import { frozenPlan } from "../scenario/result.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Figure } from "../world/struck.ts";
import { attempt } from "./attempt.ts";
import type { Work } from "./attempt.ts";

/** By kind of fault, over many runs: injected, reached the protocol, and in how many sampled runs it changed the history. */
export class Figures {
  readonly #figures = new Map<string, { injected: number; reached: number; changed?: number }>();

  add(figures: ReadonlyMap<string, Figure>): void {
    for (const [kind, { injected, reached }] of figures) {
      const sum = this.#of(kind);
      sum.injected += injected;
      sum.reached += reached;
    }
  }

  /** Takes each kind out of the run's frozen plan in turn and compares the histories, times apart. */
  *sample(simulation: Simulation): Work<void> {
    const plan = frozenPlan(simulation);
    for (const kind of new Set(plan.map(({ fault }) => fault))) {
      const without = yield* attempt(simulation.resolved, { seed: simulation.options.seed, plan: plan.filter(({ fault }) => fault !== kind), rates: false });
      const sum = this.#of(kind);
      sum.changed = (sum.changed ?? 0) + (without.delivery.fingerprint.toString() === simulation.delivery.fingerprint.toString() ? 0 : 1);
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
