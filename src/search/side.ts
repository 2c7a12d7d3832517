import type { Status } from "../guarantees/judge.ts";
import type { Parameters } from "../scenario/parameters.ts";
import type { Resolved } from "../scenario/resolve.ts";
import { verdictsOf } from "../scenario/result.ts";
import type { Verdict } from "../scenario/result.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Plan } from "../world/fault.ts";
import { Costs } from "./price.ts";
import type { Price } from "./price.ts";

/** What one guarantee came to over the runs of one side. */
export interface ComparedVerdict {
  readonly guarantee: string;
  readonly promised: Verdict["promised"];
  /** Fail beats unknown beats pass. */
  readonly status: Status;
  readonly failures: number;
  readonly unknowns: number;
  /** Of the first run that did not pass. */
  readonly sentence?: string;
  readonly seed?: string;
}

/** One of the two. */
export interface Side {
  readonly scenario: string;
  readonly title: string;
  /** What was set on it. */
  readonly parameters: Parameters;
  readonly verdicts: readonly ComparedVerdict[];
  readonly price: Price;
  /** How often each kind of fault struck, in all runs. */
  readonly struck: { readonly [kind: string]: number };
  /** Entries of the plan that struck nothing in any run. */
  readonly missed: Plan;
}

/** The runs of one side, added up. */
export class SideRuns {
  readonly resolved: Resolved;
  readonly #costs = new Costs();
  readonly #plan: Plan;
  readonly #verdicts = new Map<string, ComparedVerdict>();
  readonly #struck = new Map<string, number>();
  readonly #hit = new Set<number>();

  constructor(resolved: Resolved, plan: Plan) {
    this.resolved = resolved;
    this.#plan = plan;
  }

  add(simulation: Simulation): void {
    const { world, options } = simulation;
    this.#costs.add(simulation);
    for (const verdict of verdictsOf(simulation)) this.#verdicts.set(verdict.guarantee, added(this.#verdicts.get(verdict.guarantee), verdict, options.seed));
    for (const [kind, { injected }] of world.struck.figures) this.#struck.set(kind, (this.#struck.get(kind) ?? 0) + injected);
    for (const [index, { struck }] of world.planned.entries.entries()) if (struck) this.#hit.add(index);
  }

  side(parameters: Parameters): Side {
    return {
      scenario: this.resolved.name,
      title: this.resolved.scenario.title,
      parameters,
      verdicts: [...this.#verdicts.values()],
      price: this.#costs.price,
      struck: Object.fromEntries([...this.#struck].filter(([, injected]) => injected > 0).sort(([a], [b]) => (a < b ? -1 : 1))),
      missed: this.#plan.filter((_, index) => !this.#hit.has(index)),
    };
  }
}

function added(before: ComparedVerdict | undefined, { guarantee, promised, status, sentence }: Verdict, seed: string): ComparedVerdict {
  const failures = (before?.failures ?? 0) + (status === "fail" ? 1 : 0);
  const unknowns = (before?.unknowns ?? 0) + (status === "unknown" ? 1 : 0);
  // A failure says more than what nobody knows, whichever came first.
  const tells = status !== "pass" && (before === undefined || before.status === "pass" || (status === "fail" && before.failures === 0));
  const told = tells ? { seed, ...(sentence === undefined ? {} : { sentence }) } : { ...(before?.seed === undefined ? {} : { seed: before.seed }), ...(before?.sentence === undefined ? {} : { sentence: before.sentence }) };
  return { guarantee, promised, status: failures > 0 ? "fail" : unknowns > 0 ? "unknown" : "pass", failures, unknowns, ...told };
}
