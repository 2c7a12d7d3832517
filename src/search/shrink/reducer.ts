import type { WorkloadSetup } from "../../delivery/setup.ts";
import { InputError } from "../../kernel/errors.ts";
import { hashText } from "../../kernel/hash.ts";
import { withParameters } from "../../scenario/parameters.ts";
import type { Parameters } from "../../scenario/parameters.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import type { Plan } from "../../world/fault.ts";
import { printPlan } from "../../world/plan-text.ts";
import { breaksUnder } from "../attempt.ts";
import type { Broken, Work } from "../attempt.ts";
import { subsets } from "./subsets.ts";

/** A failure as it stands: a plan, what is set on the scenario for it, and how it breaks the guarantee. */
export interface Failure extends Broken {
  readonly plan: Plan;
  readonly parameters: Parameters;
}

/** What came of a candidate: how it broke the guarantee, or that it did not, or that the replays had run out. */
type Outcome = Broken | "holds" | "untried";

/** A simpler run may take so many times the events of the best, and so many more, before it counts as no simpler. */
const LONGER = 2;
const SLACK = 1_000;

/** Characters. */
const LONG = 10_000;

/** Replays candidates under one seed, keeps the best so far, counts, and stops at its cap. A pass proposes; this decides. */
export class Reducer {
  /** The scenario as it was given. */
  readonly base: Resolved;
  readonly seed: string;
  readonly guarantee: string;
  replays = 0;
  /** Of these, how many it took until the plan was as small as it is. */
  reached = 0;
  /** The scenario as it stands is no measure: it breaks without a fault, by an order that its latencies make. */
  orderAlone = false;
  /** A replay was wanted that the cap did not allow. */
  capped = false;
  best: Failure = { plan: [], parameters: {}, sentence: "", struck: [], events: 0 };
  readonly #most: number;
  readonly #tried = new Map<string, Outcome>();
  readonly #altered = new Map<string, Resolved | undefined>();

  /** @param most replays; the first is always made. */
  constructor(base: Resolved, seed: string, guarantee: string, most: number) {
    this.base = base;
    this.seed = seed;
    this.guarantee = guarantee;
    this.#most = Math.max(1, most);
  }

  /** The scenario with the best's parameters. */
  get resolved(): Resolved {
    return this.#with(this.best.parameters)!;
  }

  get workload(): WorkloadSetup {
    return this.resolved.delivery.workload;
  }

  get left(): number {
    return this.#most - this.replays;
  }

  /** Taking faults out: does this plan break the guarantee too? Then it is the best. */
  *breaks(plan: Plan): Work<boolean> {
    const { parameters } = this.best;
    const outcome = yield* this.#replay(plan, parameters);
    if (typeof outcome === "string") return false;
    this.adopt({ ...outcome, plan, parameters }, this.replays);
    return true;
  }

  /**
   * Making what is left easier to read, by other values or in another setting. Counts only if every fault is still needed, lest
   * what was changed or left out does a fault's work; and if the plan would do in the scenario as it stands as well.
   */
  *simplifies(plan: Plan, set: Parameters = this.best.parameters): Work<boolean> {
    const parameters = Object.fromEntries(Object.entries(set).sort(([a], [b]) => (a < b ? -1 : 1)));
    const outcome = yield* this.#needs(plan, parameters);
    if (typeof outcome === "string") return false;
    if (plan !== this.best.plan && !this.orderAlone && typeof (yield* this.#needs(plan, {})) === "string") return false;
    this.adopt({ ...outcome, plan, parameters }, this.reached);
    return true;
  }

  /** How the plan breaks the guarantee in this setting, if none of its faults can be left out there. */
  *#needs(plan: Plan, parameters: Parameters): Work<Outcome> {
    if (plan.length > this.left) return "untried";
    const limit = Object.keys(parameters).length === 0 ? Infinity : this.best.events * LONGER + SLACK;
    const outcome = yield* this.#replay(plan, parameters, limit);
    if (typeof outcome === "string") return outcome;
    const smaller = plan.map((_, index) => plan.toSpliced(index, 1));
    if (plan.length > 1) smaller.push([]);
    for (const candidate of smaller) if ((yield* this.#replay(candidate, parameters)) !== "holds") return "holds";
    return outcome;
  }

  adopt(failure: Failure, reached: number): void {
    this.best = failure;
    this.reached = reached;
  }

  /** No fault can be taken out alone: each was. */
  get isOneMinimal(): boolean {
    const { plan, parameters } = this.best;
    return plan.every((_, index) => this.#tried.get(keyOf(plan.toSpliced(index, 1), parameters)) === "holds");
  }

  /** No part of the best plan breaks the guarantee, in whatever setting that now is. */
  *isSmallest(): Work<boolean> {
    const { plan, parameters } = this.best;
    for (let size = 0; size < plan.length; size++) {
      for (const part of subsets(plan, size)) if ((yield* this.#replay(part, parameters)) !== "holds") return false;
    }
    return true;
  }

  *#replay(plan: Plan, parameters: Parameters, events?: number): Work<Outcome> {
    const key = keyOf(plan, parameters);
    const known = this.#tried.get(key);
    if (known !== undefined) return known;
    const resolved = this.#with(parameters);
    if (resolved === undefined) return "holds";
    if (this.left <= 0) {
      this.capped = true;
      return "untried";
    }
    this.replays++;
    const broken = resolved === this.base ? yield* breaksUnder(resolved, this.seed, plan, this.guarantee, events) : yield* this.#elsewhere(resolved, plan, events);
    const outcome = broken ?? "holds";
    this.#tried.set(key, outcome);
    return outcome;
  }

  /** In another setting than the scenario's own, handlers may name nodes that are no more: that is no failure, and no simplification. */
  *#elsewhere(resolved: Resolved, plan: Plan, events: number | undefined): Work<Broken | undefined> {
    try {
      return yield* breaksUnder(resolved, this.seed, plan, this.guarantee, events);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return undefined;
    }
  }

  /** The scenario with these parameters; undefined where it does not bear them. */
  #with(parameters: Parameters): Resolved | undefined {
    const key = JSON.stringify(parameters);
    if (!this.#altered.has(key)) {
      let resolved: Resolved | undefined;
      try {
        resolved = Object.keys(parameters).length === 0 ? this.base : resolve(withParameters(this.base.scenario, parameters));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
      this.#altered.set(key, resolved);
    }
    return this.#altered.get(key);
  }
}

/** Long plans by a hash of their text: hundreds of them are remembered. */
function keyOf(plan: Plan, parameters: Parameters): string {
  const text = `${JSON.stringify(parameters)}\n${printPlan(plan)}`;
  return text.length <= LONG ? text : `${text.length} ${hashText(text, 0)} ${hashText(text, 1)}`;
}
